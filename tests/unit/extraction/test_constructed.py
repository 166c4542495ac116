"""107 sentences of two invented negotiations, at the threshold that curators get; what still fails is marked so."""

from pathlib import Path

import pytest

from positions.extraction.rules import RulesExtractor
from tests.unit.extraction.constructed_worlds import WORLDS

FILE = Path(__file__).with_name("constructed_sentences.txt")
NOTHING = "-"


def cases():
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        is_failing = line.startswith("fails | ")
        values = line.removeprefix("fails | ").split(" | ", 4)
        marks = [pytest.mark.xfail(reason="not found yet")] if is_failing else []
        yield pytest.param(*values, marks=marks, id=values[4][:60])


@pytest.fixture(scope="module")
def rules() -> RulesExtractor:
    return RulesExtractor()


@pytest.mark.parametrize(("world", "party", "target", "stance", "text"), list(cases()))
def test_a_sentence_says_what_a_reader_would_say(rules, world, party, target, stance, text):
    found = rules.extract(text, catalog=WORLDS[world], published_on=None)

    if party == NOTHING:
        assert found == []
    else:
        assert (party, target, stance) in {(s.party, s.target, s.stance.value) for s in found}
