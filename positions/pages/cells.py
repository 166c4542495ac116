"""What the slider moves through: how every cell of a page looks over all days, as JSON, so that it redraws at once."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase

from positions.comparison.cells_over_time import CellSpell
from positions.comparison.matrix import Place
from positions.pages.choice import choose, ranking
from positions.pages.grid import FEW_PARTIES, look_of, looks
from positions.pages.opening import Opened, talks_page
from positions.pages.state import PARTED_BY
from positions.queries.comparing.cells_over_time import follow_cells
from positions.vocabulary import Salience

# What is shown of a cell: class names, sign, word, summary.
Shown = tuple[str, str, str, str]
KEPT_SECONDS = 3600


@talks_page
def cells_over_time(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """For each cell that the page shows, from which day it looks how. See `as_spells` for the shape."""
    talks = opened.talks
    choice = choose(talks, opened.state, ranked=ranking(talks, opened.state))
    cells = follow_cells(
        parties=choice.parties,
        targets=choice.targets,
        moment=talks.moment,
        stale_after_days=settings.STALE_AFTER_DAYS,
    )
    response = JsonResponse(as_spells(cells, with_summaries=len(choice.parties) <= FEW_PARTIES))
    if opened.state.known_at is not None and not opened.notices:
        response["Cache-Control"] = f"private, max-age={KEPT_SECONDS}"  # what was known at an instant stays so
    return response


def as_spells(cells: Mapping[Place, Sequence[CellSpell]], *, with_summaries: bool) -> dict[str, object]:
    """Shape: `looks`, each class names, sign, word and summary; `cells`, by place [day, look, day, look, …].

    Days are counted from 0001-01-01 as day 1, as Python's ordinals are; looks by their place in the list. Before its
    first day a cell looks like the first look: never stated.
    """
    numbers: dict[Shown, int] = {shown_of(None, with_summary=False): 0}
    spelled = {
        f"{party}{PARTED_BY}{target}": [
            number
            for spell in spells
            for number in (
                spell.on.toordinal(),
                numbers.setdefault(shown_of(spell, with_summary=with_summaries), len(numbers)),
            )
        ]
        for (party, target), spells in cells.items()
    }
    return {"first": date.min.isoformat(), "looks": list(numbers), "cells": spelled}


def shown_of(spell: CellSpell | None, *, with_summary: bool) -> Shown:
    """What the cell shows while the spell lasts; without one, that nothing was ever stated."""
    position = spell.position if spell else None
    look = look_of(position, spell.absence if spell else None)
    is_red_line = position is not None and position.salience is Salience.RED_LINE
    classes = looks(look, is_red_line=is_red_line, is_stale=spell is not None and spell.is_stale)
    return classes, look.sign, str(look.word), position.summary if position and with_summary else ""
