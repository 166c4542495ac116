"""How every page about some talks begins: whose they are, what the address asks for, and at which moment."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from positions.comparison.records import Moment
from positions.models import Negotiation
from positions.pages.access import find_negotiation, may_keep, public_page
from positions.pages.choice import Talks, read_talks
from positions.pages.forms import address_of_form
from positions.pages.notices import Notice, status_of
from positions.pages.state import State, fitting, is_as_written, query_of, read_state
from positions.vocabulary import Comparison


@dataclass(frozen=True)
class Opened:
    """Talks as a page opens them. `state`: as asked; `pinned`: with both times, so that links show the same later.

    `may_keep`: who reads may have an answer that the page shows kept as a snapshot.
    """

    negotiation: Negotiation
    talks: Talks
    state: State
    pinned: State
    notices: list[Notice]
    now: datetime
    may_keep: bool

    @property
    def moment(self) -> Moment:
        return self.talks.moment

    @property
    def times(self) -> dict[str, Any]:
        """Both times, as every question takes them."""
        return {"valid_on": self.moment.valid_on, "known_at": self.moment.known_at}

    def keeping(self, comparison: Comparison, **asked: Any) -> str:
        """Where the answer to that question is kept as a snapshot, asked as of the API; empty for who may not, or where
        the address would be too long."""
        if not self.may_keep:
            return ""
        talks = {"negotiation": self.negotiation.slug, "comparison": comparison}
        return fitting(reverse("admin:desk_keep") + query_of({**talks, **asked}))

    def show(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        """The page; its status says whether something in the address was wrong."""
        shared = {
            "negotiation": self.negotiation,
            "talks": self.talks,
            "moment": self.moment,
            "state": self.pinned,
            "notices": self.notices,
            "today": self.now.date(),
            "is_latest": not self.state.fields(),
            "origin": request.build_absolute_uri("/").rstrip("/"),
            "here": request.build_absolute_uri(request.path),
            "chart": f"/api/v1/negotiations/{self.negotiation.slug}/comparison/chart",
        }
        return render(request, template, {**shared, **context}, status=status_of(self.notices))


def talks_page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A public page about the talks that its address names; the view is given them opened."""

    @public_page
    @wraps(view)
    def page(request: HttpRequest, slug: str, **names: str) -> HttpResponseBase:
        negotiation = find_negotiation(request, slug)
        state, notices = read_state(request.GET)
        now = timezone.now()
        if not is_as_written(request.GET):
            return HttpResponseRedirect(request.path + address_of_form(request.GET, state, negotiation, now=now))
        talks, more = read_talks(negotiation, state, now=now)
        pinned = state.but(valid_on=talks.moment.valid_on, known_at=talks.moment.known_at)
        opened = Opened(negotiation, talks, state, pinned, [*notices, *more], now, may_keep(request))
        return view(request, opened, **names)

    return page
