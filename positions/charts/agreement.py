"""How far every two parties agree, as a heat map; parties that stand together are framed."""

from collections.abc import Mapping
from functools import partial
from itertools import chain, permutations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from positions.charts.cells import DrawnCell, Grid
from positions.charts.chart import Chart, Drawn, Names, Row
from positions.charts.grids import grid_svg
from positions.charts.look import Palette
from positions.charts.words import percent, source_of, whole_percent
from positions.comparison.all_pairs import PairAgreement
from positions.comparison.answers import AgreementAnswer
from positions.comparison.scores import Agreement
from positions.comparison.sensitivity import to_rank

COLUMNS = ("left", "right", "score", "low", "high", "coverage", "n_compared", "reason")
# So many parties and fewer have room for numbers in their cells.
MOST_WITH_NUMBERS = 24
LABEL_CHARACTERS = 28
# Of more, the largest groups are drawn, and the picture says so; the data have all.
MOST_DRAWN = 60


def agreement_chart(answer: AgreementAnswer, names: Names, palette: Palette) -> Chart:
    order = list(chain.from_iterable(group.parties for group in answer.groups))[:MOST_DRAWN]
    labels = names.labels_of_parties(order, LABEL_CHARACTERS)
    best = max(answer.pairs, key=how_agreed, default=None)
    rows: list[Row] = [
        {
            "left": pair.left,
            "right": pair.right,
            "score": pair.agreement.score,
            "low": pair.agreement.low,
            "high": pair.agreement.high,
            "coverage": pair.agreement.coverage,
            "n_compared": pair.agreement.n_compared,
            "reason": pair.agreement.reason.value if pair.agreement.reason else None,
        }
        for pair in answer.pairs
    ]
    title = _("No two parties have anything yet that could be compared")
    if best is not None and best.agreement.score is not None:
        title = ngettext(
            "%(left)s and %(right)s agree most, by %(score)s on %(n)s target",
            "%(left)s and %(right)s agree most, by %(score)s on %(n)s targets",
            best.agreement.n_compared,
        ) % {
            "left": names.party(best.left),
            "right": names.party(best.right),
            "score": percent(best.agreement.score),
            "n": best.agreement.n_compared,
        }
    return Chart(
        title=title,
        subtitle=subtitle_of(answer, len(order)),
        source=source_of(answer, valid_on=answer.valid_on),
        alternative=alternative_of(answer, names),
        draw=partial(draw, answer, labels, palette) if order else None,
        rows=rows,
        columns=COLUMNS,
    )


def subtitle_of(answer: AgreementAnswer, n_drawn: int) -> str:
    """What cells and frames mean, and how many parties have no place in the picture, for want of room or of a score."""
    cells = _("Agreement of every two parties; hollow: on one target alone.")
    if n_drawn <= MOST_WITH_NUMBERS:
        cells = _("Agreement of every two parties, and below it on how many targets that rests; hollow: on one alone.")
    least = {"least": percent(answer.least_agreement)}
    told = [cells, _("A frame: parties that agree by at least %(least)s on average.") % least]
    n_scored, n_silent = sum(len(group.parties) for group in answer.groups), len(answer.left_out)
    if n_drawn < n_scored:
        told.append(_("The picture shows %(n)s of %(of)s parties.") % {"n": n_drawn, "of": n_scored})
    if n_drawn and n_silent:
        silent = ngettext(
            "%(n)s party without a score is left out.", "%(n)s parties without a score are left out.", n_silent
        )
        told.append(silent % {"n": n_silent})
    return " ".join(told)


def how_agreed(pair: PairAgreement) -> tuple[float, float]:
    """By score; of equal ones, that which stands on more. A pair without a score comes last."""
    score = pair.agreement.score
    return (-1.0 if score is None else to_rank(score)), pair.agreement.coverage


def alternative_of(answer: AgreementAnswer, names: Names) -> str:
    groups = [group for group in answer.groups if len(group.parties) > 1]
    together = "; ".join(", ".join(names.party(slug) for slug in group.parties) for group in groups)
    if together:
        return _("A heat map of the agreement of every two parties. Together stand: %(together)s.") % {
            "together": together
        }
    return _("A heat map of the agreement of every two parties. No two of them stand together.")


def draw(answer: AgreementAnswer, labels: Mapping[str, str], palette: Palette) -> Drawn:
    return grid_svg(grid_of(answer, labels, palette), palette)


def grid_of(answer: AgreementAnswer, labels: Mapping[str, str], palette: Palette) -> Grid:
    """`labels`: of the parties drawn, in their order. Nobody is compared with themselves."""
    found = {frozenset((pair.left, pair.right)): pair.agreement for pair in answer.pairs}
    cells = [
        score_cell(found[frozenset(pair)], labels[pair[0]], labels[pair[1]], palette)
        for pair in permutations(labels, 2)
    ]
    names, side = list(labels.values()), max(14, min(44, 640 // len(labels)))
    return Grid(
        rows=names,
        columns=names,
        cells=cells if len(names) <= MOST_WITH_NUMBERS else [cell._replace(sign="", note="") for cell in cells],
        width=side,
        height=side,
        sign_style='font-size="12"',
        frames=[
            (labels[group.parties[0]], labels[group.parties[-1]])
            for group in answer.groups
            if len(group.parties) > 1 and group.parties[-1] in labels
        ],
        scale=_("Agreement"),
        shades=(palette.high, palette.middle, palette.low),
    )


def score_cell(agreement: Agreement, row: str, column: str, palette: Palette) -> DrawnCell:
    if agreement.score is None:
        return DrawnCell(row, column, palette.empty, palette.soft, "–")
    share, is_hollow = whole_percent(agreement.score), agreement.n_compared == 1
    colour = shade_of(share, palette)
    ink = palette.ink if is_hollow else ink_on(colour)
    return DrawnCell(row, column, colour, ink, str(share), str(agreement.n_compared), is_hollow)


def shade_of(share: int, palette: Palette) -> str:
    """Between the colours of 0, 50 and 100 %."""
    first, last = (palette.low, palette.middle) if share < 50 else (palette.middle, palette.high)
    part = (share if share < 50 else share - 50) / 50
    channels = zip(bytes.fromhex(first[1:]), bytes.fromhex(last[1:]), strict=True)
    return "#" + bytes(round(a + part * (b - a)) for a, b in channels).hex()


def ink_on(colour: str) -> str:
    """Black or white, whichever has more contrast: of any colour one has 4.58 : 1, and the palettes' inks have not.

    Source: WCAG 2.2, relative luminance; 0.179 has as much contrast with both.
    """
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in bytes.fromhex(colour[1:]))
    )
    return "#000000" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 else "#ffffff"
