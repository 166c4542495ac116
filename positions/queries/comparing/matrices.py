"""The matrix of one negotiation at one moment."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.db.models import Q

from positions.comparison.matrix import Matrix, build_matrix
from positions.comparison.records import Moment
from positions.comparison.records import Party as PartyRecord
from positions.comparison.records import Target as TargetRecord
from positions.comparison.rollup import Groups, Held, roll_up, rolled_cells, rolled_up, with_matching
from positions.models import Issue, Membership, Negotiation, Target
from positions.models.former_link import named_then
from positions.queries.moments import resolve_moment
from positions.queries.planned import planned_once
from positions.queries.records.held import places_withdrawn, positions_held
from positions.queries.records.holdings import ancestors_of
from positions.queries.stored_words import PARTY_KINDS, ROLES
from positions.queries.unknown import look_up_both, require_known
from positions.vocabulary import EvidenceDepth, Role, Rollup, Salience, Stance, TargetKind

Named = TypeVar("Named", PartyRecord, TargetRecord)
# Written out: the two are part of every answer, and building them from models takes as long as a third of a matrix.
TAKING_PART = """
    SELECT party.id, party.slug, participation.name, party.kind, participation.role, party.iso
    FROM positions_participation AS participation JOIN positions_party AS party ON party.id = participation.party_id
    WHERE negotiation_id = %s AND recorded_at <= coalesce(%s::timestamptz, 'infinity')
      AND (retired_at IS NULL OR retired_at > %s)
    ORDER BY recorded_at, participation.id
"""
TARGETS = """
    SELECT target.id, slug, kind, title, proposition, topic
    FROM positions_target AS target LEFT JOIN positions_issue AS issue ON issue.target_ptr_id = target.id
    WHERE negotiation_id = %s AND recorded_at <= coalesce(%s::timestamptz, 'infinity')
      AND (retired_at IS NULL OR retired_at > %s)
    ORDER BY recorded_at, id
"""
# Of all parties, whichever are asked for: two are measured by the whole table.
TARGETS_HELD = """
    SELECT target.id, slug, kind, title, proposition, topic
    FROM positions_target AS target LEFT JOIN positions_issue AS issue ON issue.target_ptr_id = target.id
    WHERE target.negotiation_id = %(talks)s AND (retired_at IS NULL OR retired_at > %(instant)s) AND EXISTS (
        SELECT FROM positions_position AS held
        WHERE held.negotiation_id = %(talks)s AND held.target_id = target.id
          AND held.valid_from <= %(day)s AND (held.valid_to IS NULL OR held.valid_to > %(day)s)
          AND held.recorded_at <= %(instant)s AND (held.superseded_at IS NULL OR held.superseded_at > %(instant)s)
    )
    ORDER BY target.recorded_at, target.id
