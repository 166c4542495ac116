"""Entries of a catalog fit each other: slugs known and given once, names of one party, nothing in circles."""

from datetime import date

import pytest

HEAD = "negotiation: {slug: river-talks, title: Talks}\n"


def catalog(parties: str = "", issues: str = "", proposals: str = "", positions: str = "") -> str:
    """The entries of each part on one line each: parties on line 2, issues 3, proposals 4, positions 5."""
    return f"{HEAD}parties: [{parties}]\nissues: [{issues}]\nproposals: [{proposals}]\npositions: [{positions}]\n"


def party(slug: str, *, name: str = "", kind: str = "state", more: str = "") -> str:
    return f"{{slug: {slug}, name: {name or slug.title()}, kind: {kind}, role: principal, {more}}}"


def issue(slug: str, more: str = "") -> str:
    return f"{{slug: {slug}, title: {slug}, proposition: It happens., {more}}}"


def proposal(slug: str, more: str = "") -> str:
    return f"{{slug: {slug}, title: {slug}, {more}}}"


def held(who: str, what: str, since: str = "2024-02-10") -> str:
    return f"{{party: {who}, target: {what}, stance: opposes, valid_from: {since}}}"


NORTH, SOUTH, WATER = party("north"), party("south"), issue("water")


@pytest.mark.parametrize(
    ("content", "line", "field", "message"),
    [
        (catalog(party("north", more="member_of: [leage]") + ", " + party("league", kind="bloc")),
         2, "parties[0].member_of[0]", "“leage” is no party of this file; did you mean “league”?"),
        (catalog(issues=issue("water", "parent: rain")), 3, "issues[0].parent", "“rain” is no issue of this file"),
        (catalog(NORTH, WATER, proposal("draft", "proposed_by: [nort]")),
         4, "proposals[0].proposed_by[0]", "did you mean “north”?"),
        (catalog(NORTH, WATER, proposal("draft", "replaces: water")),
         4, "proposals[0].replaces", "“water” is no proposal of this file"),
        (catalog(NORTH, WATER, proposal("draft", "terms: [{issue: wader, stance: supports}]")),
         4, "proposals[0].terms[0].issue", "did you mean “water”?"),
        (catalog(NORTH, WATER, "", held("south", "water")), 5, "positions[0].party", "“south” is no party"),
        (catalog(NORTH, WATER, "", held("north", "watr")), 5, "positions[0].target", "did you mean “water”?"),
    ],
)  # fmt: skip
def test_a_slug_that_names_nothing_is_refused(problems, content, line, field, message):
    ((where, which, what),) = problems(content)
    assert (where, which) == (line, field)
    assert message in what


def test_a_party_slug_is_given_once(problems):
    assert problems(catalog(f"{NORTH}, {party('north', name='Other')}")) == [
        (2, "parties[1].slug", "“north” is the slug of a party already, on line 2")
    ]


def test_issues_and_proposals_share_one_space_of_slugs(problems):
    assert problems(catalog("", WATER, proposal("water"))) == [
        (4, "proposals[0].slug", "“water” is the slug of an issue or a proposal already, on line 3")
    ]


@pytest.mark.parametrize(
    "more",
    [
        "aliases: [North]",
        "aliases: [NORTHERN]",
        "aliases: [The Northern]",
        "speakers: [{name: North}]",
        "speakers: [{name: Ada, aliases: [northern]}]",
    ],
)
def test_a_name_that_two_parties_share_is_refused(problems, more):
    ((line, _, message),) = problems(
        catalog(f"{party('north', more='aliases: [Northern]')}, {party('south', more=more)}")
    )
    assert line == 2
    assert "is a name of north already, on line 2" in message


def test_an_abbreviation_in_capitals_is_another_name_than_the_word(read):
    parties = f"{party('north', more='aliases: [US]')}, {party('south', more='aliases: [us]')}"
    assert len(read(catalog(parties)).parties) == 2


def test_a_person_may_be_a_party_and_speak_for_it(read):
    assert read(catalog(party("messi", name="Lionel Messi", more="speakers: [{name: Lionel Messi}]"))).parties


def test_two_ministers_of_one_party_may_share_an_alias(read):
    speakers = "speakers: [{name: Ada, aliases: [the minister], to: 2024-01-01}, {name: Bo, aliases: [the minister]}]"
    assert read(catalog(party("north", more=speakers))).parties


def test_an_alias_stands_once_in_its_list(problems):
    assert problems(catalog(party("north", more="aliases: [Northport, Northport]"))) == [
        (2, "parties[0].aliases[1]", "“Northport” stands in this list already")
    ]


def test_one_cue_may_lead_to_two_targets(read):
    cue = "toward: [the river]"
    assert len(read(catalog("", f"{issue('water', cue)}, {issue('dam', cue)}")).issues) == 2


def test_a_speaker_may_come_back_to_office(read, problems):
    terms = "speakers: [{name: Ada, to: 2020-01-01}, {name: Ada, from: 2024-01-01}]"
    assert read(catalog(party("north", more=terms))).parties
    ((_, field, message),) = problems(catalog(party("north", more="speakers: [{name: Ada}, {name: Ada}]")))
    assert field == "parties[0].speakers[1].name"
    assert "another term of office needs another `from`" in message


@pytest.mark.parametrize(("slug", "message"), [("north", "no member of itself"), ("south", "is a state, which has no")])
def test_only_another_party_that_can_have_members_has_them(problems, slug, message):
    ((line, field, what),) = problems(catalog(f"{party('north', more=f'member_of: [{slug}]')}, {SOUTH}"))
    assert (line, field) == (2, "parties[0].member_of[0]")
    assert message in what


