"""The page of one negotiation: the matrix at two times, and what changed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt

from positions.comparison.changes import Change, Changes
from positions.comparison.matrix import Matrix
from positions.models import Negotiation
from positions.pages.cell import cell_shown
from positions.pages.choice import Choice, Talks, choose, ranking
from positions.pages.filters import filters_of
from positions.pages.grid import Grid, lay_out
from positions.pages.notices import Notice, Way
from positions.pages.opening import Opened, talks_page
from positions.pages.state import State, fitting, query_of
from positions.pages.timeline import ONE_DAY, timeline_of
from positions.pages.words import ABSENCES, STANCES
from positions.queries.comparing.cells_over_time import days_of_change, neighbouring_revisions
from positions.queries.comparing.changes import ChangesQuestion, list_changes
from positions.queries.comparing.matrices import MatrixQuestion, compare_positions
from positions.queries.moments import KnownAtInTheFuture, PeriodRunsBackward
from positions.vocabulary import Comparison, EvidenceDepth, TargetKind

# What the page's script imports; named in the page, so that the browser need not find out one after the other.
MODULES = [f"pages/{name}.js" for name in ("swap", "grid", "panel", "slider", "share")]

# Of more changes, the first are listed; all are marked in the table, and the API has them.
MOST_CHANGES_LISTED = 100


@talks_page
def negotiation_page(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """Who holds what, when, as known when."""
    return show_matrix(request, opened, template="pages/negotiation.html")


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@talks_page
def embedded_page(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """The same matrix without what surrounds it, for a frame in a page of somebody else's."""
    return show_matrix(request, replace(opened, may_keep=False), template="pages/embed.html")


def show_matrix(request: HttpRequest, opened: Opened, *, template: str) -> HttpResponse:
    context = matrix_context(opened)
    more = addresses(request, opened.negotiation, opened.pinned, context["choice"])
    return opened.show(request, template, **context, **more, keep=keeping_matrix(opened, context["choice"]))


def addresses(request: HttpRequest, negotiation: Negotiation, state: State, choice: Choice) -> dict[str, Any]:
    """Where else the same is to be had: here for good, in a frame, from the API; there not of a table of nothing.

    Without parties or targets the API would be asked for all.
    """
    page = reverse("pages:negotiation", args=[negotiation.slug])
    asked = State(valid_on=state.valid_on, known_at=state.known_at).but(
        party=tuple(choice.parties.values()), target=tuple(choice.targets.values())
    )
    comparison = f"/api/v1/negotiations/{negotiation.slug}/comparison/"
    embed = reverse("pages:embed", args=[negotiation.slug]) + state.query("cell")
    return {
        "talks_at": page,
        "times_query": State(valid_on=state.valid_on, known_at=state.known_at).query(),
        "cells_at": page + state.query("cell") + "&cell=",
        "api": fitting(f"{comparison}{asked.query()}") if choice.shows_cells else "",
        "embed": request.build_absolute_uri(embed),
        "frame": request.build_absolute_uri(static("pages/frame.js")),
        "modules": MODULES,
    }


def keeping_matrix(opened: Opened, choice: Choice) -> str:
    """Where the table that is shown is kept; empty where none is."""
    if not choice.shows_cells:
        return ""
    shown = {"party": tuple(choice.parties.values()), "target": tuple(choice.targets.values())}
    return opened.keeping(Comparison.MATRIX, **shown, **opened.times)


def matrix_context(opened: Opened) -> dict[str, Any]:
    """Everything that the templates of the matrix show."""
    negotiation, talks, pinned, now = opened.negotiation, opened.talks, opened.pinned, opened.now
    choice = choose(talks, opened.state, ranked=ranking(talks, opened.state))
    shown = matrix_of(talks, choice)
    changes = changes_since(opened, choice)
    changed = {(change.party, change.target) for change in changes.changes} if changes else frozenset()
    timeline = timeline_of(days_of_change(negotiation, moment=talks.moment), moment=talks.moment, now=now)
    opened.notices.extend([*choice.notices, *notices_on_time(talks, pinned, timeline.first, now=now)])
    return {
        "choice": choice,
        "grid": lay_out(shown, opened.state, changed=changed) if shown else Grid([], [], is_roomy=False),
        "timeline": timeline,
        "revisions": neighbouring_revisions(negotiation, moment=talks.moment),
        "changes": changes,
        "filters": filters_of(talks, choice, pinned),
        "legend": [*STANCES.values(), *ABSENCES.values()],
        "opened": cell_shown(talks, opened.state, opened.notices),
        "proposals": [target for target in talks.targets.values() if target.kind is TargetKind.PROPOSAL],
    }


def matrix_of(talks: Talks, choice: Choice) -> Matrix | None:
    """The matrix of what is shown; None where there is nothing to show."""
    if not choice.shows_cells:
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
    """What differs: all of it, as much as is listed, where the API says the same, and where that is kept."""

    answer: Changes
    changes: Sequence[Change]
    rows: Sequence[ChangeShown]
    api: str
    keep: str


def changes_since(opened: Opened, choice: Choice) -> ChangesShown | None:
    """What differs from the comparison that the address holds this one against; None where it names none."""
    talks, state = opened.talks, opened.pinned
    if (state.from_valid_on is None and state.from_known_at is None) or not choice.shows_cells:
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
        answer = list_changes(talks.negotiation, question, now=opened.now, is_bounded=False)
    except (PeriodRunsBackward, KnownAtInTheFuture):
        ways = [Way(_("Show no changes"), state.query(from_valid_on=None, from_known_at=None))]
        text = _("What is held against this view lies later than it, so there is nothing that changed up to here.")
        opened.notices.append(Notice(text, ways, is_wrong=True))
        return None
    listed = answer.changes[:MOST_CHANGES_LISTED]
    rows = [ChangeShown(c, talks.party_name(c.party), talks.target_title(c.target)) for c in listed]
    asked = asked_for(question, answer)
    api = f"/api/v1/negotiations/{answer.negotiation}/comparison/changes/{query_of(asked)}"
    return ChangesShown(answer, answer.changes, rows, fitting(api), opened.keeping(Comparison.CHANGES, **asked))


def asked_for(question: ChangesQuestion, answer: Changes) -> dict[str, Any]:
    """The question with every time as it was answered, as the API takes it."""
    return {
        "party": tuple(question.parties),
        "target": tuple(question.targets),
        "from_valid_on": answer.from_valid_on,
        "from_known_at": answer.from_known_at,
        "to_valid_on": answer.to_valid_on,
        "to_known_at": answer.to_known_at,
    }


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
