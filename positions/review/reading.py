"""A statement as it is accepted: its own values, with those that the curator put in their place."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import Enum
from typing import Any

from django.db.models import Subquery
from django.utils import timezone

from positions.days import day_in_words
from positions.extraction.contract import Term
from positions.history import Content, lies_too_far, term_rows, terms_of, without_full_stop
from positions.models import Issue, Participation, Party, Statement, Target
from positions.vocabulary import Act, Attribution, Salience, Stance


@dataclass(frozen=True, kw_only=True)
class Amendment:
    """The values that a curator puts in place of the extractor's; None leaves one as it is."""

    party: str | None = None
    target: str | None = None
    stance: Stance | None = None
    act: Act | None = None
    attribution: Attribution | None = None
    salience: Salience | None = None
    terms: tuple[Term, ...] | None = None
    condition: str | None = None
    speaker: str | None = None
    said_on: date | None = None

    def as_stored(self) -> dict[str, Any]:
        """Shape: only what was given, as JSON values; parties and targets by slug."""
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: _as_json(value) for name, value in given.items() if value is not None}


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a statement says once accepted."""

    party: Party
    target: Target
    stance: Stance
    act: Act
    attribution: Attribution
    salience: Salience
    terms: tuple[Term, ...]
    condition: str
    said_on: date

    @property
    def is_published(self) -> bool:
        """A prediction is recorded and marked; it is nobody's stated term."""
        return self.attribution is not Attribution.PREDICTED

    def content(self, *, summary: str = "") -> Content:
        """The position that it states; without a summary, the proposition with the stance before it."""
        return Content(
            stance=self.stance,
            act=self.act,
            salience=self.salience,
            terms=self.terms,
            condition=self.condition,
            summary=summary or plain_summary(self.party, self.target, stance=self.stance, condition=self.condition),
        )


def plain_summary(party: Party, target: Target, *, stance: Stance, condition: str) -> str:
    """A position in one sentence: the proposition with the stance before it. One query."""
    issue = Issue.objects.filter(pk=target.pk).first()
    subject = issue.proposition.rstrip(".") if issue else target.title
    verb = {
        Stance.CONDITIONAL: "supports on a condition",
        Stance.UNDECIDED: "is undecided on",
        Stance.UNSPECIFIED: "has a place on the scale of",
    }
    hinge = f" (condition: {without_full_stop(condition.strip())})" if condition.strip() else ""
    return f"{party.name} {verb.get(stance, stance.value)}: {subject}{hinge}."


class AmendmentInvalid(Exception):
    """An amended value can't be: the message names it."""


def read_statement(statement: Statement, amended: Mapping[str, Any]) -> Reading:
    """A statement with the stored values of an amendment laid over its own.

    One about what was merged since is read as about what stands in its place.

    Raises: AmendmentInvalid for a party or target that is not in the negotiation, or a day that lies too far away.
    """
    negotiation = statement.target.negotiation
    party, target = _standing(statement)
    if "party" in amended:
        parts = negotiation.participations.listed().filter(party__slug=amended["party"])
        part = parts.select_related("party").first()
        if part is None:
            raise AmendmentInvalid(f"There is no party '{amended['party']}' in these talks.")
        party = part.party
    if "target" in amended:
        found = negotiation.targets.listed().filter(slug=amended["target"]).first()
        if found is None:
            raise AmendmentInvalid(f"There is no issue or proposal '{amended['target']}' in these talks.")
        target = found
    said_on = date.fromisoformat(amended["said_on"]) if "said_on" in amended else statement.said_on
    require_near(said_on)
    return Reading(
        party=party,
        target=target,
        stance=Stance(amended.get("stance", statement.stance)),
        act=Act(amended.get("act", statement.act)),
        attribution=Attribution(amended.get("attribution", statement.attribution)),
        salience=Salience(amended.get("salience", statement.salience)),
        terms=terms_of(amended.get("terms", statement.terms)),
        condition=amended.get("condition", statement.condition),
        said_on=said_on,
    )


def lacks_day(statement: Statement, amendment: Amendment | None = None) -> bool:
    """Whether accepting it so would publish a day that nobody knows: that on which an article without a date came in.

    `amendment`: None where it is still to be typed and may be any. Who decides on a decided one is told that instead.
    """
    if amendment is not None:
        is_published = (amendment.attribution or statement.attribution) != Attribution.PREDICTED
        if amendment.said_on is not None or not is_published:
            return False
    return statement.is_undated and hasattr(statement, "waiting")


def require_near(day: date) -> None:
    """What is accepted is public at once, so that a slip in a year is told before. Raises: AmendmentInvalid."""
    if lies_too_far(day, today=timezone.now().date()):
        raise AmendmentInvalid(f"{day_in_words(day)} lies too far away; look at the year.")


def _standing(statement: Statement) -> tuple[Party, Target]:
    """Whom and what it is about today, as stored now. One query; one more for each that was merged since."""
    target_now = Subquery(Target.objects.filter(pk=statement.target_id).order_by().values("merged_into")[:1])
    parts = Participation.objects.filter(negotiation=statement.target.negotiation_id, party=statement.party_id)
    party, target = parts.values_list("merged_into__party", target_now).first() or (None, None)
    return (
        Party.objects.get(pk=party) if party else statement.party,
        Target.objects.select_related("negotiation").get(pk=target) if target else statement.target,
    )


def _as_json(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return term_rows(value)
    return value
