"""Two parties side by side: their score with its bounds, and target by target what it is made of."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from positions.charts.questions import ChartQuestion
from positions.comparison.answers import PairwiseAnswer
from positions.comparison.pairwise import PairTarget
from positions.comparison.records import Party, Position, Target
from positions.pages.choice import Talks, unknown_notice
from positions.pages.grid import GridCell, grid_cell, heading_of
from positions.pages.notices import Notice
from positions.pages.opening import Opened, talks_page
from positions.pages.pictures import Picture, picture_of
from positions.queries.comparing.pairs import PairsQuestion, compare_two
from positions.vocabulary import Absence, ChartKind, Comparison, EvidenceDepth, Method, Standing


@dataclass(frozen=True)
class PairRow:
    """One target between the two. `points`: what it adds to the score, in percentage points."""

    target: Target
    heading: str
    left: GridCell
    right: GridCell
    compared: PairTarget


@dataclass(frozen=True)
class PairShown:
    """Two parties with everything that their page shows. `counted`: what the score is summed over."""

    left: Party
    right: Party
    answer: PairwiseAnswer
    rows: Sequence[PairRow]
    blocking: Sequence[tuple[str, Sequence[str], float | None]]
    counted: Sequence[PairTarget]
    weight_compared: float


@talks_page
def pair_page(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """Without two parties in the address: a form to choose them."""
    pair = compare(opened)
    return opened.show(
        request,
        "pages/pair.html",
        pair=pair,
        parties=list(opened.talks.parties.values()),
        methods=list(Method),
        picture=over_time(opened) if pair else None,
        method=opened.state.method or Method.CITY_BLOCK,
        keep=keeping(opened) if pair else "",
    )


def keeping(opened: Opened) -> str:
    state = opened.state
    return opened.keeping(Comparison.PAIRWISE, left=state.left, right=state.right, method=state.method, **opened.times)


def over_time(opened: Opened) -> Picture:
    question = ChartQuestion(
        kind=ChartKind.CONVERGENCE, left=opened.state.left, right=opened.state.right, **opened.times
    )
    return picture_of(opened, question)


def compare(opened: Opened) -> PairShown | None:
    """The pair that the address names; None, with a notice where it names what there is not."""
    left, right = opened.state.left, opened.state.right
    if not (left and right):
        return None
    parties = {party.slug: party for party in opened.talks.parties.values()}
    unknown = [slug for slug in (left, right) if slug not in parties]
    if unknown:
        notice = unknown_notice(unknown, opened.talks.parties, [left, right], state=opened.state)
        opened.notices.append(Notice(notice.text, is_wrong=True))
        return None
    if left == right:
        opened.notices.append(Notice(_("A party can't be compared with itself; choose two."), is_wrong=True))
        return None
    question = PairsQuestion(
        parties=(left, right),
        method=opened.state.method or Method.CITY_BLOCK,
        **opened.times,
    )
    answer = compare_two(
        opened.negotiation,
        question,
        now=opened.now,
        depth=EvidenceDepth.FIRST,
        stale_after_days=settings.STALE_AFTER_DAYS,
    )
    return shown(answer, parties[left], parties[right], opened.talks)


def shown(answer: PairwiseAnswer, left: Party, right: Party, talks: Talks) -> PairShown:
    targets = {target.slug: target for target in talks.targets.values()}
    rows = [
        PairRow(
            target=targets[one.target],
            heading=heading_of(targets[one.target]),
            left=side(left, one.target, one.left, one.left_standing),
            right=side(right, one.target, one.right, one.right_standing),
            compared=one,
        )
        for one in answer.targets
        if one.left or one.right
    ]
    rows.sort(key=lambda row: -row.compared.weight if row.compared.is_weighed else 0)
    counted = [row.compared for row in rows if row.compared.contribution is not None]
    names = {left.slug: left.name, right.slug: right.name}
    return PairShown(
        left=left,
        right=right,
        answer=answer,
        rows=rows,
        blocking=[
            (targets[one.target].title, [names[slug] for slug in one.red_line], one.gain) for one in answer.blocking
        ],
        counted=counted,
        weight_compared=sum(one.weight for one in counted),
    )


def side(party: Party, target: str, position: Position | None, standing: Standing) -> GridCell:
    """What one side holds, as a cell of the matrix shows it."""
    return grid_cell(party.slug, target, position, None if position else Absence(standing.value))
