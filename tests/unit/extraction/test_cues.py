"""Where a cue names a target: a phrase of a catalog is found where the text has its words, in whatever form."""

import pytest

from positions.extraction.contract import Catalog, IssueEntry
from positions.extraction.parsing import parse
from positions.extraction.targets import find_targets


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
