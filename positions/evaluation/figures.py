"""Stage evaluation: precision, recall and F1 with their uncertainty, as a whole and by negotiation, target, party, act.

In: scores of articles. Out: figures as plain values, for a table or for JSON.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from positions.evaluation.calibration import Judgement, calibration_error, reliability
from positions.evaluation.gold import GoldArticle, GoldStatement
from positions.evaluation.matching import ArticleScore, score_article
from positions.extraction.contract import ExtractedStatement

# Resamples of the articles, with replacement; the seed makes the interval the same each time.
N_RESAMPLES, SEED = 2_000, 1
INTERVAL = (2.5, 97.5)
THRESHOLDS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated:
    """An article, all that was found in it above the least confidence, and its score at the threshold."""

    article: GoldArticle
    found: tuple[ExtractedStatement, ...]
    score: ArticleScore


def prf(n_right: int, n_found: int, n_gold: int) -> dict[str, Any]:
    """The three figures, 0 where nothing was found or coded, with the counts."""
    precision = n_right / n_found if n_found else 0.0
    recall = n_right / n_gold if n_gold else 0.0
    total = precision + recall
    f1 = 2 * precision * recall / total if total else 0.0
    return {
        "precision": round(precision, 3), "recall": round(recall, 3), "f1": round(f1, 3),
        "matched": n_right, "predicted": n_found, "gold": n_gold,
    }  # fmt: skip


def evaluate(article: GoldArticle, found: Sequence[ExtractedStatement], *, threshold: float) -> Evaluated:
    shown = [one for one in found if one.confidence >= threshold]
    return Evaluated(article=article, found=tuple(found), score=score_article(article.text, article.statements, shown))


def totals(scores: Sequence[ArticleScore]) -> dict[str, Any]:
    """The figures of all articles together, named as the scorer names them."""
    n_right = sum(len(s.matches) for s in scores)
    n_quotes = sum(s.n_quotes for s in scores)
    return {
        "party_target_stance": prf(n_right, sum(s.n_found for s in scores), sum(s.n_gold for s in scores)),
        "party_target": prf(
            sum(s.loose_right for s in scores), sum(s.loose_found for s in scores), sum(s.loose_gold for s in scores)
        ),
        "quotes_verbatim": share(sum(s.n_verbatim for s in scores), n_quotes),
        "evidence_located": share(sum(s.n_located for s in scores), n_right),
        "attribution_right": share(sum(s.n_attributed for s in scores), n_right),
        "false_publications": sum(s.n_false_publications for s in scores),
        "articles": len(scores),
    }


def share(n: int, of: int) -> float | None:
    return round(n / of, 3) if of else None


def intervals(scores: Sequence[ArticleScore]) -> dict[str, tuple[float, float]]:
    """The middle 95% of precision, recall and F1 when the articles are drawn again and again, with replacement."""
    counts = np.array([[len(s.matches), s.n_found, s.n_gold] for s in scores], float)
    draws = np.random.default_rng(SEED).integers(0, len(scores), (N_RESAMPLES, len(scores)))
    right, found, gold = counts[draws].sum(axis=1).T
    figures = {
        "precision": right / np.maximum(found, 1),
        "recall": right / np.maximum(gold, 1),
        "f1": 2 * right / np.maximum(found + gold, 1),
    }
    bounds = {name: np.percentile(values, INTERVAL) for name, values in figures.items()}
    return {name: (round(float(low), 3), round(float(high), 3)) for name, (low, high) in bounds.items()}


def by_group(
    evaluated: Sequence[Evaluated],
    gold_group: Callable[[GoldStatement], str],
    found_group: Callable[[ExtractedStatement], str],
) -> dict[str, Any]:
    """The figures by a property that gold and found statements both have."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for one in evaluated:
        right.update(gold_group(m.gold) for m in one.score.matches)
        wrong.update(found_group(f) for f in one.score.false_alarms)
        missed.update(gold_group(g) for g in one.score.missed)
    return {name: prf(right[name], right[name] + wrong[name], right[name] + missed[name])
            for name in sorted({*right, *wrong, *missed})}  # fmt: skip


def judged(evaluated: Sequence[Evaluated]) -> list[Judgement]:
    """Every key found at any confidence, with whether it was coded; optional codings count for neither."""
    found = []
    for one in evaluated:
        score = score_article(one.article.text, one.article.statements, one.found)
        found += [Judgement(m.found.confidence, is_right=True) for m in score.matches]
        found += [Judgement(f.confidence, is_right=False) for f in score.false_alarms]
    return found


def at_thresholds(evaluated: Sequence[Evaluated]) -> dict[str, Any]:
    """The figures if the threshold were another."""
    rows = {}
    for threshold in THRESHOLDS:
        scores = [evaluate(e.article, e.found, threshold=threshold).score for e in evaluated]
        rows[f"{threshold:.1f}"] = totals(scores)["party_target_stance"]
    return rows


def report(evaluated: Sequence[Evaluated], *, threshold: float) -> dict[str, Any]:
    """Everything that `manage.py evaluate` says."""
    scores = [e.score for e in evaluated]
    bins = reliability(judged(evaluated))
    return {
        **totals(scores),
        "threshold": threshold,
        "interval_95": intervals(scores),
        "reliability": [{"confidence": round(b.confidence, 3), "right": round(b.right, 3), "n": b.n} for b in bins],
        "calibration_error": round(calibration_error(bins), 3),
        "at_thresholds": at_thresholds(evaluated),
        "by_negotiation": by_part(evaluated, lambda e: e.article.negotiation),
        "by_article": by_part(evaluated, lambda e: e.article.stem),
        "by_target": by_group(evaluated, lambda g: g.targets[0], lambda f: f.target),
        "by_party": by_group(evaluated, lambda g: g.party, lambda f: f.party),
        "by_act": by_group(evaluated, lambda g: g.act.value, lambda f: f.act.value),
        "by_stance": by_group(evaluated, lambda g: g.stance.value, lambda f: f.stance.value),
    }


def by_part(evaluated: Sequence[Evaluated], part: Callable[[Evaluated], str]) -> dict[str, Any]:
    """The figures of groups of articles."""
    names = sorted({part(e) for e in evaluated})
    groups = {name: [e.score for e in evaluated if part(e) == name] for name in names}
    return {name: totals(scores)["party_target_stance"] for name, scores in groups.items()}
