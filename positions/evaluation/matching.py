"""Stage evaluation: which found statements are right: greedy one-to-one matching of keys, as the codebook scores it.

A key is (party, target, stance). In: gold and found statements of an article. Out: `ArticleScore`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from positions.evaluation.gold import GoldStatement
from positions.extraction.contract import ExtractedStatement
from positions.vocabulary import Attribution, Stance

Key = tuple[str, str, Stance]


@dataclass(frozen=True, slots=True)
class Match:
    """A gold statement and the found one that it was matched with."""

    gold: GoldStatement
    found: ExtractedStatement


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleScore:
    """The counts of one article. `loose_*`: on (party, target) alone."""

    matches: tuple[Match, ...]
    false_alarms: tuple[ExtractedStatement, ...]
    missed: tuple[GoldStatement, ...]
    loose_right: int
    loose_found: int
    loose_gold: int
    n_attributed: int
    n_false_publications: int
    n_located: int
    n_quotes: int
    n_verbatim: int

    @property
    def n_found(self) -> int:
        return len(self.matches) + len(self.false_alarms)

    @property
    def n_gold(self) -> int:
        return len(self.matches) + len(self.missed)


def key_of(found: ExtractedStatement) -> Key:
    return found.party, found.target, found.stance


def unique(found: Iterable[ExtractedStatement]) -> list[ExtractedStatement]:
    """The first statement of each key."""
    seen: dict[Key, ExtractedStatement] = {}
    for one in found:
        seen.setdefault(key_of(one), one)
    return list(seen.values())


def match(
    gold: Iterable[GoldStatement],
    found: Sequence[ExtractedStatement],
    is_same: Callable[[GoldStatement, ExtractedStatement], bool],
) -> list[Match]:
    """Greedy: those with the fewest alternatives first, each with the first found statement that fits."""
    left = list(found)
    pairs = []
    for one in sorted(gold, key=lambda g: len(g.targets)):
        hit = next((f for t in one.targets for f in left if f.target == t and is_same(one, f)), None)
        if hit is not None:
            left.remove(hit)
            pairs.append(Match(one, hit))
    return pairs


def same_stance(gold: GoldStatement, found: ExtractedStatement) -> bool:
    return gold.party == found.party and gold.stance == found.stance


def same_party(gold: GoldStatement, found: ExtractedStatement) -> bool:
    return gold.party == found.party


def score_article(text: str, gold: Sequence[GoldStatement], found: Sequence[ExtractedStatement]) -> ArticleScore:
    """The counts of one article; an optional gold statement costs nothing when missed and nothing when found."""
    required = [g for g in gold if not g.is_optional]
    keys = unique(found)
    matches = match(required, keys, same_stance)
    rest = without(keys, [m.found for m in matches])
    forgiven = [m.found for m in match([g for g in gold if g.is_optional], rest, same_stance)]
    keys = without(keys, forgiven)
    loose_found = list({(f.party, f.target): f for f in keys}.values())
    loose_gold = list({(g.party, g.targets): g for g in required}.values())
    return ArticleScore(
        matches=tuple(matches),
        false_alarms=tuple(without(keys, [m.found for m in matches])),
        missed=tuple(g for g in required if all(g is not m.gold for m in matches)),
        loose_right=len(match(loose_gold, loose_found, same_party)),
        loose_found=len(loose_found),
        loose_gold=len(loose_gold),
        n_attributed=sum(m.gold.attribution in attributions(m, found) for m in matches),
        n_false_publications=sum(is_false_publication(m, found) for m in matches),
        n_located=sum(m.found.start < m.gold.end and m.gold.start < m.found.end for m in matches),
        n_quotes=len(found),
        n_verbatim=sum(bool(f.quote) and text[f.start : f.end] == f.quote for f in found),
    )


def without(found: Sequence[ExtractedStatement], gone: Sequence[ExtractedStatement]) -> list[ExtractedStatement]:
    return [one for one in found if all(one is not other for other in gone)]


def attributions(pair: Match, found: Sequence[ExtractedStatement]) -> set[Attribution]:
    """All that was said of how a matched key is known."""
    return {one.attribution for one in found if key_of(one) == key_of(pair.found)}


def is_false_publication(pair: Match, found: Sequence[ExtractedStatement]) -> bool:
    """Whether a prediction is given as somebody's own word."""
    return pair.gold.attribution is Attribution.PREDICTED and attributions(pair, found) != {Attribution.PREDICTED}
