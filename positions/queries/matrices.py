"""The matrix of one negotiation at one moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, QuerySet

from positions.comparison.matrix import Matrix, build_matrix
from positions.comparison.records import Moment
from positions.comparison.records import Party as PartyRecord
from positions.comparison.records import Target as TargetRecord
from positions.models import Negotiation, Participation, Position, Target
from positions.queries.held import places_withdrawn, positions_held
from positions.queries.moments import resolve_moment
from positions.vocabulary import EvidenceDepth, PartyKind, Role, TargetKind

Named = TypeVar("Named", PartyRecord, TargetRecord)


class UnknownSlugs(Exception):
    """The talks have no such party, or no such target."""

    def __init__(self, noun: str, slugs: Sequence[str], *, known: Sequence[str]) -> None:
        super().__init__(f"There is no {noun} {', '.join(slugs)} in these talks.")
        self.noun = noun
        self.slugs = slugs
        self.known = known


@dataclass(frozen=True)
class MatrixQuestion:
    """Which part of the matrix, when, and with how much evidence. Empty `parties` or `targets`: the default ones."""

    parties: Sequence[str] = ()
    targets: Sequence[str] = ()
    kind: TargetKind | None = None
    evidence: EvidenceDepth = EvidenceDepth.FIRST
    valid_on: date | None = None
    known_at: datetime | None = None


def compare_positions(
    negotiation: Negotiation, question: MatrixQuestion, *, now: datetime, stale_after_days: int
) -> Matrix:
    """Who holds what: the parties by the targets asked for, else all parties and every target held on.

    With both times given the cells are the same whatever is written later; names and titles are today's.
    Raises: UnknownSlugs, KnownAtInTheFuture.
    """
    moment = resolve_moment(negotiation, valid_on=question.valid_on, known_at=question.known_at, now=now)
    parties = parties_asked(negotiation, question.parties, moment=moment)
    targets = targets_asked(negotiation, question.targets, moment=moment)
    if question.kind is not None:
        targets = {key: target for key, target in targets.items() if target.kind == question.kind}
    party_slugs = {key: party.slug for key, party in parties.items()}
    target_slugs = {key: target.slug for key, target in targets.items()}
    held = positions_held(
        parties=party_slugs,
        targets=target_slugs,
        moment=moment,
        depth=question.evidence,
        stale_after_days=stale_after_days,
    )
    return build_matrix(
        negotiation.slug,
        moment=moment,
        parties=list(parties.values()),
        targets=list(targets.values()),
        held=held,
        withdrawn=places_withdrawn(parties=party_slugs, targets=target_slugs, moment=moment),
    )


def parties_asked(negotiation: Negotiation, slugs: Sequence[str], *, moment: Moment) -> dict[int, PartyRecord]:
    """The parties asked for in the order asked, else those recorded by then in the order recorded; by id. One query."""
    taking_part = Participation.objects.filter(negotiation=negotiation).order_by("recorded_at", "id")
    if not slugs:
        taking_part = taking_part.filter(recorded_at__lte=moment.known_at)
    found = {
        key: PartyRecord(slug=slug, name=name, kind=PartyKind(kind), role=Role(role), iso=iso or None)
        for key, slug, name, kind, role, iso in taking_part.values_list(
            "party_id", "party__slug", "name", "party__kind", "role", "party__iso"
        )
    }
    return in_order("party", found, slugs) if slugs else found


def targets_asked(negotiation: Negotiation, slugs: Sequence[str], *, moment: Moment) -> dict[int, TargetRecord]:
    """The targets asked for in the order asked, else those on which some party holds a position; by id. One query."""
    targets: QuerySet[Target, Any] = Target.objects.filter(negotiation=negotiation).order_by("recorded_at", "id")
    if not slugs:
        held = Position.objects.as_of(valid_on=moment.valid_on, known_at=moment.known_at)
        targets = targets.filter(Exists(held.filter(negotiation=negotiation, target=OuterRef("pk"))))
    found = {
        key: TargetRecord(slug=slug, kind=TargetKind(kind), title=title, proposition=proposition, topic=topic or None)
        for key, slug, kind, title, proposition, topic in targets.values_list(
            "id", "slug", "kind", "title", "issue__proposition", "issue__topic"
        )
    }
    return in_order("target", found, slugs) if slugs else found


def in_order(noun: str, found: dict[int, Named], slugs: Sequence[str]) -> dict[int, Named]:
    """Those of `found` that were asked for, in the order asked. Raises: UnknownSlugs."""
    by_slug = {record.slug: (key, record) for key, record in found.items()}
    unknown = [slug for slug in slugs if slug not in by_slug]
    if unknown:
        raise UnknownSlugs(noun, unknown, known=list(by_slug))
    return dict(by_slug[slug] for slug in slugs)
