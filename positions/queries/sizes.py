"""How much one answer may be about: what takes longer than a reader waits is refused before it is begun."""

from math import comb

# Pairs of parties times targets, for every pair or what blocks between them: a hundred parties on two hundred targets.
MOST_COMPARISONS = 1_000_000
# Cells that may differ between two comparisons; each that does is some two kilobytes of answer.
MOST_CHANGED_CELLS = 10_000


class TooLarge(Exception):
    """The question is about more than one answer may be. `counted`: how much it is about; `lever`: which to narrow."""

    def __init__(self, words: str, *, counted: int, lever: str) -> None:
        super().__init__(words)
        self.counted = counted
        self.lever = lever


def refuse_many_comparisons(*, n_parties: int, n_targets: int, n_fixed: int = 0) -> None:
    """`n_fixed`: of so many parties no two are compared with each other. Raises: TooLarge."""
    n_pairs = comb(n_parties, 2) - comb(n_fixed, 2)
    counted = n_pairs * n_targets
    if counted > MOST_COMPARISONS:
        raise TooLarge(
            f"{n_parties:,} parties make {n_pairs:,} pairs, on {n_targets:,} targets {counted:,} comparisons; one "
            f"answer makes at most {MOST_COMPARISONS:,}. Name fewer parties or targets.",
            counted=counted,
            lever="party",
        )


def refuse_many_changes(n_cells: int, *, at_most: int | None) -> None:
    """`n_cells`: that may differ, as far as they have been counted. Raises: TooLarge."""
    if at_most is not None and n_cells > at_most:
        raise TooLarge(
            f"More than {at_most:,} cells may differ between these two comparisons, which is what one answer lists. "
            "Name fewer parties or targets, or take times that lie closer together.",
            counted=n_cells,
            lever="target",
        )
