"""The talks in pictures: drawn by the server, each with its data and a text alternative."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from positions.charts.chart import Chart
from positions.charts.questions import ChartQuestion, TooMuchToDraw, make_chart
from positions.pages.opening import Opened, talks_page
from positions.pages.state import query_of
from positions.queries.comparing.convergences import TooMuchHistory
from positions.vocabulary import ChartKind, Comparison, Theme

# What pictures are drawn from, where that can be kept as a snapshot.
DRAWN_FROM: Mapping[ChartKind, Comparison] = {
    ChartKind.MATRIX: Comparison.MATRIX,
    ChartKind.CONVERGENCE: Comparison.CONVERGENCE,
    ChartKind.AGREEMENT: Comparison.AGREEMENT,
    ChartKind.BLOCKING_ISSUES: Comparison.BLOCKING_ISSUES,
}


@dataclass(frozen=True)
class Picture:
    """A chart as a page shows it. `query`: what follows its address, without a theme. No chart: `reason` says why.

    `keep`: where what it is drawn from is kept as a snapshot; empty where that can't be, or not by who reads.
    """

    kind: ChartKind
    query: str
    chart: Chart | None
    reason: str = ""
    keep: str = ""

    @property
    def alternative(self) -> str:
        return f"{self.chart.title}. {self.chart.alternative}" if self.chart else self.reason

    @property
    def dark(self) -> str:
        return f"{self.query}&theme={Theme.DARK.value}"


@talks_page
def pictures_page(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """What is to be seen at this moment, and up to it."""
    return opened.show(request, "pages/pictures.html", pictures=list(pictures(opened)))


def pictures(opened: Opened) -> Iterator[Picture]:
    for kind in (ChartKind.CONVERGENCE, ChartKind.AGREEMENT, ChartKind.BLOCKING_ISSUES, ChartKind.MATRIX):
        question = ChartQuestion(kind=kind, **opened.times)
        yield picture_of(opened, question)


def picture_of(opened: Opened, question: ChartQuestion) -> Picture:
    """The picture with its address, not yet drawn: the browser asks for that."""
    query = query_of(asked_for(question))
    try:
        chart = make_chart(opened.negotiation, question, now=opened.now, stale_after_days=settings.STALE_AFTER_DAYS)
    except (TooMuchHistory, TooMuchToDraw):
        return Picture(
            question.kind, query, None, _("There is too much history here for one picture; choose two parties.")
        )
    return Picture(question.kind, query, chart, keep=keeping(opened, question))


def keeping(opened: Opened, question: ChartQuestion) -> str:
    comparison = DRAWN_FROM.get(question.kind)
    if comparison is None:
        return ""
    day = "to" if comparison is Comparison.CONVERGENCE else "valid_on"
    times = {day: question.valid_on, "known_at": question.known_at}
    return opened.keeping(comparison, left=question.left, right=question.right, **times)


def asked_for(question: ChartQuestion) -> dict[str, Any]:
    """What the address of a picture names."""
    return {
        "kind": question.kind,
        "left": question.left,
        "right": question.right,
        "proposal": question.proposal,
        "party": tuple(question.parties),
        "valid_on": question.valid_on,
        "known_at": question.known_at,
    }
