"""The page of one negotiation: the matrix at two times, and what changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt

from positions.comparison.changes import Change, Changes
from positions.comparison.disagreement import disagreement_by_target
from positions.comparison.matrix import Matrix
from positions.comparison.records import Moment
from positions.models import Negotiation
from positions.pages.access import find_negotiation, public_page
from positions.pages.cell import cell_shown
from positions.pages.choice import Choice, Talks, choose, read_talks
from positions.pages.filters import filters_of
from positions.pages.forms import address_of_form
from positions.pages.grid import Grid, lay_out
from positions.pages.notices import Notice, Way, status_of
from positions.pages.state import Order, State, is_as_written, read_state
from positions.pages.timeline import ONE_DAY, timeline_of
from positions.pages.words import ABSENCES, STANCES
from positions.queries.cells_over_time import days_of_change, neighbouring_revisions
from positions.queries.changes import ChangesQuestion, list_changes
from positions.queries.holdings import read_holdings
from positions.queries.matrices import MatrixQuestion, compare_positions
from positions.queries.moments import KnownAtInTheFuture, PeriodRunsBackward
from positions.vocabulary import EvidenceDepth

# What the page's script imports; named in the page, so that the browser need not find out one after the other.
MODULES = [f"pages/{name}.js" for name in ("swap", "grid", "panel", "slider", "share")]


@public_page
def negotiation_page(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Who holds what, when, as known when."""
    return show_matrix(request, slug, template="pages/negotiation.html")


