"""A proposal against what the parties hold: their answers to the package, and term by term."""

from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from positions.charts.cells import COLUMN_CHARACTERS, LABEL_CHARACTERS, DrawnCell, cells_grid, stance_cell
from positions.charts.chart import Chart, Names, Row
from positions.charts.grids import grid_svg
from positions.charts.look import RELATIONS, Palette
from positions.charts.words import source_of
from positions.comparison.responses import Response, Responses, TermResponse
from positions.vocabulary import Stance

COLUMNS = ("party", "term", "issue", "relation", "agreement", "is_blocking", "stance")
MOST_NAMED = 4  # parties in a title


def responses_chart(answer: Responses, names: Names, palette: Palette) -> Chart:
    """The package itself in the first row, then each of its terms; a column for each party that holds any of them."""
    shown = [r for r in answer.responses if r.stance is not None or any(t.position for t in r.terms)]
    package = _("The package as a whole")
    terms = answer.responses[0].terms if answer.responses else []
    titles = names.labels_of_targets((term.issue for term in terms), LABEL_CHARACTERS - len(f"{len(terms)}. "))
    labels = {term.number: f"{term.number}. {titles[term.issue]}" for term in terms}
    columns = names.labels_of_parties((response.party for response in shown), COLUMN_CHARACTERS)
    cells: list[DrawnCell] = []
    for response in shown:
        column = columns[response.party]
        cells.append(stance_cell(response.stance, package, column, palette))
        cells += [term_cell(term, labels[term.number], column, palette) for term in response.terms]
    grid = cells_grid(cells, [package, *labels.values()], list(columns.values()), width=130)
    blocked = [names.party(response.party) for response in shown if response.blocking_terms]
    n_yes = sum(response.stance is Stance.SUPPORTS for response in shown)
    return Chart(
        title=title_of(answer, n_yes, blocked),
        subtitle=_(
            "First row: + accepts   ± under conditions   ? undecided   − rejects. Below, what the package says on an "
            "issue and what the party holds: + agree   ± agree in part   − oppose   ! beyond a red line   empty: "
            "nothing known"
        ),
        source=source_of(answer, valid_on=answer.valid_on),
        alternative=title_of(answer, n_yes, blocked),
        draw=partial(grid_svg, grid, palette) if shown else None,
        rows=[row for response in answer.responses for row in rows_of(response)],
        columns=COLUMNS,
    )


def title_of(answer: Responses, n_yes: int, blocked: list[str]) -> str:
    said = ngettext("“%(title)s”: %(n)s party accepts it", "“%(title)s”: %(n)s parties accept it", n_yes) % {
        "title": answer.title,
        "n": n_yes,
    }
    if not blocked:
        return said
    parties, n_more = ", ".join(blocked[:MOST_NAMED]), len(blocked) - MOST_NAMED
    if n_more > 0:
        parties = _("%(parties)s and %(n)s more") % {"parties": parties, "n": n_more}
    return _("%(said)s; it crosses a red line of %(parties)s") % {"said": said, "parties": parties}


def term_cell(term: TermResponse, row: str, column: str, palette: Palette) -> DrawnCell:
    mark = "!" if term.is_blocking else ""
    return stance_cell(RELATIONS.get(term.relation), row, column, palette, mark=mark)


def rows_of(response: Response) -> list[Row]:
    stance = response.stance.value if response.stance else None
    first: Row = {
        "party": response.party,
        "term": None,
        "issue": None,
        "relation": None,
        "agreement": response.fit,
        "is_blocking": bool(response.blocking_terms),
        "stance": stance,
    }
    return [
        first,
        *(
            {
                "party": response.party,
                "term": term.number,
                "issue": term.issue,
                "relation": term.relation.value,
                "agreement": term.agreement,
                "is_blocking": term.is_blocking,
                "stance": term.position.stance.value if term.position else None,
            }
            for term in response.terms
        ),
    ]
