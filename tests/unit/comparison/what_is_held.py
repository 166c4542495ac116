"""Holdings for tests of scores: said shortly, or drawn by Hypothesis."""

from hypothesis import strategies as st

from positions.comparison.holdings import Holding, WeighedTarget
from positions.comparison.records import Scale
from positions.vocabulary import Salience, Stance

SLUGS = ("border", "crossing", "dam", "fish", "draft", "water")
# A family three deep, and a draft with terms on two issues: one inside the family, one outside.
FAMILY = (
    WeighedTarget("water"),
    WeighedTarget("dam", ancestors=("water",)),
    WeighedTarget("fish", ancestors=("dam", "water")),
    WeighedTarget("border"),
    WeighedTarget("crossing", ancestors=("border",)),
    WeighedTarget("draft", terms=("fish", "border")),
)
PLAIN = tuple(WeighedTarget(slug) for slug in SLUGS)


def on(low: float, high: float | None = None, stance: Stance = Stance.UNSPECIFIED) -> Holding:
    """A place on the scale."""
    return Holding(stance, scale=Scale(low, low if high is None else high))


def says(stance: Stance, salience: Salience = Salience.UNSPECIFIED, number: float | None = None) -> Holding:
    return Holding(stance, salience, number)


points = st.one_of(st.integers(0, 100), st.floats(0, 100))
scales = st.tuples(points, points).map(lambda ends: Scale(min(ends), max(ends)))
numbers = st.one_of(st.none(), st.sampled_from([0, 1, 0.3]), st.floats(0, 1))
holding = st.builds(Holding, st.sampled_from(Stance), st.sampled_from(Salience), numbers, st.one_of(st.none(), scales))
holdings = st.dictionaries(st.sampled_from(SLUGS), holding)
targets = st.sampled_from([FAMILY, PLAIN]).flatmap(st.permutations)
tables = st.lists(holdings, max_size=5).map(lambda rows: {f"party-{n}": row for n, row in enumerate(rows)})
