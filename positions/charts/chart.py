"""One picture, before it is drawn: what it shows, in words, as data, and as a specification."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Spec = dict[str, Any]
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
        return self.parties.get(slug, slug)

    def target(self, slug: str) -> str:
        return self.targets.get(slug, slug)


def told_apart(names: Mapping[str, str]) -> dict[str, str]:
    times = Counter(names.values())
    return {slug: name if times[name] == 1 else f"{name} ({slug})" for slug, name in names.items()}


@dataclass(frozen=True)
class Chart:
    """A picture. `spec`: Vega-Lite, without colours of the ground; None where there is nothing to draw.

    `title` says what is to be seen, `subtitle` what the marks mean, `source` where it comes from and as known when.
    `alternative` tells somebody who can't see it what it shows. `rows`: the data, with names of columns as keys.
    """

    title: str
    subtitle: str
    source: str
    alternative: str
    spec: Spec | None
    rows: Sequence[Row]
    columns: Sequence[str] = field(default=())
