"""Every value of a catalog is checked by itself, and the nearest right one is named."""

import pytest

HEAD = "negotiation: {slug: river-talks, title: Talks}\n"
PARTIES = """\
parties:
  - {slug: northland, name: Northland, kind: state, role: principal}
  - {slug: southland, name: Southland, kind: state, role: principal}
"""
ISSUES = "issues:\n  - {slug: water, title: Water, proposition: It is shared.}\n"
POSITION = "party: northland, target: water, valid_from: 2024-02-10"


def party(**values: str) -> str:
    """A catalog with one party, on line 3."""
    entry = {"slug": "northland", "name": "Northland", "kind": "state", "role": "principal"} | values
    return f"{HEAD}parties:\n  - {{{', '.join(f'{key}: {value}' for key, value in entry.items())}}}\n"


def proposal(values: str) -> str:
    """A catalog with one proposal, on line 8."""
    return f"{HEAD}{PARTIES}{ISSUES}proposals:\n  - {{slug: draft, title: Draft, {values}}}\n"


def position(values: str) -> str:
    """A catalog with one position, on line 8."""
    return f"{HEAD}{PARTIES}{ISSUES}positions:\n  - {{{POSITION}, {values}}}\n"


@pytest.mark.parametrize(
    ("content", "field", "message"),
    [
        (party(kind="stat"), "kind", "did you mean “state”?"),
        (party(role="referee"), "role", "“referee” is not one of principal, mediator, guarantor, observer"),
        (party(slug="North_Land"), "slug", "is not a slug"),
        (party(name=""), "name", "must not be empty"),
        (party(name="' '"), "name", "must not be empty"),
        (party(name=r'"\u200b"'), "name", "must have something in it that can be seen"),
        (party(aliases=r'["\u2066 \ufeff"]'), "aliases", "must have something in it that can be seen"),
        (party(name="N" * 201), "name", "is longer than 200 characters"),
        (party(name="\u0958" * 101), "name", "is longer than 200 characters"),
        (party(iso="nl"), "iso", "is not an ISO 3166-1 code"),
        (party(aliases="Northport"), "aliases", "must be a list"),
        (party(aliases="[{a: b}]"), "aliases[0]", "must be text"),
        (party(alias="[Northport]"), "alias", "is no key here; did you mean “aliases”?"),
        (party(speakers="[{name: Holm, from_on: 2024-01-01}]"), "speakers[0].from_on", "is no key here"),
        (party(speakers="[{title: Minister}]"), "speakers[0].name", "is missing"),
        (party(speakers="[Holm]"), "speakers[0]", "must have keys"),
    ],
)
def test_a_bad_value_of_a_party_is_named_with_its_line_and_field(problems, content, field, message):
    ((line, where, what),) = problems(content)
    assert (line, where) == (3, f"parties[0].{field}")
    assert message in what


@pytest.mark.parametrize("day", ["2025-13-45", "2025-02-29", "1.2.2024", "20240201", "1738368000", "yesterday"])
def test_a_day_that_the_calendar_does_not_have_is_refused(problems, day):
    ((line, field, message),) = problems(f"negotiation:\n  slug: a\n  title: A\n  started_on: {day}\nparties: []\n")
    assert (line, field) == (4, "negotiation.started_on")
    assert "day of the calendar" in message or "must be a date" in message


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ("terms: [{issue: water}]", "terms[0]", "needs a stance or a scale"),
        ("terms: [{issue: water, scale: [10, 101]}]", "terms[0].scale[1]", "101 is more than 100"),
        ("terms: [{issue: water, scale: [-1, 5]}]", "terms[0].scale[0]", "-1 is less than 0"),
        ("terms: [{issue: water, scale: [60, 40]}]", "terms[0].scale", "the low end first; 60 is more than 40"),
        ("terms: [{issue: water, scale: [60]}]", "terms[0].scale[1]", "must have two numbers"),
        ("terms: [{issue: water, scale: [1, 2, 3]}]", "terms[0].scale", "must have two numbers"),
        ("terms: [{issue: water, stance: supports, quantity: {unit: day}}]", "terms[0].quantity.value", "is missing"),
        (
            "terms: [{issue: water, stance: supports, quantity: {value: many}}]",
            "terms[0].quantity.value",
            "many is not a number",
        ),
        ("terms: [{issue: water, stance: support}]", "terms[0].stance", "did you mean “supports”?"),
        ("proposed_on: soon", "proposed_on", "must be a date"),
    ],
)
def test_a_bad_value_of_a_proposal_is_named_with_its_line_and_field(problems, values, field, message):
    ((line, where, what),) = problems(proposal(values))
    assert (line, where) == (8, f"proposals[0].{field}")
    assert message in what


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ("act: demand", "stance", "is missing"),
        ("stance: unspecified", "", "an unspecified stance needs a scale value"),
        ("stance: opposes, salience_value: 1.5", "salience_value", "1.5 is more than 1"),
        ("stance: opposes, salience: huge", "salience", "is not one of red_line"),
        ("stance: opposes, terms: [30 days]", "terms[0]", "must have keys"),
        ("stance: opposes, evidence: [{attribution: quoted, article: {title: A}}]", "evidence[0].quote", "is missing"),
        (
            "stance: opposes, evidence: [{quote: No., attribution: quoted, article: {title: A, url: 'file:///etc'}}]",
            "evidence[0].article.url",
            "must be a web address",
        ),
        (
            "stance: opposes, evidence: [{quote: No., attribution: quoted, article: {title: A, url: 'http://u:p@a.b'}}]",
            "evidence[0].article.url",
            "must be without a user's name or password",
        ),
        (
            "stance: opposes, evidence: [{quote: No., attribution: predicted, article: {title: A}}]",
            "evidence[0].attribution",
            "a prediction is no position",
        ),
        (
            "stance: unspecified, scale: [1, 2], evidence: [{quote: No., attribution: quoted, article: {title: A}}]",
            "",
            "a quotation needs a stance",
        ),
    ],
)
def test_a_bad_value_of_a_position_is_named_with_its_line_and_field(problems, values, field, message):
    ((line, where, what),) = problems(position(values))
    assert (line, where) == (8, f"positions[0].{field}".rstrip("."))
    assert message in what


def test_every_key_of_a_position_may_be_given(read):
    (entry,) = read(
        position(
            "stance: conditional, act: concession, salience: high, salience_value: 0.7, scale: [20, 42.5], "
            "terms: [{text: 30 days, value: 30, unit: day}], condition: If it rains., summary: Northland might."
        )
    ).positions
    assert (str(entry.scale[1]), entry.terms[0].value, entry.condition) == ("42.5", 30, "If it rains.")


def test_all_problems_of_a_file_come_at_once(problems):
    content = f"{HEAD}parties:\n  - {{slug: A}}\n  - {{slug: b, name: B, kind: state, role: boss}}\nissues: none\n"
    assert [(line, field) for line, field, _ in problems(content)] == [
        (3, "parties[0].kind"),
        (3, "parties[0].name"),
        (3, "parties[0].role"),
        (3, "parties[0].slug"),
        (4, "parties[1].role"),
        (5, "issues"),
    ]
