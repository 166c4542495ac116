"""What a name in an address of one set of talks led to at an instant: renamed since, or merged by then.

Two entries that were found to be one are one from an instant on, and that one may be merged into a third later. So a
name leads as far as was known at the instant that the address asks about, and no further.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from positions.models import FormerSlug, Negotiation, Participation, Target

# Key, slug, and when it was merged into another, if it was.
Entry = tuple[int, str, datetime | None]
# A name that was given up, and the key of what it leads to.
GivenUp = tuple[str, int]


@dataclass(frozen=True)
class NamesThen:
    """Shape: by name, the slug of what it led to, where that is another."""

    parties: Mapping[str, str] = field(default_factory=dict)
    targets: Mapping[str, str] = field(default_factory=dict)


def names_then(talks: str, *, known_at: datetime | None, with_drafts: bool) -> NamesThen:
    """Of the talks with that slug; nothing of a draft unless asked. `known_at`: None for now. Five queries."""
    visible = Negotiation.objects.all() if with_drafts else Negotiation.objects.published()
    found = visible.filter(slug=talks).first()
    if found is None:
        return NamesThen()
    parts = Participation.objects.filter(negotiation=found).order_by()
    renamed = FormerSlug.objects.filter(within=None, party__in=parts.values("party"))
    merged = FormerSlug.objects.filter(within=found)
    targets = Target.objects.filter(negotiation=found).order_by()
    given_up = FormerSlug.objects.filter(target__negotiation=found)
    return NamesThen(
        parties=led_to(
            parts.values_list("party", "party__slug", "retired_at"),
            [*renamed.values_list("slug", "party"), *merged.values_list("slug", "party")],
            known_at=known_at,
        ),
        targets=led_to(
            targets.values_list("pk", "slug", "retired_at"),
            given_up.values_list("slug", "target"),
            known_at=known_at,
        ),
    )


def led_to(entries: Iterable[Entry], given_up: Iterable[GivenUp], *, known_at: datetime | None) -> dict[str, str]:
    """A name that an entry has, or had, is given up for another entry where the two were merged: the next step.

    `given_up`: of the names that an entry had itself, before those by which a merge leads on.
    """
    slugs, named, retired, following = dict[int, str](), dict[str, int](), set[int](), dict[int, int]()
    for key, slug, retired_at in entries:
        slugs[key], named[slug] = slug, key
        if retired_at is not None and (known_at is None or retired_at <= known_at):
            retired.add(key)
    for slug, key in given_up:
        before = named.setdefault(slug, key)
        if before != key:
            following[before] = key
    found = {}
    for name, start in named.items():
        key = start
        while key in retired and key in following:
            key = following[key]
        if slugs[key] != name:
            found[name] = slugs[key]
    return found
