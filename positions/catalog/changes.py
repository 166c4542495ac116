"""What a load changed: counted by kind of entry, under one revision that opens with the first difference."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from django.contrib.auth.models import User
from django.db import models

from positions.history import open_revision
from positions.models import Negotiation, Revision
from positions.queries.moments import last_revision
from positions.vocabulary import RevisionKind


class CatalogConflict(Exception):
    """The file contradicts what is stored; its text is one readable line a contradiction. Nothing was loaded."""


class Outcome(Enum):
    """What became of one entry of the file."""

    UNCHANGED = "unchanged"
    UPDATED = "updated"
    NEW = "new"


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many entries of one kind came out how. `kept`: what is stored and not in the file; it stays."""

    n_new: int = 0
    n_updated: int = 0
    n_unchanged: int = 0
    kept: tuple[str, ...] = ()

    @classmethod
    def of(cls, outcomes: Iterable[Outcome], *, kept: Iterable[str] = ()) -> "Counts":
        n = Counter(outcomes)
        return cls(
            n_new=n[Outcome.NEW], n_updated=n[Outcome.UPDATED], n_unchanged=n[Outcome.UNCHANGED], kept=tuple(kept)
        )


class CatalogChange:
    """The change that one load makes to a negotiation, which is locked for it.

    `revision`: that of the catalog part, None while nothing differs. `quoted`: the excerpts that the file has, by key;
    `told`: what stays otherwise than the file says, in sentences.
    """

    def __init__(self, negotiation: Negotiation, *, by: User) -> None:
        self.negotiation = negotiation
        self.by = by
        self.revision: Revision | None = None
        self.quoted = set[int]()
        self.told = list[str]()
        self._before = last_revision(negotiation)

    def find_last_revision(self) -> Revision | None:
        """The last one of the load, whose positions have revisions of their own; None where nothing differed."""
        newest = last_revision(self.negotiation)
        return None if newest == self._before else newest

    def recorded_at(self) -> datetime:
        """Record time of everything that this load writes; opens its revision when asked for the first time."""
        if self.revision is None:
            self.revision = open_revision(self.negotiation, kind=RevisionKind.CATALOG, by=self.by)
        return self.revision.committed_at

    def update(self, row: models.Model, values: Mapping[str, Any]) -> Outcome:
        """Writes what differs, and nothing else of the row."""
        differing = [field for field, value in values.items() if getattr(row, field) != value]
        if not differing:
            return Outcome.UNCHANGED
        self.recorded_at()
        for field in differing:
            setattr(row, field, values[field])
        row.save(update_fields=differing)
        return Outcome.UPDATED