"""
TARGET_COLUMNS = ("id", "slug", "kind", "title", "issue__proposition", "issue__topic")


@dataclass(frozen=True)
class MatrixQuestion:
    """Which part of the matrix, when, and with how much evidence. What is empty filters nothing out."""

    parties: Sequence[str] = ()
    targets: Sequence[str] = ()
    kind: TargetKind | None = None
    roles: Collection[Role] = ()
    topics: Sequence[str] = ()
    stances: Collection[Stance] = ()
    saliences: Collection[Salience] = ()
    rollup: Collection[Rollup] = ()
    evidence: EvidenceDepth = EvidenceDepth.FIRST
    valid_on: date | None = None
    known_at: datetime | None = None


def compare_positions(
    negotiation: Negotiation, question: MatrixQuestion, *, now: datetime, stale_after_days: int
) -> Matrix:
    """Who holds what: the parties by the targets asked for, else all parties and all targets recorded by then.

    With both times given the cells are the same whatever is written later; names, titles, roles, topics, wider issues
    and memberships are today's. Seven queries: the last revision, parties, targets, positions, last reaffirmed,
    withdrawn, and evidence unless none is asked for; one more for topics, one for wider issues, two for blocs.
    Raises: UnknownNames, KnownAtInTheFuture.
    """
    moment = resolve_moment(negotiation, valid_on=question.valid_on, known_at=question.known_at, now=now)
    rows, columns = axes_asked(negotiation, question, moment=moment)
    parties, targets = rows.slugs(), columns.slugs()
    held = Held(
        positions=positions_held(
            parties=parties,
            targets=targets,
            moment=moment,
            depth=question.evidence,
            stale_after_days=stale_after_days,
        ),
        withdrawn=places_withdrawn(parties=parties, targets=targets, moment=moment),
    )
    cells = rolled_cells(rows.groups, columns.groups, held)
    if question.stances or question.saliences:
        kept = with_matching(cells, stances=question.stances, saliences=question.saliences)
        rows, columns = rows.only(kept[0]), columns.only(kept[1])
        cells = [cell for cell in cells if cell.party in kept[0] and cell.target in kept[1]]
    return build_matrix(
        negotiation.slug,
        moment=moment,
        parties=rows.shown(),
        targets=columns.shown(),
        cells=cells,
        rolled_up=[*rolled_up(Rollup.BLOC, rows.groups), *rolled_up(Rollup.PARENT, columns.groups)],
    )


@dataclass(frozen=True)
class Axis(Generic[Named]):
    """The rows or the columns: records by id of everything that is read, and what each of those shown stands for."""

    records: Mapping[int, Named]
    groups: Groups

    @classmethod
    def of(cls, records: Mapping[int, Named]) -> "Axis[Named]":
        """Each stands for itself."""
        return cls(records, {record.slug: (record.slug,) for record in records.values()})

    def slugs(self) -> dict[int, str]:
        """Of all that must be read."""
        return {key: record.slug for key, record in self.records.items()}

    def shown(self) -> list[Named]:
        by_slug = {record.slug: record for record in self.records.values()}
        return [by_slug[slug] for slug in self.groups]

    def only(self, slugs: Collection[str]) -> "Axis[Named]":
        return Axis(self.records, {slug: group for slug, group in self.groups.items() if slug in slugs})

    def rolled_up(self, wholes: Mapping[str, Sequence[str]], known: Mapping[int, Named]) -> "Axis[Named]":
        """With each in its wholes; `known` has the records of those that were not asked for."""
        groups = roll_up(list(self.slugs().values()), wholes)
        more = {key: record for key, record in known.items() if record.slug in groups}
        return Axis({**more, **self.records}, groups)


def axes_asked(
    negotiation: Negotiation, question: MatrixQuestion, *, moment: Moment
) -> tuple[Axis[PartyRecord], Axis[TargetRecord]]:
    """Rows and columns. Raises: UnknownNames."""
    return look_up_both(
        lambda: rows_asked(negotiation, question, moment=moment),
        lambda: columns_asked(negotiation, question, moment=moment),
    )


def rows_asked(negotiation: Negotiation, question: MatrixQuestion, *, moment: Moment) -> Axis[PartyRecord]:
    """One query; two more with a roll-up into blocs: memberships, and the talks' parties. Raises: UnknownSlugs."""
    parties = parties_asked(negotiation, question.parties, moment=moment)
    if question.roles:
        parties = {key: party for key, party in parties.items() if party.role in question.roles}
    rows = Axis.of(parties)
    if Rollup.BLOC not in question.rollup:
        return rows
    known = parties_asked(negotiation, (), moment=moment)
    day = moment.valid_on
    belonging = Membership.objects.filter(
        Q(from_on__isnull=True) | Q(from_on__lte=day), Q(to_on__isnull=True) | Q(to_on__gt=day)
    ).filter(member__in=parties.keys(), bloc__in=known.keys())
    blocs: defaultdict[str, list[str]] = defaultdict(list)
    for member, bloc in belonging.order_by("id").values_list("member_id", "bloc_id"):
        if known[bloc].slug not in blocs[parties[member].slug]:
            blocs[parties[member].slug].append(known[bloc].slug)
    return rows.rolled_up(blocs, known)


