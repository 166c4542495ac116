"""An answer that was computed now, with the names in addresses that it had when it was frozen.

A slug is an address and no term of anybody's: one that was given up since for another makes no difference.
"""

from collections.abc import Collection, Mapping, Sequence
from itertools import zip_longest
from typing import Any

# By slug that was given up, those that things of that name have now: a party and a target may have had the same.
Present = Mapping[str, Collection[str]]


def as_called_then(frozen: Any, computed: Any, present: Present) -> Any:
    """`computed`, with the former slug wherever `frozen` has it in the same place. Both are plain values."""
    if isinstance(frozen, dict) and isinstance(computed, dict):
        return {key: as_called_then(frozen.get(key), value, present) for key, value in computed.items()}
    if isinstance(frozen, list) and isinstance(computed, list):
        if are_the_same_in_order(frozen, computed, present):
            return frozen
        beside = zip_longest(frozen[: len(computed)], computed)
        return [as_called_then(then, now, present) for then, now in beside]
    return frozen if isinstance(frozen, str) and computed in present.get(frozen, ()) else computed


def are_the_same_in_order(frozen: Sequence[Any], computed: Sequence[Any], present: Present) -> bool:
    """Two lists of slugs, each by the alphabet, that name the same things: another name has another place in it."""
    if not all(isinstance(one, str) for one in (*frozen, *computed)) or len(frozen) != len(computed):
        return False
    left = set(computed)
    for slug in frozen:
        left -= {slug} if slug in left else {now for now in present.get(slug, ()) if now in left}
    return not left and [*frozen] == sorted(frozen) and [*computed] == sorted(computed)
