"""The parties and targets that rows of a list name, in full where that is asked for."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from positions.comparison.records import Party as PartyRecord
from positions.comparison.records import Target as TargetRecord
from positions.models import Participation, Target
from positions.queries.comparing.matrices import TARGET_COLUMNS, party_record, target_record

PARTY, TARGET = "party", "target"
EXPANSIONS = (PARTY, TARGET)


class Placed(Protocol):
    """A row that is about a party and a target."""

    party_id: int
    target_id: int


@dataclass(frozen=True)
class Places:
    """`parties` by the ids of talks and party, since talks name a party each in their own way; `targets` by id."""

    parties: Mapping[tuple[int, int], PartyRecord] = field(default_factory=dict)
    targets: Mapping[int, TargetRecord] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[Placed], *, expand: Collection[str]) -> "Places":
        """No query, and one for each expansion."""
        named = list(rows)
        return cls(
            parties=parties_of({row.party_id for row in named}) if PARTY in expand else {},
            targets=targets_of({row.target_id for row in named}) if TARGET in expand else {},
        )


def parties_of(ids: Collection[int]) -> dict[tuple[int, int], PartyRecord]:
    columns = ("negotiation_id", "party_id", "party__slug", "name", "party__kind", "role", "party__iso")
    rows = Participation.objects.filter(party__in=ids).order_by().values_list(*columns)
    return {(talks, party): party_record(row) for talks, party, *row in rows}


def targets_of(ids: Collection[int]) -> dict[int, TargetRecord]:
    rows = Target.objects.filter(pk__in=ids).order_by().values_list(*TARGET_COLUMNS)
    return {row[0]: target_record(row) for row in rows}
