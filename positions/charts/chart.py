"""One picture, before it is drawn: what it shows, in words, as data, and what draws it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from positions.charts.labels import isolated, labels_of

# SVG with its width and height. Units: pixels.
Drawn = tuple[str, float, float]
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Names:
    """What parties and targets are called, by their slugs."""

    parties: Mapping[str, str]
    targets: Mapping[str, str]

    @classmethod
    def of(cls, *, parties: Mapping[str, str], targets: Mapping[str, str]) -> "Names":
        """No two of a kind alike: what is called the same has its slug beside it."""
        return cls(told_apart(parties), told_apart(targets))

    def party(self, slug: str) -> str:
        """As it stands in a sentence."""
        return isolated(self.parties.get(slug, slug))

    def target(self, slug: str) -> str:
        return isolated(self.targets.get(slug, slug))

    def labels_of_parties(self, slugs: Iterable[str], n_characters: int) -> dict[str, str]:
        """As they stand beside rows and columns: no two alike, nor longer than that where it can be helped."""
        return labels_of({slug: self.parties.get(slug, slug) for slug in slugs}, n_characters)

    def labels_of_targets(self, slugs: Iterable[str], n_characters: int) -> dict[str, str]:
        return labels_of({slug: self.targets.get(slug, slug) for slug in slugs}, n_characters)


def told_apart(names: Mapping[str, str]) -> dict[str, str]:
    times = Counter(names.values())
    return {slug: name if times[name] == 1 else f"{name} ({slug})" for slug, name in names.items()}


@dataclass(frozen=True)
class Chart:
    """A picture. `draw` makes marks and axes, without the ground; None where there is nothing to draw.

    `title` says what is to be seen, `subtitle` what the marks mean, `source` where it comes from and as known when.
    `alternative` tells somebody who can't see it what it shows. `rows`: the data, with names of columns as keys.
    """

    title: str
    subtitle: str
    source: str
    alternative: str
    draw: Callable[[], Drawn] | None
    rows: Sequence[Row]
    columns: Sequence[str] = ()
