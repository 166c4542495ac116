"""One sheet on the desk: everything that the page shows of one statement, or the end of the queue."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.http import QueryDict
from django.utils import timezone

from positions import history, review
from positions.admin.desk.forms import ChoiceForm, QueueForm
from positions.admin.desk.marks import Excerpt, Piece, Span, cut_out, pieces
from positions.models import Statement, Urgency
from positions.queries.curating import desk as reading
from positions.queries.curating.queue import MOST_COUNTED, Place, QueueFilter, count_waiting
from positions.vocabulary import DecisionKind

# Why statements are rejected, most frequent first; a key each. What else there is to say is typed.
REJECTIONS = [
    "No stance is put on record here.",
    "It is another party's stance.",
    "It is about something else.",
    "The stance is another one.",
    "Somebody else's expectation, not the party's word.",
    "It has nothing to do with these talks.",
    "The quote is cut so that its sense is lost.",
]


@dataclass(frozen=True)
class Notice:
    """What came of the last key. `level`: success, warning or error; `address`: of what it speaks of."""

    text: str
    level: str
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the address asks for: a queue, and the place in it that was left."""

    filter: QueueFilter
    query: QueryDict
    place: Place | None

    def address(self, **changes: object) -> str:
        """The query of an address of the desk with the same filter."""
        kept = {name: value for name, value in self.query.items() if name in QueueForm.base_fields and value}
        given = {name: str(value) for name, value in changes.items() if value not in {None, ""}}
        return "?" + urlencode(kept | given)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One position over its period, in words. `differs`: it is not there in the same way on the other side."""

    period: history.Period
    words: str
    differs: bool


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What accepting would do: a sentence, both timelines, the rows that the page shows; or a problem instead."""

    sentence: str = ""
    before: tuple[Line, ...] = ()
    after: tuple[Line, ...] = ()
    seen: str = ""
    problem: str = ""
    n_amended: int = 0


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What lies on the desk: a statement, with what was typed of it (`form`), or else the end of the queue."""

    asked: Asked
    statement: Statement | None = None
    form: ChoiceForm | None = None
    notice: Notice | None = None
    is_at_start: bool = False

    def context(self, by: User) -> dict[str, Any]:
        """All that the templates need."""
        counted = count_waiting(self.asked.filter, now=timezone.now())
        common = {
            "asked": self.asked,
            "notice": self.notice,
            "n_waiting": f"more than {MOST_COUNTED:,}" if counted > MOST_COUNTED else counted,
            "has_waiting": counted > 0,
            "rejections": REJECTIONS,
            "last_decided": reading.find_last_decided(by),
            "is_at_start": self.is_at_start,
        }
        return common | (self._statement_context() if self.statement else self._end_context())

    def _statement_context(self) -> dict[str, Any]:
        statement = self.statement
        assert statement is not None  # noqa: S101 - for the type checker; the caller has looked
        negotiation = statement.target.negotiation
        choices = reading.choices_of(negotiation)
        form = self.form or ChoiceForm(None, statement=statement, choices=choices)
        margin = reading.list_margin(statement.article, negotiation=negotiation)
        place = place_of(statement) or self.asked.place

        def address(other: Statement) -> str:
            return self.asked.address(statement=other.uuid, at=place)

        shown = cut_out(statement.article.text, Span(statement.pk, statement.start, statement.end))
        return {
            "statement": statement,
            "decision": reading.say_decision(statement),
            "urgency": Urgency(statement.waiting.urgency).label if hasattr(statement, "waiting") else "",
            "form": form,
            "queue_form": self._queue_form(choices),
            "outcome": outcome_of(statement, form),
            "alike": [(one, address(one.statement)) for one in reading.list_alike([statement])[statement.pk]],
            "margin": [(one, reading.say_decision(one), address(one)) for one in margin],
            "shown": shown,
            "pieces": marked(statement, margin, shown),
            "here": self.asked.address(at=place),
            "next": self.asked.address(at=place),
            "previous": self.asked.address(at=place, go="previous"),
            "self": self.asked.address(statement=statement.uuid, at=place),
        }

    def _end_context(self) -> dict[str, Any]:
        here = self.asked.address(at=self.asked.place)
        return {"statement": None, "queue_form": self._queue_form(None), "here": here, "self": here}

    def _queue_form(self, choices: reading.Choices | None) -> QueueForm:
        """The filter; parties and targets can be chosen once talks are."""
        mine = choices if self.asked.filter.negotiation else None
        return QueueForm(self.asked.query, negotiations=reading.list_titles(), choices=mine)


def place_of(statement: Statement) -> Place | None:
    """Where it stands in the queue; None once it is decided."""
    return Place.of(statement.waiting) if hasattr(statement, "waiting") else None


def marked(statement: Statement, margin: list[Statement], shown: Excerpt) -> list[tuple[Piece, bool, bool]]:
    """The article cut at the quotes: (piece, is it this statement's quote, is it another's)."""
    spans = [Span(one.pk, one.start, one.end) for one in margin]
    if statement.pk not in {span.key for span in spans}:
        spans.append(Span(statement.pk, statement.start, statement.end))
    cut = pieces(statement.article.text, spans, shown)
    return [(piece, statement.pk in piece.keys, bool(piece.keys - {statement.pk})) for piece in cut]


def outcome_of(statement: Statement, form: ChoiceForm) -> Outcome:
    """What accepting with the form's values, or the statement's own, would do."""
    if form.lacks_day:
        return Outcome(problem=form.no_day)
    if form.is_bound and not form.is_valid():
        return Outcome(problem="A value can't be used; see beside it.")
    accepting = review.Choice(decision=DecisionKind.ACCEPT)
    choice = form.choice(DecisionKind.ACCEPT, seen=None) if form.is_bound else accepting
    try:
        foreseen = review.foresee(statement, choice)
    except review.AmendmentInvalid as invalid:
        return Outcome(problem=str(invalid))
    amended = choice.amendment.as_stored()
    if foreseen is None:
        sentence = "Recorded as coded rightly. A prediction is nobody's stated term, so no position changes."
        return Outcome(sentence=sentence, n_amended=len(amended))
    cell = f"{amended.get('party', statement.party.slug)}/{amended.get('target', statement.target.slug)}"
    return Outcome(
        sentence=foreseen.sentence,
        before=lines(foreseen.before, foreseen.after),
        after=lines(foreseen.after, foreseen.before),
        seen=f"{cell}:{'-'.join(foreseen.seen)}",
        n_amended=len(amended),
    )


def lines(timeline: history.Timeline, other: history.Timeline) -> tuple[Line, ...]:
    """The periods of one side, last first."""
    return tuple(
        Line(period=period, words=history.say_content(period.content), differs=period not in other)
        for period in reversed(timeline)
    )


def read_seen(text: str, form: ChoiceForm) -> tuple[str, ...]:
    """What the page showed as recorded for the party and target that are now chosen.

    Raises: history.PositionChangedMeanwhile where it showed those of another party or target.
    """
    cell, _, rows = text.partition(":")
    amended = form.cleaned_data
    chosen = f"{amended['party']}/{amended['target']}"
    if cell != chosen and amended["attribution"] != "predicted":
        raise history.PositionChangedMeanwhile(
            "That is another party or target than was shown. Below is what is recorded there; look at it, accept again."
        )
    return tuple(row for row in rows.split("-") if row)