def columns_asked(negotiation: Negotiation, question: MatrixQuestion, *, moment: Moment) -> Axis[TargetRecord]:
    """One query, one more for topics, and one for wider issues. Raises: UnknownNames."""
    targets, _ = look_up_both(
        lambda: targets_listed(negotiation, question.targets, moment=moment),
        lambda: require_topics(negotiation, question.topics, moment=moment),
    )
    if question.kind is not None:
        targets = {key: target for key, target in targets.items() if target.kind == question.kind}
    if question.topics:
        targets = {key: target for key, target in targets.items() if target.topic in question.topics}
    columns = Axis.of(targets)
    if Rollup.PARENT not in question.rollup:
        return columns
    parent_then = named_then("issue", "issue__parent__slug", known_at=moment.known_at)
    listed = Target.objects.filter(negotiation=negotiation).listed(moment.known_at)
    stored = listed.values_list(*TARGET_COLUMNS, parent_then)
    parents = {row[1]: row[-1] for row in stored if row[-1]}
    widest = {slug: [ancestors_of(slug, parents)[-1]] for slug in parents}
    return columns.rolled_up(widest, {row[0]: target_record(row[:-1]) for row in stored})


def require_topics(negotiation: Negotiation, topics: Sequence[str], *, moment: Moment) -> None:
    """One query, none without topics. Raises: UnknownSlugs."""
    if not topics:
        return
    issues = Issue.objects.filter(negotiation=negotiation).listed(moment.known_at)
    known = list(issues.exclude(topic="").order_by("topic").values_list("topic", flat=True).distinct())
    require_known("topic", topics, known)


def parties_asked(negotiation: Negotiation, slugs: Sequence[str], *, moment: Moment) -> dict[int, PartyRecord]:
    """The parties asked for in the order asked, else those recorded by then in the order recorded; by id. One query."""
    with planned_once() as cursor:
        cursor.execute(TAKING_PART, [negotiation.pk, None if slugs else moment.known_at, moment.known_at])
        found = {key: party_record(row) for key, *row in cursor}
    return in_order("party", found, slugs) if slugs else found


def slugs_of_parties(negotiation: Negotiation, slugs: Sequence[str], moment: Moment) -> dict[int, str]:
    """The same by slug alone. One query. Raises: UnknownSlugs."""
    return {key: party.slug for key, party in parties_asked(negotiation, slugs, moment=moment).items()}


def targets_listed(negotiation: Negotiation, slugs: Sequence[str], *, moment: Moment) -> dict[int, TargetRecord]:
    """The targets asked for in the order asked, else all recorded by then, stated on or not; by id. One query."""
    with planned_once() as cursor:
        cursor.execute(TARGETS, [negotiation.pk, None if slugs else moment.known_at, moment.known_at])
        found = {row[0]: target_record(row) for row in cursor}
    return in_order("target", found, slugs) if slugs else found


def targets_asked(negotiation: Negotiation, slugs: Sequence[str], *, moment: Moment) -> dict[int, TargetRecord]:
    """The targets asked for in the order asked, else those on which some party holds a position; by id. One query."""
    if slugs:
        return targets_listed(negotiation, slugs, moment=moment)
    with planned_once() as cursor:
        cursor.execute(TARGETS_HELD, {"talks": negotiation.pk, "day": moment.valid_on, "instant": moment.known_at})
        return {row[0]: target_record(row) for row in cursor}


def party_record(row: Sequence[str]) -> PartyRecord:
    """From a row of `TAKING_PART`, but for the id."""
    slug, name, kind, role, iso = row
    return PartyRecord(slug=slug, name=name, kind=PARTY_KINDS[kind], role=ROLES[role], iso=iso or None)


def target_record(row: Sequence[Any]) -> TargetRecord:
    """From a row of `TARGET_COLUMNS`."""
    _, slug, kind, title, proposition, topic = row
    return TargetRecord(slug=slug, kind=TargetKind(kind), title=title, proposition=proposition, topic=topic or None)


def in_order(noun: str, found: dict[int, Named], slugs: Sequence[str]) -> dict[int, Named]:
    """Those of `found` that were asked for, in the order asked. Raises: UnknownSlugs."""
    by_slug = {record.slug: (key, record) for key, record in found.items()}
    require_known(noun, slugs, by_slug)
    return dict(by_slug[slug] for slug in slugs)