LEAGUE = party("league", kind="bloc")
BEFORE, AFTER = "{bloc: league, to: 2020-01-01}", "{bloc: league, from: 2024-01-01}"


@pytest.mark.parametrize(
    "again", ["league, league", f"league, {AFTER}", f"{AFTER}, league", f"{BEFORE}, {{bloc: league, from: 2019-12-31}}"]
)
def test_on_no_day_does_a_party_belong_twice_to_one_bloc(problems, again):
    ((_, field, message),) = problems(catalog(f"{party('north', more=f'member_of: [{again}]')}, {LEAGUE}"))
    assert (field, message) == (
        "parties[0].member_of[1]",
        "“league” stands in this list already, for some of the same days",
    )


def test_a_party_may_leave_a_bloc_and_come_back(read):
    north, _ = read(catalog(f"{party('north', more=f'member_of: [{BEFORE}, {AFTER}]')}, {LEAGUE}")).parties
    assert [(one.from_on, one.to_on) for one in north.member_of] == [(None, date(2020, 1, 1)), (date(2024, 1, 1), None)]


@pytest.mark.parametrize(
    ("member_of", "field", "message"),
    [
        ("[League]", "[0]", "“League” is not a slug"),
        ("[{bloc: leage}]", "[0]", "“leage” is no party of this file; did you mean “league”?"),
        ("[{from: 2024-01-01}]", "[0].bloc", "is missing"),
        ("[{bloc: league, since: 2024-01-01}]", "[0].since", "is no key here; there are bloc, from, to"),
        ("[{bloc: league, from: 2024-01-01, to: 2023-01-01}]", "[0].to", "2023-01-01 is not after 2024-01-01"),
        ("[[league]]", "[0]", "must have keys"),
        ("league", "", "must be a list"),
    ],
)
def test_a_membership_that_can_not_be_read_is_told_where_it_stands(problems, member_of, field, message):
    ((_, place, what),) = problems(catalog(f"{party('north', more=f'member_of: {member_of}')}, {LEAGUE}"))
    assert place == f"parties[0].member_of{field}"
    assert message in what


@pytest.mark.parametrize("last", ["2024-02-01", "2024-01-31"])
def test_a_period_that_does_not_run_forward_is_refused(problems, last):
    head = f"negotiation:\n  slug: a\n  title: A\n  started_on: 2024-02-01\n  ended_on: {last}\nparties:\n"
    office = f"  - {party('north', more=f'speakers: [{{name: Ada, from: 2024-02-01, to: {last}}}]')}\n"
    assert [(line, field) for line, field, _ in problems(head + office)] == [
        (5, "negotiation.ended_on"),
        (7, "parties[0].speakers[0].to"),
    ]


def test_a_period_of_one_day_runs_forward(read):
    read("negotiation: {slug: a, title: A, started_on: 2024-02-01, ended_on: 2024-02-02}\nparties: []\n")


@pytest.mark.parametrize("way", [["a"], ["b", "a"], ["b", "c", "a"]])
def test_parents_that_lead_in_a_circle_are_refused(problems, way):
    slugs = ["a", *way[:-1]]
    issues = ", ".join(issue(slug, f"parent: {above}") for slug, above in zip(slugs, way, strict=True))
    found = problems(catalog("", issues))
    assert [field for _, field, _ in found] == [f"issues[{number}].parent" for number in range(len(slugs))]
    assert found[0][2] == f"leads in a circle: a → {' → '.join(way)}"


def test_a_circle_is_told_only_of_those_that_are_on_it(problems):
    issues = f"{issue('a', 'parent: b')}, {issue('b', 'parent: c')}, {issue('c', 'parent: b')}"
    assert [field for _, field, _ in problems(catalog("", issues))] == ["issues[1].parent", "issues[2].parent"]


def test_proposals_do_not_replace_each_other_in_a_circle(problems):
    drafts = f"{proposal('first', 'replaces: second')}, {proposal('second', 'replaces: first')}"
    assert [field for _, field, _ in problems(catalog("", "", drafts))] == [
        "proposals[0].replaces",
        "proposals[1].replaces",
    ]


def test_a_number_on_a_scale_has_one_label(problems):
    scale = "scale: [{value: 40, label: Now}, {value: 40.0, label: Then}]"
    assert problems(catalog("", issue("water", scale))) == [(3, "issues[0].scale[1].value", "40.0 has a label already")]


def test_a_party_begins_to_hold_one_position_on_a_target_on_one_day(problems):
    ((line, field, message),) = problems(
        catalog(NORTH, WATER, "", f"{held('north', 'water')}, {held('north', 'water')}")
    )
    assert (line, field) == (5, "positions[1]")
    assert message == "north on water from 2024-02-10 stands on line 5 already"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_position_lies_in_days_that_negotiations_of_our_time_can_have(problems, day):
    quoted = f"{{quote: No., attribution: quoted, said_on: {day}, article: {{title: News, published_on: {day}}}}}"
    position = f"{{party: north, target: water, stance: supports, valid_from: {day}, evidence: [{quoted}]}}"
    found = problems(catalog(NORTH, WATER, "", position))
    places = ["evidence[0].article.published_on", "evidence[0].said_on", "valid_from"]
    assert [field for _, field, _ in found] == [f"positions[0].{place}" for place in places]
    assert {message for _, _, message in found} == {f"{day} lies too far away; look at the year"}
