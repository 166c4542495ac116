"""Positions one by one: `positions/`, one of them, and all that was recorded of the same place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from positions.api.answering.conditional import HangsOn, Tag, hashed
from positions.api.answering.schemas import examples, list_answers
from positions.api.asking.access import is_staff
from positions.api.asking.filters import Search, days, filters, instants, numbers, slugs, words
from positions.api.asking.paging import CountedPage, Ordering
from positions.api.asking.parameters import NamesField, NoParameters, WordField, known_at_field, valid_on_field
from positions.api.asking.visible import visible_parties, visible_talks, visible_targets
from positions.api.lists import (
    Declared,
    ListView,
    PageParameters,
    fields_field,
    ordering_field,
    parameters,
    parameters_of,
    pick,
)
from positions.api.problems import Fault, faults_of
from positions.api.views import ReadView, role_of
from positions.comparison.records import Moment, instant_text
from positions.models import Position
from positions.models.position import POSITION_WORDS
from positions.queries.listing.listed_positions import (
    ListedPosition,
    UnknownPosition,
    as_held,
    as_last_said,
    get_position,
    last_touched,
    versions_of,
    visible_positions,
)
from positions.queries.listing.places import EXPANSIONS
from positions.queries.moments import refuse_future
from positions.vocabulary import Act, EndReason, EvidenceDepth, Reason, Salience, Stance, TargetKind

ID = OpenApiParameter("position", OpenApiTypes.UUID, OpenApiParameter.PATH, description="Id of the position.")

PositionFilters = filters(
    "PositionFilters",
    q=Search(POSITION_WORDS, 'Words of the summary or the condition: all of them, a "phrase", `or`, `-without`.'),
    **slugs("negotiation", "The talks", known=visible_talks, noun="talks"),
    **slugs("party", "The party that holds it", known=visible_parties),
    **slugs("target", "The issue or proposal", known=visible_targets),
    **words("kind", TargetKind, "Whether it is about an issue or a proposal", column="target__kind"),
    **words("stance", Stance, "The stance"),
    **words("act", Act, "How it was put"),
    **words("salience", Salience, "How much the party cares"),
    **words("reason", Reason, "Why it was recorded"),
    **words("end_reason", EndReason, "Why it ended"),
    **days("valid_from", "The first day"),
    **days("valid_to", "The day after the last"),
    **instants("recorded_at", "When it was recorded"),
    **numbers("scale_low", "Low end on the scale", least=0, most=100),
    **numbers("scale_high", "High end on the scale", least=0, most=100),
)


@faults_of.register
def _(exc: UnknownPosition) -> Sequence[Fault]:
    return [Fault("unknown-position", str(exc), "position", str(exc.uuid))]


@dataclass(frozen=True)
class PositionPage(CountedPage):
    """Positions held on one day, as known at one instant."""

    valid_on: date
    """What did the parties hold on this day?"""
    known_at: datetime
    """What did this database say at this instant? Asked again with it, the answer is the same."""
    results: list[ListedPosition]
    """What is on this page."""


@dataclass(frozen=True)
class PositionHistory(CountedPage):
    """All that was ever recorded of what one party holds on one target."""

    results: list[ListedPosition]
    """What is on this page."""


ORDERINGS = {
    "-valid_from": Ordering(("valid_from", "id"), descending=True),
    "valid_from": Ordering(("valid_from", "id")),
    "-recorded_at": Ordering(("recorded_at", "id"), descending=True),
    "recorded_at": Ordering(("recorded_at", "id")),
}
HISTORY_ORDERINGS = {name: ORDERINGS[name] for name in ("recorded_at", "-recorded_at", "valid_from", "-valid_from")}
EVIDENCE = WordField(
    EvidenceDepth, required=False, help_text="How much evidence each carries: none, the first piece (default), or all."
)
SHOWN: Declared = {
    "evidence": EVIDENCE,
    "expand": NamesField(
        EXPANSIONS, required=False, help_text="What is sent in full, with commas between: `party`, `target`."
    ),
    "fields": fields_field(ListedPosition),
}
PositionParameters = parameters("PositionParameters", NoParameters, SHOWN)
HistoryParameters = parameters(
    "HistoryParameters", PageParameters, {"ordering": ordering_field(HISTORY_ORDERINGS), **SHOWN}
)
PositionListParameters = parameters(
    "PositionListParameters",
    PageParameters,
    {
        "valid_on": valid_on_field(),
        "known_at": known_at_field(),
        "ordering": ordering_field(ORDERINGS),
        **SHOWN,
    },
)


class Positions(ListView):
    hangs_on = HangsOn()
    parameters = PositionListParameters
    filters = PositionFilters
    orderings = ORDERINGS

    @extend_schema(
        operation_id="list_positions",
        summary="Positions held on a day",
        description=(
            "What parties held on `valid_on`, as this database said at `known_at`, position by position over all "
            "talks. Pages begin after the last row of the one before and are asked with both times as they were "
            "answered, so that nothing is missed and nothing comes twice, whatever is recorded meanwhile."
        ),
        tags=["positions"],
        parameters=[PositionListParameters, *parameters_of(PositionFilters)],
        responses=list_answers(PositionPage),
        examples=examples("list_positions"),
    )
    def get(self, request: Request) -> Response:
        rows = visible_positions(with_drafts=is_staff(request)).select_related("negotiation", "party", "target")
        asked, chosen = self.read_parameters(rows)
        moment = self.moment(asked, now=timezone.now())
        held = chosen.qs.as_of(valid_on=moment.valid_on, known_at=moment.known_at)
        times = {"valid_on": moment.valid_on.isoformat(), "known_at": instant_text(moment.known_at)}
        shown = self.show(held, asked, chosen, answered=times)
        found = as_held(
            shown.rows.rows,
            moment=moment,
            depth=asked.get("evidence", EvidenceDepth.FIRST),
            expand=asked.get("expand", ()),
            stale_after_days=settings.STALE_AFTER_DAYS,
        )
        page = PositionPage(**shown.page(), valid_on=moment.valid_on, known_at=moment.known_at, results=found)
        return self.answer_page(page, shown, asked)

    def moment(self, asked: Mapping[str, Any], *, now: datetime) -> Moment:
        """The moment that is answered, named by an instant that nothing is committed at or before any more.

        Without any revision by then nothing was known. Raises: KnownAtInTheFuture.
        """
        known_at: datetime | None = asked.get("known_at")
        refuse_future(known_at, now=now)
        found = self.found
        named = (found and found.named_instant(known_at)) or min(known_at or now, now)
        return Moment(
            valid_on=asked.get("valid_on", now.astimezone(UTC).date()),
            known_at=named.astimezone(UTC),
            revision=found.revision if found else 0,
        )


class OnePosition(ReadView):
    """What the addresses below one position share: it is looked up once."""

    position: Position | None = None

    def find_position(self) -> Position:
        """One query, however often it is asked for. Raises: UnknownPosition."""
        self.position = self.position or get_position(self.kwargs["position"], with_drafts=is_staff(self.request))
        return self.position

    def find_tag(self, request: Request) -> Tag | None:
        """From the last revision that touched the place, and the names that are shown."""
        touched = last_touched(self.kwargs["position"], with_drafts=is_staff(request))
        question = (request.path, request.META.get("QUERY_STRING", ""), timezone.now().astimezone(UTC).date())
        parts = (*question, *touched, role_of(request), request.accepted_renderer.format)
        return Tag(hashed(parts))


class PositionDetail(OnePosition):
    @extend_schema(
        operation_id="get_position",
        summary="One position",
        description=(
            "One position as it was recorded, with the evidence that it has now, or had when it was superseded. A "
            "correction is another record with an id of its own; `superseded_at` says that this one no longer stands. "
            "`is_stale` is as on the last day on which this database said that it was held: today, while it is. Title, "
            "outlet and day of articles are those of now; asked with `known_at`, the list has those of then."
        ),
        tags=["positions"],
        parameters=[ID, PositionParameters],
        responses=list_answers(ListedPosition, 404),
        examples=examples("get_position"),
    )
    def get(self, request: Request, position: UUID) -> Response:
        asked = PositionParameters.read(request)
        (found,) = describe([self.find_position()], asked)
        return pick(found, asked)


def describe(rows: Sequence[Position], asked: Mapping[str, Any]) -> list[ListedPosition]:
    return as_last_said(
        rows,
        today=timezone.now().astimezone(UTC).date(),
        depth=asked.get("evidence", EvidenceDepth.FIRST),
        expand=asked.get("expand", ()),
        stale_after_days=settings.STALE_AFTER_DAYS,
    )


class PositionHistories(OnePosition, ListView):
    parameters = HistoryParameters
    filters = filters("NoFilters")
    orderings = HISTORY_ORDERINGS

    @extend_schema(
        operation_id="get_position_history",
        summary="All that was recorded of what a party holds on a target",
        description=(
            "Every record of the party and the target of this position, of all times, superseded ones too, in the "
            "order in which they were recorded: what was said, from when to when it was held, from when to when this "
            "database said so, and why. `is_stale` is as on the last day on which this database said that it was held. "
            "Title, outlet and day of articles are those of now."
        ),
        tags=["positions"],
        parameters=[ID, HistoryParameters],
        responses=list_answers(PositionHistory, 404),
        examples=examples("get_position_history"),
    )
    def get(self, request: Request, position: UUID) -> Response:
        rows = versions_of(self.find_position()).select_related("negotiation", "party", "target")
        asked, chosen = self.read_parameters(rows)
        shown = self.show(chosen.qs, asked, chosen, answered={})
        page = PositionHistory(**shown.page(), results=describe(shown.rows.rows, asked))
        return self.answer_page(page, shown, asked)
