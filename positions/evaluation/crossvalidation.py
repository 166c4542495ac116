"""Stage evaluation: what models say of articles that they were not trained on, and the threshold chosen from it.

In: examples and folds. Out: `HeldOut`: findings by article, judgements, figures at any threshold.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from positions.evaluation.calibration import Judgement, calibrate
from positions.evaluation.gold import GoldArticle
from positions.evaluation.matching import ArticleScore, score_article
from positions.evaluation.training import Example, held_out
from positions.extraction.contract import ExtractedStatement
from positions.extraction.judging.choice import Finding
from positions.extraction.judging.judgement import Weights
from positions.extraction.rules import statements

# Precision that the default threshold is chosen for: a curator should accept seven suggestions in ten.
WANTED_PRECISION = 0.70
# Unit: probability. Below it nothing is looked at in choosing a threshold.
LEAST_PROBABILITY = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An article with what models that had not seen it found there, as (finding, its statements)."""

    article: GoldArticle
    found: tuple[tuple[Finding, tuple[ExtractedStatement, ...]], ...]

    def above(self, probability: float) -> list[ExtractedStatement]:
        return [one for finding, said in self.found if finding.probability >= probability for one in said]


def cross_validate(
    examples: Sequence[Example],
    folds: Sequence[Sequence[int]],
    *,
    beside: Sequence[Example],
) -> list[Reading]:
    """All articles, each read by models trained without its fold; `beside` teaches too, but for their counterparts."""
    return [
        Reading(article=example.article, found=tuple(said(example, findings, weights)))
        for example, findings, weights in held_out(examples, folds, beside=beside)
    ]


def said(
    example: Example, findings: Iterable[Finding], weights: Weights
) -> Iterable[tuple[Finding, tuple[ExtractedStatement, ...]]]:
    for finding in sorted(findings, key=lambda f: -f.probability):
        if finding.probability >= LEAST_PROBABILITY:
            yield finding, tuple(statements(example.parsed, finding, weights))


def score_readings(readings: Sequence[Reading], probability: float) -> list[ArticleScore]:
    return [score_article(r.article.text, r.article.statements, r.above(probability)) for r in readings]


def judgements(readings: Sequence[Reading]) -> list[Judgement]:
    """Every finding with whether people coded it; what only optional codings hold is left out."""
    found = []
    for reading in readings:
        score = score_article(reading.article.text, reading.article.statements, reading.above(0.0))
        right = {(m.found.party, m.found.target) for m in score.matches}
        wrong = {(f.party, f.target) for f in score.false_alarms}
        for finding, _ in reading.found:
            key = finding.party, finding.target
            if key in right or key in wrong:
                found.append(Judgement(finding.probability, key in right))
    return found


def choose_threshold(readings: Sequence[Reading]) -> float:
    """The least probability at which suggestions are as precise as wanted."""
    for step in range(10, 95):
        scores = score_readings(readings, step / 100)
        n_right, n_found = sum(len(s.matches) for s in scores), sum(s.n_found for s in scores)
        if n_found and n_right / n_found >= WANTED_PRECISION:
            return step / 100
    return 0.95


def with_confidence(stored: Mapping[str, Any], readings: Sequence[Reading], *, version: str) -> dict[str, Any]:
    """Weights with the calibration and the default threshold that articles unknown to the models give."""
    calibration = calibrate(judgements(readings), version=version)
    return {
        **stored,
        "calibration": {"version": version, "given": calibration.given, "right": calibration.right},
        "default_confidence": round(calibration.confidence(choose_threshold(readings)), 3),
    }
