"""The matrix over valid time, as known at one instant: when something changed, and how each cell looked when."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from positions.comparison.cells_over_time import CellSpell, HeldThen, spells_of
from positions.comparison.matrix import Place
from positions.comparison.records import Evidence as EvidenceRecord
from positions.comparison.records import Moment
from positions.comparison.versions import Version
from positions.models import Evidence, Negotiation, Position, Revision
from positions.queries.moments import last_revision
from positions.queries.records.evidence import evidence_of, is_any_of
from positions.queries.records.held import Slugs
from positions.queries.records.versions import read_versions
from positions.queries.stored_words import SALIENCES, STANCES
from positions.vocabulary import EndReason, EvidenceDepth

WITHDRAWN = EndReason.WITHDRAWN.value


@dataclass(frozen=True)
class DayOfChange:
    """A day on which positions began or ended."""

    on: date
    n_changes: int


def days_of_change(negotiation: Negotiation, *, moment: Moment) -> list[DayOfChange]:
    """Every day on which a position of the talks began, or ended with none after it that day; in order. Two queries."""
    known = Position.objects.known(moment.known_at).filter(negotiation=negotiation).order_by()
    begun: Counter[date] = Counter(dict(known.values_list("valid_from").annotate(Count("id"))))
    ended = known.filter(valid_to__isnull=False).values_list("valid_to").annotate(Count("id"))
    for day, n_ended in ended:
        if day is not None:
            begun[day] = max(begun[day], n_ended)
    return [DayOfChange(on, begun[on]) for on in sorted(begun)]


def places_ever_held(negotiation: Negotiation, *, moment: Moment) -> frozenset[tuple[int, int]]:
    """Ids of each party and target where a position is known, over any period. One query."""
    known = Position.objects.known(moment.known_at).filter(negotiation=negotiation)
    return frozenset(known.order_by().values_list("party_id", "target_id").distinct())


def follow_cells(
    *, parties: Slugs, targets: Slugs, moment: Moment, stale_after_days: int
) -> dict[Place, list[CellSpell]]:
    """How each cell looked over all days, as known at the moment's instant. Two queries: positions, evidence."""
    known = Position.objects.known(moment.known_at).filter(party__in=parties.keys(), target__in=targets.keys())
    columns = ("party_id", "target_id", "id", "stance", "salience", "summary", "valid_from", "valid_to", "end_reason")
    found: defaultdict[Place, list[HeldThen]] = defaultdict(list)
    for party, target, row, stance, salience, summary, start, end, reason in known.order_by("valid_from").values_list(
        *columns
    ):
        held = HeldThen(row, STANCES[stance], SALIENCES[salience], summary, start, end, reason == WITHDRAWN)
        found[parties[party], targets[target]].append(held)
    reaffirmed = days_reaffirmed([held.row for rows in found.values() for held in rows], moment=moment)
    return {
        place: spells_of(held, reaffirmed=reaffirmed, stale_after_days=stale_after_days)
        for place, held in found.items()
    }


def days_reaffirmed(rows: Collection[int], *, moment: Moment) -> Mapping[int, list[date]]:
    """By position, the days of its evidence, in order. One query."""
    found: defaultdict[int, list[date]] = defaultdict(list)
    given = Evidence.objects.known(moment.known_at).filter(is_any_of("position_id", rows))
    for position, said_on in given.order_by("said_on").values_list("position_id", "said_on"):
        found[position].append(said_on)
    return found


@dataclass(frozen=True)
class CellHistory:
    """One cell over all days as known at one instant, with all evidence, and what had been recorded otherwise before.

    `versions` by first day; `superseded`, by when they were recorded, are those that this database no longer said.
    """

    versions: list[Version]
    superseded: list[Version]
    evidence: dict[int, list[EvidenceRecord]]


def read_cell(*, party: tuple[int, str], target: tuple[int, str], moment: Moment) -> CellHistory:
    """The history of one cell; party and target by id and slug. Two queries: records, evidence."""
    rows = Position.objects.filter(party=party[0], target=target[0], recorded_at__lte=moment.known_at)
    every = read_versions(rows, parties=dict([party]), targets=dict([target]))
    standing = [version for version in every if version.known(moment.known_at)]
    over = [version for version in every if not version.known(moment.known_at)]
    evidence = evidence_of([version.row for version in standing], moment=moment, depth=EvidenceDepth.ALL)
    return CellHistory(
        versions=standing,
        superseded=sorted(over, key=lambda version: (version.position.recorded_at, version.row)),
        evidence=dict(evidence),
    )


@dataclass(frozen=True)
class NeighbouringRevisions:
    """The public changes around a moment: the one before that it shows, the one after, and the last of all.

    None where there is no such change.
    """

    earlier: Moment | None
    later: Moment | None
    last: Moment | None


def neighbouring_revisions(negotiation: Negotiation, *, moment: Moment) -> NeighbouringRevisions:
    """By which steps one walks through record time. Two queries: the two around, the last."""
    earlier, later = moment.revision - 1, moment.revision + 1
    around = Revision.objects.filter(negotiation=negotiation, number__in=(earlier, later))
    found = {revision.number: moment_of(revision, moment.valid_on) for revision in around}
    last = last_revision(negotiation)
    return NeighbouringRevisions(
        earlier=found.get(earlier), later=found.get(later), last=moment_of(last, moment.valid_on) if last else None
    )


def moment_of(revision: Revision, day: date) -> Moment:
    """That day as known right after the change."""
    return Moment(day, revision.committed_at, revision.number)
