"""The talks in pictures: drawn by the server, each with its data and a text alternative."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from positions.charts.chart import Chart
from positions.charts.questions import ChartQuestion, TooMuchToDraw, make_chart
from positions.pages.opening import Opened, talks_page
from positions.pages.state import written
from positions.queries.convergences import TooMuchHistory
from positions.vocabulary import ChartKind, Theme


@dataclass(frozen=True)
class Picture:
    """A chart as a page shows it. `query`: what follows its address, without a theme. No chart: `reason` says why."""

    kind: ChartKind
    query: str
    chart: Chart | None
    reason: str = ""

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
    query = query_of(question)
    try:
        chart = make_chart(opened.negotiation, question, now=opened.now, stale_after_days=settings.STALE_AFTER_DAYS)
    except (TooMuchHistory, TooMuchToDraw):
        return Picture(
            question.kind, query, None, _("There is too much history here for one picture; choose two parties.")
        )
    return Picture(question.kind, query, chart)


def query_of(question: ChartQuestion) -> str:
    asked = {
        "kind": question.kind,
        "left": question.left,
        "right": question.right,
        "proposal": question.proposal,
        "party": tuple(question.parties),
        "valid_on": question.valid_on,
        "known_at": question.known_at,
    }
    return "?" + urlencode([pair for name, value in asked.items() if value for pair in written(name, value)], safe=":")
