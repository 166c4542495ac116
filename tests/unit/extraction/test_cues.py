"""Where a cue names a target: a phrase of a catalog is found where the text has its words, in whatever form."""

import time

import pytest

from positions.extraction.contract import Catalog, IssueEntry
from positions.extraction.language.parsing import parse
from positions.extraction.what.targets import find_targets, phrase_stems


def matched(cue: str, text: str) -> bool:
    issue = IssueEntry(slug="x", title="Zzz", proposition="Zzz qqq.", toward=(cue,))
    catalog = Catalog(negotiation="talks", parties=(), issues=(issue,))
    return bool(find_targets(parse(text), party_tokens={}, catalog=catalog, published_on=None))


@pytest.mark.parametrize(
    "cue",
    [
        "fuel taxes", "working hours", "return of children", "lower quota", "better pay", "fewer boats", "larger nets",
        "women at sea", "lost income", "sold licences", "paid leave", "media access", "fishing data", "best price",
        "worse terms", "further cuts", "written guarantees", "stolen gear", "easier access", "lives of crew",
        "import duties", "border cities", "abducted children", "news access", "customs checks", "mass arrests",
    ],
)  # fmt: skip
def test_a_cue_matches_its_own_words(cue):
    assert matched(cue, f"The council said on Monday that it would talk about {cue} again.")


def test_of_two_words_as_near_the_one_that_is_joined_to_the_rest_is_the_cues():
    issue = IssueEntry(slug="x", title="Zzz", proposition="Zzz qqq.", toward=("self-rule",))
    catalog = Catalog(negotiation="talks", parties=(), issues=(issue,))
    parsed = parse("Darrani ruled out self-rule for the valley.")

    (match,) = find_targets(parsed, party_tokens={}, catalog=catalog, published_on=None)

    assert [parsed.tokens[i].text for i in match.tokens] == ["self", "rule"]


def test_the_slug_that_stands_for_a_name_is_not_searched_for_shorter_names():
    names = {"Tram Union": "union-a", "union": "union-b"}

    assert set(phrase_stems("a levy on the Tram Union's members", names)) == {"levy", "@union-a", "memb"}


def test_a_phrase_is_searched_once_for_all_names_of_a_large_catalog():
    names = {f"Party {number}": f"p{number}" for number in range(1_000)}
    list(phrase_stems("first", names))  # compiles the pattern
    began = time.process_time()

    stems = [set(phrase_stems(f"a levy on Party {number}", names)) for number in range(200)]

    assert stems[7] == {"levy", "@p7"}
    assert time.process_time() - began < 2  # seconds; one name after the other took 20


@pytest.mark.parametrize(
    ("cue", "text"),
    [
        ("fuel taxes", "They want a tax on fuel."),
        ("fuel tax", "They want taxes on fuel."),
        ("working hours", "They want an hour less of work."),
        ("import duties", "They want a duty on imports."),
        ("border city", "They met in cities on the border."),
        ("labour costs", "They want labor to cost less."),
        ("demilitarisation", "They want to demilitarize it."),
    ],
)
def test_a_cue_matches_other_forms_of_its_words(cue, text):
    assert matched(cue, text)


@pytest.mark.parametrize(("cue", "text"), [("new access", "They want news access."), ("lose access", "A loss.")])
def test_words_that_only_look_alike_are_not_the_same(cue, text):
    assert not matched(cue, text)
