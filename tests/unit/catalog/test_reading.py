"""A catalog file is read as one YAML document, or refused with line and reason."""

from datetime import date
from pathlib import Path

import pytest

from positions.catalog import CatalogFileInvalid, extraction_catalog, read_catalog_file
from positions.extraction.contract import Catalog, IssueEntry, PartyEntry, ProposalEntry, SpeakerEntry
from positions.vocabulary import PartyKind, Role

TALKS = """\
negotiation: {slug: river-talks, title: Talks on the Silver River, started_on: 2024-02-01, ended_on: }
parties:
  - {slug: league, name: River League, kind: bloc, role: mediator}
  - slug: northland
    name: Northland
    kind: state
    role: principal
    member_of: [league]
    speakers: [{name: Ada Holm, title: Minister, from: 2023-11-05, aliases: [Holm]}]
issues:
  - {slug: water, title: Water, topic: river, proposition: It is shared., toward: [half], against: [none]}
proposals:
  - {slug: draft, title: Draft, summary: A quota., proposed_by: [league], proposed_on: 2024-03-03, cues: [the draft]}
"""


def test_an_extractor_gets_the_catalog_in_the_order_of_the_file(read):
    holm = SpeakerEntry(name="Ada Holm", title="Minister", aliases=("Holm",), from_on=date(2023, 11, 5))
    assert extraction_catalog(read(TALKS)) == Catalog(
        negotiation="river-talks",
        parties=(
            PartyEntry(slug="league", name="River League", kind=PartyKind.BLOC, role=Role.MEDIATOR),
            PartyEntry(
                slug="northland",
                name="Northland",
                kind=PartyKind.STATE,
                role=Role.PRINCIPAL,
                member_of=("league",),
                speakers=(holm,),
            ),
        ),
        issues=(
            IssueEntry(
                slug="water",
                title="Water",
                topic="river",
                proposition="It is shared.",
                toward=("half",),
                against=("none",),
            ),
        ),
        proposals=(
            ProposalEntry(
                slug="draft",
                title="Draft",
                summary="A quota.",
                cues=("the draft",),
                proposed_by=("league",),
                proposed_on=date(2024, 3, 3),
            ),
        ),
    )


