"""Stage evaluation: what models say of articles that they were not trained on, and the threshold chosen from it.

In: examples and folds. Out: `HeldOut`: findings by article, judgements, figures at any threshold.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from positions.evaluation.apart import Readings, rows_for
from positions.evaluation.blending import CodedPair, fit_blends
from positions.evaluation.calibration import Judgement, calibrate
from positions.evaluation.gold import GoldArticle
from positions.evaluation.matching import ArticleScore, score_article
from positions.evaluation.training import N_SEEDS, TREES_ALONE, Example, HeldOut, held_out, label_pair
from positions.extraction.blend import Blend
from positions.extraction.choice import Finding, find
from positions.extraction.contract import ExtractedStatement
from positions.extraction.entailment import LogOdds
from positions.extraction.judgement import Weights, reconsider, worth_reading
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


@dataclass(frozen=True, eq=False, kw_only=True)
class CrossValidated:
    """Readings, each with blends that are learnt from the other folds, and the blends that all together give."""

    readings: list[Reading]
    blends: dict[str, list[float]]


@dataclass(frozen=True, eq=False, kw_only=True)
class ReadTwice:
    """What trees say of an article, and a row for each pair that the entailment model then reads."""

    held_out: HeldOut
    read: LogOdds

    def coded_pairs(self) -> Iterator[CodedPair]:
        example = self.held_out.example
        for item, row in zip(worth_reading(self.held_out.judged, self.held_out.weights), self.read, strict=True):
            is_said, weight, is_against, _ = label_pair(example.article.statements, example.parsed, item.pair)
            yield CodedPair(
                relevance=item.relevance,
                opposition=item.opposition,
                read_said=float(row[0]),
                read_against=float(row[1]),
                is_said=bool(is_said),
                is_against=bool(is_against),
                weight=weight,
            )


def cross_validate(
    examples: Sequence[Example],
    folds: Sequence[Sequence[int]],
    *,
    beside: Sequence[Example],
    apart: Readings | None = None,
    n_seeds: int = N_SEEDS,
) -> CrossValidated:
    """All articles, each read by models trained without its fold; `beside` teaches too, but for their counterparts.

    `apart`: what entailment models read that were taught without an article; without it the trees decide alone.
    """
    held = list(held_out(examples, folds, beside=beside, n_seeds=n_seeds))
    if apart is None:
        return CrossValidated(readings=[reading(without_model(one), TREES_ALONE) for one in held], blends=TREES_ALONE)
    known = [read_again(one, apart) for one in held]
    blends = [blends_of(one for one in known if one.held_out.fold != fold) for fold in range(len(folds))]
    return CrossValidated(readings=[reading(one, blends[one.held_out.fold]) for one in known], blends=blends_of(known))


def without_model(held: HeldOut) -> ReadTwice:
    n_pairs = len(worth_reading(held.judged, held.weights))
    return ReadTwice(held_out=held, read=np.zeros((n_pairs, 2), np.float32))


def read_again(held: HeldOut, apart: Readings) -> ReadTwice:
    pairs = [item.pair for item in worth_reading(held.judged, held.weights)]
    return ReadTwice(held_out=held, read=rows_for(apart, held.example.article.stem, pairs))


def blends_of(known: Iterable[ReadTwice]) -> dict[str, list[float]]:
    return fit_blends(pair for one in known for pair in one.coded_pairs())


def reading(one: ReadTwice, blends: Mapping[str, Sequence[float]]) -> Reading:
    """What is found in an article."""
    held = one.held_out
    on_record, against = (Blend.from_json(blends[name]) for name in ("said", "against"))
    weights = replace(held.weights, said=on_record, against=against)
    findings = find(reconsider(held.judged, one.read, weights))
    return Reading(article=held.example.article, found=tuple(said(held.example, findings, weights)))


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


def choose_threshold(readings: Sequence[Reading], *, precision: float = WANTED_PRECISION) -> float:
    """The least probability at which suggestions are as precise as wanted."""
    for step in range(10, 95):
        scores = score_readings(readings, step / 100)
        n_right, n_found = sum(len(s.matches) for s in scores), sum(s.n_found for s in scores)
        if n_found and n_right / n_found >= precision:
            return step / 100
    return 0.95


def with_confidence(stored: Mapping[str, Any], known: CrossValidated, *, version: str) -> dict[str, Any]:
    """Weights with the blends, the calibration and the default threshold that articles unknown to the models give."""
    calibration = calibrate(judgements(known.readings), version=version)
    return {
        **stored,
        **known.blends,
        "calibration": {"version": version, "given": calibration.given, "right": calibration.right},
        "default_confidence": round(calibration.confidence(choose_threshold(known.readings)), 3),
    }
