"""891 passages of eleven invented negotiations, at the threshold that curators get; what fails is marked so.

The models were taught with the 105 of two of the negotiations, and not with those of the others.
"""

from pathlib import Path

import pytest

from positions.evaluation.plain_sentences import plain_articles
from positions.extraction.rules import RulesExtractor
from tests.unit.extraction.constructed_worlds import WORLDS

FILE = Path(__file__).with_name("constructed_sentences.txt")
NOTHING = "-"
NOT_FOUND = pytest.mark.xfail(reason="not found yet")


def cases():
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        is_failing = line.startswith("fails | ")
        values = line.removeprefix("fails | ").split(" | ", 4)
        yield pytest.param(*values, marks=[NOT_FOUND] if is_failing else [], id=values[4][:60])


def taught():
    for article in plain_articles():
        yield pytest.param(article, id=article.text[:60])


@pytest.fixture(scope="module")
def rules() -> RulesExtractor:
    return RulesExtractor()


@pytest.mark.parametrize(("world", "party", "target", "stance", "text"), list(cases()))
def test_a_sentence_says_what_a_reader_would_say(rules, world, party, target, stance, text):
    found = rules.extract(text, catalog=WORLDS[world])

    if party == NOTHING:
        assert found == []
    else:
        assert (party, target, stance) in {(s.party, s.target, s.stance.value) for s in found}


@pytest.mark.parametrize("article", list(taught()))
def test_a_sentence_that_was_taught_is_read_so(rules, article):
    found = {(s.party, s.target, s.stance) for s in rules.extract(article.text, catalog=article.catalog)}
    coded = {(s.party, target, s.stance) for s in article.statements for target in s.targets}

    assert coded <= found if coded else not found


@pytest.mark.parametrize(
    ("world", "teller", "holder", "target", "text"),
    [
        ("bronzes", "museum", "oyanda", "loan", "Celia Wray said that Oyanda would never accept a ten-year loan."),
        (
            "bronzes",
            "brenland",
            "palace",
            "shared-title",
            "According to Brenland, the palace agreed to shared ownership.",
        ),
        ("bronzes", "oyanda", "museum", "archives", "Oyanda accused the museum of refusing to open its archives."),
        (
            "bronzes",
            "museum",
            "heirs",
            "compensation",
            "The museum believes that the heirs will insist on compensation.",
        ),
        ("orbit", "observatories", "stellane", "launch-cap", "Ruth Calder expects Stellane to resist a launch cap."),
        ("orbit", "bureau", "tarvia", "verin-text", "The bureau is confident that Tarvia will sign the Verin text."),
        ("orbit", "stellane", "insurers", "liability", "In Stellane's view, the insurers want unlimited liability."),
        ("orbit", "tarvia", "meridor", "weapons-tests", "Tarvia says that Meridor is about to back the test ban."),
        ("orbit", "tarvia", "meridor", "weapons-tests", "Meridor will sign the test ban only if Tarvia signs it too."),
    ],
)
def test_who_tells_what_another_holds_holds_nothing_itself(rules, world, teller, holder, target, text):
    found = rules.extract(text, catalog=WORLDS[world])
    parties = {s.party for s in found if s.target == target}

    assert holder in parties
    assert teller not in parties
