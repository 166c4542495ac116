"""Which picture, of what, at which two times: asks `queries` for what it shows. Called by `api` and `pages`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import comb

from positions.charts.agreement import agreement_chart
from positions.charts.blocking import blocking_chart
from positions.charts.chart import Chart, Names
from positions.charts.convergence import convergence_chart
from positions.charts.look import PALETTES, Palette
from positions.charts.matrix import matrix_chart
from positions.charts.responses import responses_chart
from positions.charts.timeline import PartyOverTime, timeline_chart
from positions.models import Negotiation
from positions.queries.comparing.cells_over_time import follow_cells
from positions.queries.comparing.convergences import ConvergenceQuestion, follow_convergence
from positions.queries.comparing.matrices import MatrixQuestion, compare_positions, parties_asked, targets_listed
from positions.queries.comparing.pairs import PairsQuestion, compare_all_pairs, list_blocking_issues
from positions.queries.comparing.responses import ResponsesQuestion, list_responses
from positions.queries.moments import resolve_moment
from positions.vocabulary import ChartKind, EvidenceDepth, Method, Role, Theme


class ChartNeeds(Exception):
    """The picture can't be drawn without one more parameter: of a proposal, or of a party."""

    def __init__(self, parameter: str, kind: ChartKind) -> None:
        super().__init__(f"The picture {kind.value!r} needs the parameter {parameter}.")
        self.parameter = parameter
        self.kind = kind


class TooMuchToDraw(Exception):
    """So many pairs over so many targets are neither computed nor read in one picture."""

    def __init__(self, n_pairs: int) -> None:
        super().__init__(f"There are {n_pairs} pairs of parties, too many for one picture; name fewer parties.")


# Pairs times targets that one picture of convergence goes through; a second or so on one core.
MOST_PAIRS_TIMES_TARGETS = 50_000
# The same of one moment alone, which takes a fraction of that.
MOST_AT_ONE_MOMENT = 1_000_000


@dataclass(frozen=True)
class ChartQuestion:
    """Which picture. What a kind has no use for is left alone."""

    kind: ChartKind
    parties: Sequence[str] = ()
    targets: Sequence[str] = ()
    left: str | None = None
    right: str | None = None
    proposal: str | None = None
    method: Method = Method.CITY_BLOCK
    valid_on: date | None = None
    known_at: datetime | None = None
    theme: Theme = Theme.LIGHT


@dataclass(frozen=True)
class Drawing:
    """What every kind is drawn from."""

    negotiation: Negotiation
    question: ChartQuestion
    names: Names
    palette: Palette
    n_principals: int
    now: datetime
    stale_after_days: int


def make_chart(negotiation: Negotiation, question: ChartQuestion, *, now: datetime, stale_after_days: int) -> Chart:
    """The picture, not yet drawn. Two queries for names, and those of its answer.

    Raises: ChartNeeds, and what the answer's question raises: UnknownSlugs, UnknownSides, UnknownProposal, …
    """
    moment = resolve_moment(negotiation, valid_on=question.valid_on, known_at=question.known_at, now=now)
    parties = parties_asked(negotiation, (), moment=moment).values()
    names = Names.of(
        parties={party.slug: party.name for party in parties},
        targets={target.slug: target.title for target in targets_listed(negotiation, (), moment=moment).values()},
    )
    drawing = Drawing(
        negotiation,
        question,
        names,
        PALETTES[question.theme],
        n_principals=sum(party.role is Role.PRINCIPAL for party in parties),
        now=now,
        stale_after_days=stale_after_days,
    )
    return KINDS[question.kind](drawing)


def matrix(of: Drawing) -> Chart:
    asked = of.question
    question = MatrixQuestion(
        parties=asked.parties,
        targets=asked.targets,
        evidence=EvidenceDepth.NONE,
        valid_on=asked.valid_on,
        known_at=asked.known_at,
    )
    answer = compare_positions(of.negotiation, question, now=of.now, stale_after_days=of.stale_after_days)
    return matrix_chart(answer, of.names, of.palette)


def convergence(of: Drawing) -> Chart:
    asked = of.question
    n_pairs = comb(of.n_principals, 2)
    if not (asked.left or asked.right) and n_pairs * len(asked.targets or of.names.targets) > MOST_PAIRS_TIMES_TARGETS:
        raise TooMuchToDraw(n_pairs)
    question = ConvergenceQuestion(
        left=asked.left,
        right=asked.right,
        to_on=asked.valid_on,
        targets=asked.targets,
        method=asked.method,
        known_at=asked.known_at,
    )
    return convergence_chart(follow_convergence(of.negotiation, question, now=of.now), of.names, of.palette)


def pairs_question(asked: ChartQuestion) -> PairsQuestion:
    return PairsQuestion(
        parties=asked.parties,
        targets=asked.targets,
        method=asked.method,
        valid_on=asked.valid_on,
        known_at=asked.known_at,
    )


def refuse_too_much(of: Drawing) -> None:
    """Raises: TooMuchToDraw."""
    asked = of.question
    n_pairs = comb(len(asked.parties or of.names.parties), 2)
    if n_pairs * len(asked.targets or of.names.targets) > MOST_AT_ONE_MOMENT:
        raise TooMuchToDraw(n_pairs)


def agreement(of: Drawing) -> Chart:
    refuse_too_much(of)
    answer = compare_all_pairs(of.negotiation, pairs_question(of.question), now=of.now)
    return agreement_chart(answer, of.names, of.palette)


def blocking_issues(of: Drawing) -> Chart:
    refuse_too_much(of)
    answer = list_blocking_issues(of.negotiation, pairs_question(of.question), now=of.now)
    return blocking_chart(answer, of.names, of.palette)


def responses(of: Drawing) -> Chart:
    asked = of.question
    if not asked.proposal:
        raise ChartNeeds("proposal", asked.kind)
    question = ResponsesQuestion(
        parties=asked.parties, evidence=EvidenceDepth.NONE, valid_on=asked.valid_on, known_at=asked.known_at
    )
    return responses_chart(list_responses(of.negotiation, asked.proposal, question, now=of.now), of.names, of.palette)


def timeline(of: Drawing) -> Chart:
    """Of the first party asked for."""
    asked = of.question
    if not asked.parties:
        raise ChartNeeds("party", asked.kind)
    moment = resolve_moment(of.negotiation, valid_on=asked.valid_on, known_at=asked.known_at, now=of.now)
    party = parties_asked(of.negotiation, asked.parties[:1], moment=moment)
    targets = {key: target.slug for key, target in targets_listed(of.negotiation, (), moment=moment).items()}
    found = follow_cells(
        parties={key: record.slug for key, record in party.items()},
        targets=targets,
        moment=moment,
        stale_after_days=of.stale_after_days,
    )
    spells = {slug: found[asked.parties[0], slug] for slug in targets.values() if (asked.parties[0], slug) in found}
    answer = PartyOverTime(
        of.negotiation.slug, moment.known_at, moment.revision, asked.parties[0], spells=spells, until=moment.valid_on
    )
    return timeline_chart(answer, of.names, of.palette)


KINDS: Mapping[ChartKind, Callable[[Drawing], Chart]] = {
    ChartKind.MATRIX: matrix,
    ChartKind.CONVERGENCE: convergence,
    ChartKind.AGREEMENT: agreement,
    ChartKind.BLOCKING_ISSUES: blocking_issues,
    ChartKind.RESPONSES: responses,
    ChartKind.TIMELINE: timeline,
}
