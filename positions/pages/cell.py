"""One cell: what a party holds on a target, by which words, and how that came about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from positions.comparison.records import Evidence, Moment, Party, RecordedPosition, Target
from positions.comparison.versions import Version, says_the_same
from positions.pages.choice import Talks
from positions.pages.grid import look_of, looks
from positions.pages.notices import Notice
from positions.pages.opening import Opened, talks_page
from positions.pages.state import PARTED_BY, State
from positions.pages.words import STANCES, Look, Text, say
from positions.queries.comparing.cells_over_time import CellHistory, read_cell
from positions.vocabulary import Absence, Salience


@dataclass(frozen=True)
class Episode:
    """One position of the cell's history. `left`, `width`: its place on the small timeline, in percent."""

    position: RecordedPosition
    look: Look
    looks: str
    evidence: Sequence[Evidence]
    is_shown: bool
    is_withdrawn: bool
    left: float
    width: float


@dataclass(frozen=True)
class Correction:
    """What this database said of the cell before it said something else."""

    position: RecordedPosition
    word: Text
    until: object


@dataclass(frozen=True)
class OpenedCell:
    """A cell with everything that its panel shows."""

    party: Party
    target: Target
    place: str
    look: Look
    shown: Episode | None
    episodes: Sequence[Episode]
    corrections: Sequence[Correction]
    first: date
    last: date


@talks_page
def cell_page(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """The panel of a cell as a page of its own; the matrix's script shows it beside the matrix."""
    cell = cell_shown(opened.talks, opened.state, opened.notices)
    if cell is None and not opened.notices:
        opened.notices.append(Notice(_("The address names no cell: a party and a target."), is_wrong=True))
    return opened.show(request, "pages/cell_page.html", opened=cell)


def cell_shown(talks: Talks, state: State, notices: list[Notice]) -> OpenedCell | None:
    """The cell that the address opens; None, with a notice, where it names one that there is not. Two queries."""
    if state.place is None:
        return None
    parties = {party.slug: (key, party) for key, party in talks.parties.items()}
    targets = {target.slug: (key, target) for key, target in talks.targets.items()}
    party, target = parties.get(state.place[0]), targets.get(state.place[1])
    if party is None or target is None:
        notices.append(Notice(_("The cell that this address opens is not in these talks."), is_wrong=True))
        return None
    history = read_cell(party=(party[0], party[1].slug), target=(target[0], target[1].slug), moment=talks.moment)
    return open_cell(party[1], target[1], history, moment=talks.moment)


def open_cell(party: Party, target: Target, history: CellHistory, *, moment: Moment) -> OpenedCell:
    days = [version.position.valid_from for version in history.versions]
    days += [version.position.valid_to for version in history.versions if version.position.valid_to]
    first, last = min([*days, moment.valid_on]), max([*days, moment.valid_on])
    episodes = [episode(version, history, first=first, last=last, moment=moment) for version in history.versions]
    shown = next((one for one in episodes if one.is_shown), None)
    ended = [one for one in episodes if one.position.valid_to and one.position.valid_to <= moment.valid_on]
    absence = Absence.WITHDRAWN if ended and ended[-1].is_withdrawn else Absence.NEVER_STATED
    return OpenedCell(
        party=party,
        target=target,
        place=f"{party.slug}{PARTED_BY}{target.slug}",
        look=shown.look if shown else look_of(None, absence),
        shown=shown,
        episodes=episodes[::-1],
        corrections=corrections(history),
        first=first,
        last=last,
    )


def episode(version: Version, history: CellHistory, *, first: date, last: date, moment: Moment) -> Episode:
    position, n_days = version.position, max((last - first).days, 1)
    end = position.valid_to or last
    look = STANCES[position.stance]
    return Episode(
        position=position,
        look=look,
        looks=looks(look, is_red_line=position.salience is Salience.RED_LINE, is_stale=False),
        evidence=history.evidence.get(version.row, []),
        is_shown=version.covers(moment.valid_on),
        is_withdrawn=version.end_reason.value == "withdrawn",
        left=100 * (position.valid_from - first).days / n_days,
        width=max(100 * (end - position.valid_from).days / n_days, 1.5),
    )


def corrections(history: CellHistory) -> list[Correction]:
    """Records that no longer stand and said something that no record of the same first day says now."""
    return [
        Correction(version.position, say(version.position.stance), version.superseded_at)
        for version in history.superseded
        if not any(
            standing.position.valid_from == version.position.valid_from
            and says_the_same(standing.position, version.position)
            for standing in history.versions
        )
    ]