def test_words_that_yaml_takes_for_something_else_need_no_quotes(read):
    parties = (
        "parties:\n  - {slug: 1984, name: 1984, kind: party, role: principal, aliases: [NO, 07, 1e3, 2024-01-01]}\n"
    )
    (party,) = read(f"negotiation: {{slug: talks, title: 2024}}\n{parties}").parties
    assert (party.slug, party.name, party.aliases) == ("1984", "1984", ("NO", "07", "1e3", "2024-01-01"))


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(read):
    assert read(b"\xef\xbb\xbf" + TALKS.replace("\n", "\r\n").encode()) == read(TALKS)
    assert read(TALKS.encode("utf-16")) == read(TALKS)


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        ("", 1, "the file is empty"),
        ("# only a comment\n", 1, "the file is empty"),
        ("- negotiation\n", 1, "must hold keys"),
        ("just words\n", 1, "must hold keys"),
        ("negotiation: [\n", 2, "is not YAML"),
        ("a: 1\n\tb: 2\n", 2, "is not YAML"),
        ("a: 1\n---\nb: 2\n", 1, "one YAML document"),
        (f"a: 1\nb: {'[' * 5000}\n", 2, "nested more than"),
        (b"a: 1\nb: caf\xe9\n", 2, "is not UTF-8"),
        ("a: 1\nb: \x01\n", 2, "is not YAML"),
        ('a: "\\U99999999"\n', 1, "is not YAML"),
    ],
)
def test_what_is_no_catalog_at_all_is_refused_in_one_line(problems, content, line, reason):
    (problem,) = problems(content)
    assert problem[0] == line
    assert reason in problem[2]


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        ("a:\n  title: Talks: the second round\n", 2, "a colon where none can stand; see to quotes"),
        ("a:\n  title:Talks\n  b: 1\n", 3, "spaces after colons"),
        ("a: 1\n\tb: 2\n", 2, "a tab; indent with spaces"),
        ("a: 50% or more\nb: %50\n", 2, "put the value in quotes"),
        ("a: 'The port's offer'\n", 1, "put the whole value in quotes, in the other kind where it has some"),
        ("a:\n    b: 1\n  c: 2\n", 3, "a line that is indented unlike the rest of its entry, which begins on line 1"),
        (
            "a:\n  b: [x, y\n  c: z\n",
            3,
            "a bracket that opens on line 2: a comma or quotes are missing in it, or it is",
        ),
        ("a: 1\nb: {issue: a stance: supports}\n", 2, "a comma or quotes are missing in it"),
        ("a: 1\nb: ['x' 'y']\n", 2, "a comma or quotes are missing in it"),
        ("title: [Draft] on water\n", 1, "words after a quotation mark or bracket that ends the value"),
        ("a:\n  b: a long text\n that goes on\n", 3, "or a line indented too little"),
        ('a: 1\nb: "x\nc: 2\n', 4, "a quotation mark that opens on line 2 and is never closed"),
    ],
)
def test_slips_of_yaml_are_told_in_plain_words(problems, content, line, reason):
    (problem,) = problems(content)
    assert problem[0] == line
    assert problem[2].startswith("is not YAML: ")
    assert reason in problem[2]


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("*there", "YAML aliases (*there) are not supported"),
        ("!!python/object:os.system x", "YAML tags"),
        ('"nul \\0"', "control character"),
        ('"half a pair \\ud800"', "control character"),
    ],
)
def test_what_yaml_can_do_beyond_plain_values_is_refused(problems, title, reason):
    found = problems(f"negotiation:\n  slug: river-talks\n  title: {title}\nparties: []\n")
    assert any(line == 3 and field == "negotiation.title" and reason in message for line, field, message in found)


def test_a_key_that_stands_twice_is_refused_with_both_lines(problems):
    assert problems("negotiation:\n  slug: talks\n  title: One\n  title: Two\nparties: []\n") == [
        (4, "negotiation.title", "stands here a second time; the first is on line 3")
    ]


def test_a_file_of_many_megabytes_is_refused_before_it_is_parsed(problems):
    ((line, _, message),) = problems(b"#" * 2_000_001)
    assert (line, message) == (None, "is larger than 2,000,000 bytes")


@pytest.mark.parametrize("name", ["nowhere.yaml", ".", "nul\0.yaml"])
def test_a_file_that_can_not_be_read_is_named(tmp_path: Path, name):
    with pytest.raises(CatalogFileInvalid, match="can't be read"):
        read_catalog_file(tmp_path / name)


def test_a_refusal_is_one_line_a_problem_that_an_editor_can_jump_to(tmp_path: Path):
    path = tmp_path / "talks.yaml"
    path.write_text("negotiation:\n  slug: River Talks\n  titel: Talks\n")
    with pytest.raises(CatalogFileInvalid) as refused:
        read_catalog_file(path)
    assert str(refused.value).splitlines() == [
        f"{path}:1: negotiation.title: is missing",
        f"{path}:1: parties: is missing",
        f"{path}:2: negotiation.slug: “River Talks” is not a slug; a slug is made of a-z, 0-9 and hyphens",
        f"{path}:3: negotiation.titel: is no key here; did you mean “title”?",
    ]


def test_a_value_that_a_terminal_can_not_show_does_not_break_the_refusal(tmp_path: Path):
    path = tmp_path / "talks.yaml"
    path.write_text('"\\ud800\\e[31m":\n  - 1\n')
    with pytest.raises(CatalogFileInvalid) as refused:
        read_catalog_file(path)
    assert all(line.isprintable() for line in str(refused.value).encode().decode().splitlines())
