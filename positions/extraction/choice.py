"""Stage extraction: which candidates become statements: weights of their features, and one of each conflict.

In: candidates. Out: those worth a curator's time, with a confidence. Only extraction calls it.
"""

import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from positions.extraction.candidates import Candidate

# Unit: share of the least confidence. An express prediction with a word of stance may be this much less sure: it is
# recorded and marked, and never published, so that a wrong one misleads nobody.
PREDICTION_ALLOWANCE = 0.65
WEIGHTS_FILE = Path(__file__).with_name("weights.toml")


@lru_cache(maxsize=1)
def load_weights() -> Mapping[str, float]:
    """Log-odds by feature; `bias` stands for a candidate that has none."""
    weights = tomllib.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))["weights"]
    return {name: float(weight) for name, weight in weights.items()}


def confidence(features: Iterable[str], weights: Mapping[str, float]) -> float:
    """Probability that a candidate is right. Units: 0-1."""
    total = weights["bias"] + sum(weights.get(feature, 0.0) for feature in sorted(features))
    return 1 / (1 + math.exp(-total))


def choose(candidates: Iterable[Candidate], *, min_confidence: float) -> list[Candidate]:
    """The candidates above a confidence; of those that contradict each other in one sentence, the surest."""
    weights = load_weights()
    judged = [replace(c, confidence=confidence(c.features, weights)) for c in candidates]
    best: dict[tuple[int, str, str], Candidate] = {}
    for candidate in judged:
        key = (candidate.reading.match.sentence, candidate.holder.party, candidate.reading.match.cue.target)
        if key not in best or candidate.confidence > best[key].confidence:
            best[key] = candidate
    return [c for c in best.values() if c.confidence >= min_confidence * allowance(c)]


def allowance(candidate: Candidate) -> float:
    """How much of the least confidence a candidate needs."""
    is_prediction = candidate.features & {"outsider", "predicted"} and "stance_word" in candidate.features
    return PREDICTION_ALLOWANCE if is_prediction else 1.0
