"""What each party answered to a proposal, and how the package fits with what the party holds.

In: the terms of the package, every version of the response, and what is held on the issues. Out: one response for
each party, stated or not. The formula of the fit: docs/comparison.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from positions.comparison.agreement import relation_of
from positions.comparison.changes import Span, state_at, steps_in_valid_time
from positions.comparison.holdings import WeighedTarget
from positions.comparison.packages import PackageTerm, weigh_terms
from positions.comparison.quantities import TermComparison, compare_terms
from positions.comparison.records import Evidence, Moment, Record, RecordedPosition, Scale
from positions.comparison.scores import Agreement, Weighing, score_weighings
from positions.comparison.versions import Version
from positions.comparison.weights import draws_red_line
from positions.vocabulary import Absence, Act, Cause, Method, Relation, Stance, Standing


@dataclass(frozen=True)
class TermResponse(Record):
    """One term of the package, and what the party holds on its issue."""

    number: int
    """The term's place in the package, from 1."""
    issue: str
    """Slug of the issue."""
    text: str
    """The term in words."""
    stance: Stance
    """Where the package stands towards the issue's proposition."""
    scale: Scale | None
    """Where the package stands on the issue's scale; null where it does not say."""
    position: RecordedPosition | None
    """What the party holds on the issue; null where no position is known."""
    relation: Relation
    """How the term and the position relate."""
    agreement: float | None
    """How far the two agree, 0 to 1; null where they can't be compared."""
    weight: float
    """How much the term counts for the party: by what it says of the issue's salience, shared by the issue's terms."""
    is_weighed: bool
    """Whether it counts; a term that takes no stance doesn't, nor one for which a narrower issue's stands."""
    is_blocking: bool
    """The party holds the opposite, and has drawn a red line."""
    numbers: list[TermComparison]
    """The term's number with every number in the party's position, in one unit where they have one."""


@dataclass(frozen=True)
class ResponseStep(Record):
    """What the party answered from one day on."""

    on: date
    """The day from which it stands."""
    latency_days: int | None
    """Days since the proposal was tabled; negative before it; null where that day is unknown."""
    cause: Cause
    """Whether it was the first answer, a move, or a withdrawal."""
    position: RecordedPosition | None
    """The answer; null where the party took it back."""


@dataclass(frozen=True)
class StatedResponse(Record):
    """The party has put its answer to the package on record."""

    party: str
    """The party's slug."""
    absence: None
    """Null: there is an answer."""
    stance: Stance
    """Towards the package."""
    act: Act
    """How it was put."""
    said_on: date
    """The day from which the answer that stands is held."""
    latency_days: int | None
    """Days from the tabling to that day; negative before it; null where the day of tabling is unknown."""
    first_latency_days: int | None
    """Days from the tabling to the party's first answer of all."""
    condition: str
    """What a conditional answer hangs on; else empty."""
    evidence: list[Evidence]
    """What proves the answer, oldest first; as much as was asked for."""
    terms: list[TermResponse]
    """Every term of the package, in its order."""
    fit: float | None
    """How far the package agrees with what the party holds on its terms, 0 to 1; null where nothing can be compared."""
    agreement: Agreement
    """The fit with its bounds and coverage, or why there is none."""
    blocking_terms: list[str]
    """Slugs of the issues on which the party holds the opposite and has drawn a red line."""
    history: list[ResponseStep]
    """Every answer up to the day asked about, in order; the last one stands."""


@dataclass(frozen=True)
class NoResponse(Record):
    """No answer of the party to the package is known, or it took it back."""

    party: str
    """The party's slug."""
    absence: Absence
    """Why there is none."""
    stance: None
    """Null: there is no answer."""
    act: None
    """Null: there is no answer."""
    said_on: None
    """Null: there is no answer."""
    latency_days: None
    """Null: there is no answer."""
    first_latency_days: int | None
    """Days from the tabling to the party's first answer of all, where it took one back; else null."""
    condition: str
    """Empty: there is no answer."""
    evidence: list[Evidence]
    """Empty: there is no answer."""
    terms: list[TermResponse]
    """Every term of the package, in its order."""
    fit: float | None
    """How far the package agrees with what the party holds on its terms, 0 to 1; null where nothing can be compared."""
    agreement: Agreement
    """The fit with its bounds and coverage, or why there is none."""
    blocking_terms: list[str]
    """Slugs of the issues on which the party holds the opposite and has drawn a red line."""
    history: list[ResponseStep]
    """Every answer up to the day asked about, in order."""


Response = StatedResponse | NoResponse


