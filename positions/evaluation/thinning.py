"""Stage evaluation: a coded article with a catalog that has fewer cues: what a curator has who begins with new talks.

In: a gold article. Out: the same article under a thinner catalog; the same article always gets the same one.
"""

from collections.abc import Iterable
from dataclasses import replace
from random import Random

from positions.evaluation.gold import GoldArticle
from positions.extraction.contract import Catalog

# Shares of a catalog's cues that are left, one drawn for each article; titles and propositions always stay.
KEPT = (0.0, 0.5)


def thinned(article: GoldArticle) -> GoldArticle:
    """The article as it would be read when less was known of how people name the targets."""
    draw = Random(article.stem)  # noqa: S311 -- a draw that is the same every time, no secret
    return replace(article, catalog=with_fewer_cues(article.catalog, kept=draw.choice(KEPT), draw=draw))


def with_fewer_cues(catalog: Catalog, *, kept: float, draw: Random) -> Catalog:
    """A catalog in which each cue is left with the probability `kept` (0-1)."""

    def some(cues: Iterable[str]) -> tuple[str, ...]:
        return tuple(cue for cue in cues if draw.random() < kept)

    issues = tuple(replace(i, toward=some(i.toward), against=some(i.against)) for i in catalog.issues)
    return replace(catalog, issues=issues, proposals=tuple(replace(p, cues=some(p.cues)) for p in catalog.proposals))
