"""The worked example of docs/comparison.md is what the code computes."""

import re
from pathlib import Path

import pytest

from positions.comparison.agreement import relation_of, zone_between
from positions.comparison.blocking import blocking_targets
from positions.comparison.holdings import Holding, WeighedTarget
from positions.comparison.records import Scale
from positions.comparison.scores import Scored, score_pair, weigh_targets
from positions.comparison.weights import salience_of
from positions.vocabulary import Method, Salience, Stance

PAGE = (Path(__file__).parents[3] / "docs" / "comparison.md").read_text(encoding="utf-8")
EXAMPLE = PAGE.split("### Worked example")[1].split("\n## ")[0]
NONE = "–"


def rows(text: str, header: str) -> list[list[str]]:
    """The table whose first heading that is, without its head."""
    table = text.split(f"| {header} |")[1].split("\n\n", maxsplit=1)[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]


TABLE = {row[0]: row[1:] for row in rows(EXAMPLE, "target")}
NUMBERS = {row[0]: row[2] for row in rows(EXAMPLE, "number")}


def holding(words: str) -> Holding | None:
    """What the page says: a stance, then salience in word or number, then a place on the scale."""
    if words == NONE:
        return None
    stance, *rest = words.split(", ")
    salience, number, scale = Salience.UNSPECIFIED, None, None
    for part in rest:
        if between := re.fullmatch(r"scale (\d+) to (\d+)", part):
            scale = Scale(float(between[1]), float(between[2]))
        elif said := re.fullmatch(r"number ([\d.]+)", part):
            number = float(said[1])
        else:
            salience = Salience(part)
    return Holding(Stance(stance), salience, number, scale)


SIDES = [{target: held for target, row in TABLE.items() if (held := holding(row[side])) is not None} for side in (0, 1)]
TARGETS = [WeighedTarget(slug, terms=("flood-warning",) if slug == "league-draft" else ()) for slug in TABLE]


def score(method: Method = Method.CITY_BLOCK) -> Scored:
    found = score_pair(*SIDES, targets=TARGETS, method=method)
    assert isinstance(found, Scored)
    return found


@pytest.mark.parametrize("target", TABLE)
def test_each_row_of_the_worked_example(target: str):
    relation, agreement, weight, weighed, contribution = TABLE[target][2:]
    weighings = weigh_targets(*SIDES, targets=TARGETS)
    (found,) = [weighing for weighing in weighings if weighing.target == target]
    assert relation_of(SIDES[0].get(target), SIDES[1].get(target)) == relation
    assert (found.agreement is None) is (agreement == NONE)
    assert found.agreement is None or found.agreement == pytest.approx(float(agreement))
    assert found.weight == float(weight)
    assert found.is_weighed is (weighed == "yes")
    counted = sum(w.weight for w in weighings if w.is_weighed and w.agreement is not None)
    if contribution != NONE:
        assert found.weight * (found.agreement or 0) / counted == pytest.approx(float(contribution), abs=1e-6)


def test_the_numbers_of_the_worked_example():
    found = score()
    (block,) = blocking_targets(("northland", SIDES[0]), ("southland", SIDES[1]), targets=TARGETS)
    assert {name: float(value) for name, value in NUMBERS.items()} == {
        "score": pytest.approx(found.score, abs=1e-6),
        "low": pytest.approx(found.low, abs=1e-6),
        "high": pytest.approx(found.high, abs=1e-6),
        "coverage": pytest.approx(found.coverage, abs=1e-6),
        "equal-weights": pytest.approx(score(Method.EQUAL_WEIGHTS).score, abs=1e-6),
        "binary": pytest.approx(score(Method.BINARY).score, abs=1e-6),
        f"gain without {block.target}": pytest.approx(block.gain, abs=1e-6),
    }
    assert (found.n_compared, found.n_targets) == (5, 8)


def test_the_arithmetic_on_the_page_gives_the_numbers_on_the_page():
    for _, how, value in rows(EXAMPLE, "number"):
        terms = [float(a) / float(b) for a, b in re.findall(r"([\d.]+) / ([\d.]+)", how)]
        assert terms[0] - sum(terms[1:]) == pytest.approx(float(value), abs=1e-6)


def test_the_zone_on_the_page():
    assert zone_between(SIDES[0]["fees"], SIDES[1]["fees"]) == Scale(40, 45)
    assert "on the fees is 40 to 45" in EXAMPLE


def test_the_saliences_on_the_page():
    table = {row[0]: row[1] for row in rows(PAGE, "salience")}
    words = {word: float(counts) for words, counts in table.items() for word in re.findall(r"`(\w+)`", words)}
    assert words == {word.value: salience_of(Holding(Stance.SUPPORTS, word)) for word in Salience}
    assert float(table["no position"]) == salience_of(None)