@dataclass(frozen=True)
class Responses(Record):
    """How the parties answered a proposal, at one moment."""

    negotiation: str
    """Slug of the talks."""
    proposal: str
    """Slug of the proposal."""
    title: str
    """What people call it."""
    proposed_on: date | None
    """The day it was tabled; null where unknown."""
    proposed_by: list[str]
    """Slugs of the parties that tabled it."""
    replaces: str | None
    """Slug of the proposal that it replaces; null where it replaces none."""
    valid_on: date
    """What did the parties hold on this day?"""
    known_at: datetime
    """What did this database say at this instant? Asked again with both times, the answer is the same."""
    revision: int
    """Number of the last public change that is in the answer; 0 before the first."""
    engine: str
    """Version of the comparison; raised when the same records would give another answer."""
    responses: list[Response]
    """One for each party, in the order asked for."""


@dataclass(frozen=True)
class Package:
    """The proposal that is answered. `issues`: those of its terms, with what decides which are weighed."""

    terms: Sequence[PackageTerm]
    issues: Sequence[WeighedTarget]
    proposed_on: date | None

    def latency(self, day: date) -> int | None:
        """Units: days."""
        return None if self.proposed_on is None else (day - self.proposed_on).days


def respond_to(
    package: Package,
    party: str,
    *,
    answers: Sequence[Version],
    held: Mapping[str, RecordedPosition],
    moment: Moment,
    evidence: Mapping[int, list[Evidence]],
) -> Response:
    """One party's response; `answers`: every version of its position on the package, `held`: what it holds by issue."""
    state = state_at(answers, valid_on=moment.valid_on, known_at=moment.known_at)
    history = history_of(answers, package=package, moment=moment)
    terms = respond_to_terms(package, held)
    agreement = fit_of(terms)
    first_latency = history[0].latency_days if history else None
    blocking = list(dict.fromkeys(term.issue for term in terms if term.is_blocking))
    shared = (terms, agreement.score, agreement, blocking, history)
    if state.version is None:
        absence = Absence.WITHDRAWN if state.standing is Standing.WITHDRAWN else Absence.NEVER_STATED
        return NoResponse(party, absence, None, None, None, None, first_latency, "", [], *shared)
    return stated(party, state.version, package, first_latency, evidence, shared)


Shared = tuple[list[TermResponse], float | None, Agreement, list[str], list[ResponseStep]]


def stated(
    party: str,
    answer: Version,
    package: Package,
    first_latency: int | None,
    evidence: Mapping[int, list[Evidence]],
    shared: Shared,
) -> StatedResponse:
    said = answer.position
    terms, fit, agreement, blocking, history = shared
    return StatedResponse(
        party=party,
        absence=None,
        stance=said.stance,
        act=said.act,
        said_on=said.valid_from,
        latency_days=package.latency(said.valid_from),
        first_latency_days=first_latency,
        condition=said.condition,
        evidence=evidence.get(answer.row, []),
        terms=terms,
        fit=fit,
        agreement=agreement,
        blocking_terms=blocking,
        history=history,
    )


def history_of(answers: Sequence[Version], *, package: Package, moment: Moment) -> list[ResponseStep]:
    """Every answer up to the day asked about, as known then."""
    before_all = Moment(valid_on=date.min, known_at=moment.known_at, revision=moment.revision)
    return [
        ResponseStep(on=step.on, latency_days=package.latency(step.on), cause=step.cause, position=step.position)
        for step in steps_in_valid_time(answers, span=Span(before_all, moment))
    ]


def respond_to_terms(package: Package, held: Mapping[str, RecordedPosition]) -> list[TermResponse]:
    """Each term beside what the party holds on its issue."""
    weighings = weigh_terms(package.terms, held, issues=package.issues)
    return [
        respond_to_term(term, held.get(term.issue), weighing)
        for term, weighing in zip(package.terms, weighings, strict=True)
    ]


def respond_to_term(term: PackageTerm, position: RecordedPosition | None, weighing: Weighing) -> TermResponse:
    relation = relation_of(term.holding, position)
    return TermResponse(
        number=term.number,
        issue=term.issue,
        text=term.text,
        stance=term.stance,
        scale=term.scale,
        position=position,
        relation=relation,
        agreement=weighing.agreement,
        weight=weighing.weight,
        is_weighed=weighing.is_weighed,
        is_blocking=relation is Relation.OPPOSE and draws_red_line(position),
        numbers=compare_terms(term.numbers, position.terms if position else []),
    )


def fit_of(terms: Sequence[TermResponse]) -> Agreement:
    """The agreement of the package with the party's positions, by the formula of every score, the party's weights."""
    weighings = [Weighing(term.issue, term.agreement, term.weight, term.is_weighed) for term in terms]
    return score_weighings(weighings, method=Method.CITY_BLOCK)
