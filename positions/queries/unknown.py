"""Names that the talks do not have, and questions with several of them: all that are unknown are told at once."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TypeVar

First = TypeVar("First")
Second = TypeVar("Second")


class UnknownNames(Exception):
    """Something was asked about that there is not."""


class UnknownSlugs(UnknownNames):
    """The talks have no such party, no such target, or no such topic."""

    def __init__(self, noun: str, slugs: Sequence[str], *, known: Sequence[str]) -> None:
        super().__init__(f"There is no {noun} {', '.join(slugs)} in these talks.")
        self.noun = noun
        self.slugs = slugs
        self.known = known


def require_known(noun: str, slugs: Sequence[str], known: Collection[str]) -> None:
    """Raises: UnknownSlugs, naming every one that is not `known`."""
    unknown = [slug for slug in slugs if slug not in known]
    if unknown:
        raise UnknownSlugs(noun, unknown, known=list(known))


class UnknownSides(UnknownNames):
    """The talks have no such party. `sides`: the slugs that are wrong, by the side that they were given for."""

    def __init__(self, sides: Mapping[str, str], *, known: Sequence[str]) -> None:
        super().__init__(f"There is no party {', '.join(sides.values())} in these talks.")
        self.sides = sides
        self.known = known


class UnknownNamesOfTwoKinds(UnknownNames):
    """What was asked for by two parameters is unknown."""

    def __init__(self, first: UnknownNames, second: UnknownNames) -> None:
        super().__init__(f"{first} {second}")
        self.both = (first, second)


def look_up_both(first: Callable[[], First], second: Callable[[], Second]) -> tuple[First, Second]:
    """What the two find, in that order. Raises: UnknownNames, of both where both do."""
    try:
        found = first()
    except UnknownNames as one:
        try:
            second()
        except UnknownNames as other:
            raise UnknownNamesOfTwoKinds(one, other) from None
        raise
    return found, second()
