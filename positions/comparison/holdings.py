"""What counts in a score: the part of a position that is compared, and what a target is part of.

`queries` reads these; every score is computed from them alone, so a hypothetical position is one more `Holding`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from positions.comparison.records import Scale
from positions.vocabulary import Salience, Stance


class Stated(Protocol):
    """What two positions are compared by. A `Position` is one, and so is a `Holding`."""

    @property
    def stance(self) -> Stance: ...

    @property
    def salience(self) -> Salience: ...

    @property
    def salience_value(self) -> float | None: ...

    @property
    def scale(self) -> Scale | None: ...


@dataclass(frozen=True, slots=True)
class Holding:
    """As much of a position as a score needs."""

    stance: Stance
    salience: Salience = Salience.UNSPECIFIED
    salience_value: float | None = None
    scale: Scale | None = None


@dataclass(frozen=True, slots=True)
class WeighedTarget:
    """A target, with what decides whether it is weighed beside others.

    `ancestors`: slugs of the wider issues that it is part of, at any level. `terms`: of a proposal, slugs of the
    issues that it has terms on. They may name targets that are not compared; those have no effect.
    """

    slug: str
    ancestors: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()


# By slug of the target, what one party holds. A target that is not there: no position is known.
Holdings = Mapping[str, Stated]
