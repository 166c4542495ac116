"""The version of the comparison: raised with every number too, so that who cites an engine cites its formulas."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path

from positions.comparison import ENGINE
from positions.comparison.answers import Question, answer_agreement, answer_blocking
from positions.comparison.holdings import Holding, WeighedTarget
from positions.comparison.quantities import compare_terms
from positions.comparison.records import Moment, Scale, Term
from positions.comparison.shifts import direction_of
from positions.vocabulary import Method, Salience, Stance, TargetKind

KEPT = Path(__file__).parent / "engines"
ADVICE = f"""The same records give other numbers than engine {ENGINE} gave.

Raise ENGINE in positions/comparison, and keep the numbers of the new engine in a file beside the old one:
python -m tests.unit.comparison.test_engine_numbers
"""
TARGETS = [
    WeighedTarget("water"),
    WeighedTarget("dam", ancestors=("water",)),
    WeighedTarget("fish", ancestors=("dam", "water")),
    WeighedTarget("border"),
    WeighedTarget("patrols"),
    WeighedTarget("archive"),
    WeighedTarget("draft", terms=("fish", "border")),
]
PARTIES = ("alder", "birch", "cedar", "elm", "fir", "gorse")
STANCES, SALIENCES = list(Stance), list(Salience)
NUMBERS = (None, None, 0.0, 0.3, 1.0)
PLACES = (None, Scale(0, 0), Scale(20, 45), None, Scale(40, 70), Scale(100, 100), Scale(50, 50))
TERMS = [Term("", 30.0, "day"), Term("", 2.0, "decades"), Term("", -3.0, "percentage points"), Term("", 5.0, "km")]


def held() -> dict[str, dict[str, Holding]]:
    """A table in which everything comes up, and a fifth of the cells are empty."""
    return {
        party: {
            target.slug: cell(3 * row + 5 * column + row * column)
            for column, target in enumerate(TARGETS)
            if (row + 2 * column) % 5
        }
        for row, party in enumerate(PARTIES)
    }


def cell(number: int) -> Holding:
    def one(of):
        return of[number % len(of)]

    return Holding(one(STANCES), one(SALIENCES[::-1] + SALIENCES), one(NUMBERS), one(PLACES))


def numbers() -> Iterator[str]:
    moment = Moment(date(2024, 3, 5), datetime(2024, 3, 6, tzinfo=UTC), revision=1)
    for method in Method:
        question = Question("river-talks", moment, TARGETS, method)
        answer = answer_agreement(question, held())
        for pair in answer.pairs:
            found = pair.agreement
            bounds = " ".join(written(n) for n in (found.score, found.low, found.high, found.coverage))
            yield f"{method} {pair.left} {pair.right}: {bounds} {found.n_compared} {found.reason}"
        groups = [(group.parties, written(group.cohesion)) for group in answer.groups]
        yield f"{method} groups: {groups} {answer.left_out}"
        yield f"{method} taus: {[written(one.tau) for one in answer.sensitivity.methods]} {answer.sensitivity.survives}"
        for issue in answer_blocking(question, held()).blocking:
            yield f"{method} {issue.target} blocks {issue.n_pairs}: {written(issue.total_gain)}"
    for kind, before, after in product(TargetKind, Stance, Stance):
        yield f"{kind} {before} to {after}: {direction_of(Holding(before), Holding(after), kind=kind)}"
    for found in compare_terms(
        TERMS, [Term("", 1.0, "year"), Term("", 4.0, "mile"), Term("", 2.0, "percentage point")]
    ):
        compared = f"{found.unit} {written(found.difference)} {written(found.ratio)} {found.reason}"
        yield f"{found.left.unit} {found.right.unit}: {compared}"


def written(number: float | None) -> str:
    """To nine decimals, as ranks are made: what differs after them is rounding."""
    return "none" if number is None else f"{number:.9f}"


def test_no_record_gives_another_number_without_another_engine():
    assert (KEPT / f"{ENGINE}-numbers.txt").read_text(encoding="utf-8").splitlines() == list(numbers()), ADVICE


if __name__ == "__main__":
    with (KEPT / f"{ENGINE}-numbers.txt").open("x", encoding="utf-8") as new:
        new.writelines(f"{line}\n" for line in numbers())
