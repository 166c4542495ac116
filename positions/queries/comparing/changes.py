"""What differs between two comparisons of one negotiation."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import Q

from positions.comparison import ENGINE
from positions.comparison.changes import Change, Changes, Span, find_change, state_at
from positions.comparison.records import instant_text
from positions.comparison.versions import by_place
from positions.models import Negotiation, Target
from positions.models.position import PositionQuerySet
from positions.queries.comparing.matrices import slugs_of_parties
from positions.queries.moments import PeriodRunsBackward, refuse_future, resolve_moment
from positions.queries.records.evidence import evidence_of
from positions.queries.records.held import Slugs, places_that_differ
from positions.queries.records.versions import read_versions, versions_known_between
from positions.queries.sizes import MOST_CHANGED_CELLS, refuse_many_changes
from positions.queries.unknown import look_up_both, require_known
from positions.vocabulary import EndReason, EvidenceDepth, TargetKind

# Ids of a party and a target.
Cell = tuple[int, int]


@dataclass(frozen=True)
class ChangesQuestion:
    """Which two comparisons, for which parties and targets, and with how much evidence. Empty: all."""

    parties: Sequence[str] = ()
    targets: Sequence[str] = ()
    evidence: EvidenceDepth = EvidenceDepth.FIRST
    from_valid_on: date | None = None
    from_known_at: datetime | None = None
    to_valid_on: date | None = None
    to_known_at: datetime | None = None


def list_changes(
    negotiation: Negotiation, question: ChangesQuestion, *, now: datetime, is_bounded: bool = True
) -> Changes:
    """The cells that differ, with the cause of each. With all four times given, the same whatever is written later.

    Without bounds for work that nobody waits for.
    Raises: UnknownNames, KnownAtInTheFuture, PeriodRunsBackward, TooLarge.
    """
    span = resolve_span(negotiation, question, now=now)
    parties, kinds = look_up_both(
        lambda: slugs_of_parties(negotiation, question.parties, span.end),
        lambda: target_kinds(negotiation, question.targets, known_at=span.end.known_at),
    )
    targets = {key: slug for key, (slug, _) in kinds.items()}
    cells = cells_that_may_differ(
        span, parties=parties, targets=targets, at_most=MOST_CHANGED_CELLS if is_bounded else None
    )
    return Changes(
        negotiation=negotiation.slug,
        from_valid_on=span.start.valid_on,
        from_known_at=span.start.known_at,
        from_revision=span.start.revision,
        to_valid_on=span.end.valid_on,
        to_known_at=span.end.known_at,
        to_revision=span.end.revision,
        engine=ENGINE,
        changes=changes_over(span, cells, parties=parties, kinds=kinds, depth=question.evidence),
    )


def changes_over(
    span: Span,
    cells: frozenset[Cell],
    *,
    parties: Slugs,
    kinds: dict[int, tuple[str, TargetKind]],
    depth: EvidenceDepth,
) -> list[Change]:
    """The changes in these cells, by party and target in their order. Two queries: versions, evidence."""
    targets = {key: slug for key, (slug, _) in kinds.items()}
    known = known_on_the_way(span, parties={party for party, _ in cells}, targets={target for _, target in cells})
    versions = by_place(read_versions(rows_on_the_way(known, span=span), parties=parties, targets=targets, cells=cells))
    places = {(parties[p], targets[t]): kind for p in parties for t, (_, kind) in kinds.items() if (p, t) in cells}
    ends = [state_at(versions[place], valid_on=span.end.valid_on, known_at=span.end.known_at) for place in places]
    evidence = evidence_of([end.version.row for end in ends if end.version], moment=span.end, depth=depth)
    found = [
        find_change(place, versions[place], span=span, kind=kind, evidence=evidence) for place, kind in places.items()
    ]
    return [change for change in found if change]


def known_on_the_way(span: Span, *, parties: Collection[int], targets: Collection[int]) -> PositionQuerySet:
    """What this database said at some instant of the span, of what began by its last day."""
    known = versions_known_between(span.start.known_at, span.end.known_at, parties=parties, targets=targets)
    return known.filter(valid_from__lte=span.end.valid_on)


def cells_that_may_differ(span: Span, *, parties: Slugs, targets: Slugs, at_most: int | None) -> frozenset[Cell]:
    """Where the two comparisons rest on different rows, or a position was withdrawn. Two queries. Raises: TooLarge."""
    one_more = None if at_most is None else at_most + 1
    differing = places_that_differ(span.start, span.end, parties=parties, targets=targets, at_most=one_more)
    known = known_on_the_way(span, parties=parties.keys(), targets=targets.keys())
    withdrawn = known.filter(end_reason=EndReason.WITHDRAWN.value, valid_to__lte=span.end.valid_on)
    taken_back: Collection[Cell] = withdrawn.order_by().values_list("party_id", "target_id").distinct()
    cells = frozenset({*differing, *taken_back})
    refuse_many_changes(len(cells), at_most=at_most)
    return cells


def rows_on_the_way(known: PositionQuerySet, *, span: Span) -> PositionQuerySet:
    """What decides how a cell stands anywhere on the way.

    That is what was held at some time from the first day on, and what this database came to say or no longer said. Of
    what had ended by the first day and was said all the while, the last of each cell is enough.
    """
    first, start, end = span.start.valid_on, span.start.known_at, span.end.known_at
    said_all_the_while = Q(recorded_at__lte=start) & (Q(superseded_at__isnull=True) | Q(superseded_at__gt=end))
    ended = known.filter(said_all_the_while, valid_to__lte=first)
    last_ended = ended.order_by("party_id", "target_id", "-valid_from").distinct("party_id", "target_id")
    return known.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=first) | ~said_all_the_while | Q(id__in=last_ended.values("id"))
    )


def target_kinds(
    negotiation: Negotiation, slugs: Sequence[str], *, known_at: datetime
) -> dict[int, tuple[str, TargetKind]]:
    """By id, slug and kind of the targets asked for in the order asked, else of all that were listed then. One query.

    Raises: UnknownSlugs.
    """
    rows = Target.objects.filter(negotiation=negotiation).listed(known_at).order_by("recorded_at", "id")
    found = {slug: (key, TargetKind(kind)) for key, slug, kind in rows.values_list("id", "slug", "kind")}
    require_known("target", slugs, found)
    return {found[slug][0]: (slug, found[slug][1]) for slug in slugs or found}


def resolve_span(negotiation: Negotiation, question: ChangesQuestion, *, now: datetime) -> Span:
    """The two moments. What the first leaves open is as in the second; where it leaves both open, nothing was known.

    Two queries. Raises: KnownAtInTheFuture, PeriodRunsBackward.
    """
    refuse_future(question.from_known_at, now=now, parameter="from_known_at")
    refuse_future(question.to_known_at, now=now, parameter="to_known_at")
    refuse_backward(question, now=now)
    end = resolve_moment(negotiation, valid_on=question.to_valid_on, known_at=question.to_known_at, now=now)
    known_at = question.from_known_at
    if known_at is None:
        known_at = negotiation.created_at if question.from_valid_on is None else end.known_at
    # What was committed after the second was resolved is in neither.
    start = resolve_moment(
        negotiation, valid_on=question.from_valid_on or end.valid_on, known_at=min(known_at, end.known_at), now=now
    )
    return Span(start, end)


def refuse_backward(question: ChangesQuestion, *, now: datetime) -> None:
    """Raises: PeriodRunsBackward, by the parameter that is wrong."""
    last_day = question.to_valid_on or now.astimezone(UTC).date()
    if question.from_valid_on is not None and question.from_valid_on > last_day:
        raise PeriodRunsBackward("from_valid_on", question.from_valid_on.isoformat(), end=last_day.isoformat())
    first, last = question.from_known_at, question.to_known_at
    if first is not None and last is not None and first > last:
        raise PeriodRunsBackward("from_known_at", instant_text(first), end=instant_text(last))
