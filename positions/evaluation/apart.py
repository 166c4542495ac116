"""Stage evaluation: what entailment models read in coded articles that they were not taught, kept in a file.

To teach the models takes an hour, to grow the trees beside them minutes: so what they read apart is kept.
In: readings by article. Out: the same, to and from JSON.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from positions.extraction.entailment import LogOdds
from positions.extraction.pairs import Pair

# By article, then by sentence, party and target: the two log-odds.
Readings = Mapping[str, Mapping[str, Sequence[float]]]


class ApartUnusable(Exception):
    """The file does not hold what is asked of it; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Apart:
    """What models read that were taught without an article, and without all about its talks; None: no such models."""

    by_article: Readings | None
    by_negotiation: Readings | None

    def write(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self)) + "\n")


# Where no models were taught.
NOTHING_APART = Apart(None, None)


def read_apart(path: Path) -> Apart:
    """Raises: ApartUnusable."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        return Apart(stored["by_article"], stored["by_negotiation"] or None)
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise ApartUnusable(f"{path}: not a file that train_entailment wrote ({problem}).") from problem


def kept(pairs: Sequence[Pair], read: LogOdds) -> dict[str, list[float]]:
    """Readings of one article as the file holds them."""
    return {key_of(pair): [round(float(value), 3) for value in row] for pair, row in zip(pairs, read, strict=True)}


def rows_for(readings: Readings, stem: str, pairs: Sequence[Pair]) -> LogOdds:
    """A row a pair. Raises: ApartUnusable where an article or a pair of it was not read."""
    try:
        rows = [readings[stem][key_of(pair)] for pair in pairs]
    except KeyError as problem:
        raise ApartUnusable(f"Nothing was read apart of {stem}, {problem}: run train_entailment again.") from problem
    return np.array(rows, np.float32).reshape(-1, 2)


def key_of(pair: Pair) -> str:
    return f"{pair.sentence} {pair.party} {pair.target}"