@xframe_options_exempt
@csp_update({"frame-ancestors": ["*"]})
@public_page
def embedded_page(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The same matrix without what surrounds it, for a frame in a page of somebody else's."""
    return show_matrix(request, slug, template="pages/embed.html")


def show_matrix(request: HttpRequest, slug: str, *, template: str) -> HttpResponse:
    negotiation = find_negotiation(request, slug)
    state, notices = read_state(request.GET)
    now = timezone.now()
    if not is_as_written(request.GET):
        return HttpResponseRedirect(request.path + address_of_form(request.GET, state, negotiation, now=now))
    context = matrix_context(negotiation, state, notices, now=now)
    context["is_latest"] = not state.fields()
    context |= addresses(request, negotiation, context["state"], context["choice"])
    return render(request, template, context, status=status_of(context["notices"]))


def addresses(request: HttpRequest, negotiation: Negotiation, state: State, choice: Choice) -> dict[str, Any]:
    """Where else the same is to be had: here for good, in a frame, from the API."""
    page = reverse("pages:negotiation", args=[negotiation.slug])
    asked = State(valid_on=state.valid_on, known_at=state.known_at).but(
        party=tuple(choice.parties.values()), target=tuple(choice.targets.values())
    )
    embed = reverse("pages:embed", args=[negotiation.slug]) + state.query("cell")
    return {
        "here": request.build_absolute_uri(page),
        "cells_at": page + state.query("cell") + "&cell=",
        "api": f"/api/v1/negotiations/{negotiation.slug}/comparison/{asked.query()}",
        "embed": request.build_absolute_uri(embed),
        "frame": request.build_absolute_uri(static("pages/frame.js")),
        "modules": MODULES,
    }


def matrix_context(negotiation: Negotiation, state: State, notices: list[Notice], *, now: datetime) -> dict[str, Any]:
    """Everything that the templates of the matrix show."""
    talks, more = read_talks(negotiation, state, now=now)
    notices = [*notices, *more]
    choice = choose(talks, state, ranked=ranking(talks, state))
    shown = matrix_of(talks, choice)
    pinned = pin(state, talks.moment)
    changes = changes_since(talks, choice, pinned, notices, now=now)
    changed = {(change.party, change.target) for change in changes.changes} if changes else frozenset()
    grid = lay_out(shown, state, changed=changed) if shown else Grid([], [], is_roomy=False)
    timeline = timeline_of(days_of_change(negotiation, moment=talks.moment), moment=talks.moment, now=now)
    notices += [*choice.notices, *notices_on_time(talks, pinned, timeline.first, now=now)]
    return {
        "negotiation": negotiation,
        "talks": talks,
        "state": pinned,
        "moment": talks.moment,
        "choice": choice,
        "grid": grid,
        "timeline": timeline,
        "revisions": neighbouring_revisions(negotiation, moment=talks.moment),
        "changes": changes,
        "filters": filters_of(talks, choice, pinned),
        "legend": [*STANCES.values(), *ABSENCES.values()],
        "opened": cell_shown(talks, state, notices),
        "notices": notices,
        "today": now.astimezone(UTC).date(),
    }


def pin(state: State, moment: Moment) -> State:
    """The same with both times, so that a link made from it shows the same later."""
    return state.but(valid_on=moment.valid_on, known_at=moment.known_at)


def ranking(talks: Talks, state: State) -> Sequence[str]:
    """Slugs of all targets, most disagreed on first, where that order is asked for. One query."""
    if state.order is Order.TITLE:
        return [target.slug for target in sorted(talks.targets.values(), key=lambda one: one.title.casefold())]
    if state.order is not Order.DISAGREEMENT:
        return ()
    everything = choose(talks, state.but(order=None))
    parties = everything.parties or {key: party.slug for key, party in talks.parties.items()}
    targets = {key: target.slug for key, target in talks.targets.items()}
    held = read_holdings(parties=parties, targets=targets, moment=talks.moment)
    apart = disagreement_by_target(held, targets=list(targets.values()))
    return sorted(targets.values(), key=lambda slug: (apart[slug] is None, -(apart[slug] or 0)))


def matrix_of(talks: Talks, choice: Choice) -> Matrix | None:
    """The matrix of what is shown; None where there is nothing to show."""
    if not (choice.parties and choice.targets):
        return None
    question = MatrixQuestion(
        parties=list(choice.parties.values()),
        targets=list(choice.targets.values()),
        evidence=EvidenceDepth.NONE,
        valid_on=talks.moment.valid_on,
        known_at=talks.moment.known_at,
    )
    return compare_positions(
        talks.negotiation, question, now=talks.moment.known_at, stale_after_days=settings.STALE_AFTER_DAYS
    )


@dataclass(frozen=True)
class ChangeShown:
    """One cell that differs, with the names of what it is about."""

    change: Change
    party: str
    target: str


@dataclass(frozen=True)
class ChangesShown:
    answer: Changes
    changes: Sequence[Change]
    rows: Sequence[ChangeShown]


def changes_since(
    talks: Talks, choice: Choice, state: State, notices: list[Notice], *, now: datetime
) -> ChangesShown | None:
    """What differs from the comparison that the address holds this one against; None where it names none."""
    if (state.from_valid_on is None and state.from_known_at is None) or not (choice.parties and choice.targets):
        return None
    question = ChangesQuestion(
        parties=list(choice.parties.values()),
        targets=list(choice.targets.values()),
        from_valid_on=state.from_valid_on,
        from_known_at=state.from_known_at,
        to_valid_on=talks.moment.valid_on,
        to_known_at=talks.moment.known_at,
    )
    try:
        answer = list_changes(talks.negotiation, question, now=now)
    except (PeriodRunsBackward, KnownAtInTheFuture):
        ways = [Way(_("Show no changes"), state.query(from_valid_on=None, from_known_at=None))]
        text = _("What is held against this view lies later than it, so there is nothing that changed up to here.")
        notices.append(Notice(text, ways, is_wrong=True))
        return None
    rows = [ChangeShown(c, talks.party_name(c.party), talks.target_title(c.target)) for c in answer.changes]
    return ChangesShown(answer, answer.changes, rows)


def notices_on_time(talks: Talks, state: State, first: date, *, now: datetime) -> list[Notice]:
    """What is odd about the moment, said before somebody wonders about an empty table."""
    day, today = talks.moment.valid_on, now.astimezone(UTC).date()
    if not talks.ever_held:
        return [
            Notice(
                _("No position is recorded in these talks yet.")
                if talks.moment.revision
                else _("Nothing of these talks was known here by then.")
            )
        ]
    if day <= first:
        ways = [Way(_("Go to the first day on which something is known"), state.query(valid_on=first + ONE_DAY))]
        return [Notice(_("On this day no position is known yet."), ways)]
    if day > today:
        return [Notice(_("This day lies ahead: shown is what was held last, as if nothing changed until then."))]
    return []
