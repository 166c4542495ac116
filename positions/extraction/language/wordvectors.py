"""Stage extraction: what a word means, as a direction: near for words that are used alike.

Costs nothing to look up, so every clause is compared with every target; the slower `sentencevectors` reads only what
is worth it. In: words. Out: vectors. Only extraction calls it.
"""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from positions.extraction.language.wordpieces import text_pieces

# One vector a word piece, rarer pieces longer; ADR 12 says how they were made.
VECTORS_FILE = Path(__file__).with_name("weights_of_words.npz")
Vectors = NDArray[np.float32]


@lru_cache(maxsize=1)
def load_piece_vectors() -> tuple[NDArray[np.int8], Vectors]:
    """The pieces' vectors as whole numbers, and what each row is multiplied with."""
    with np.load(VECTORS_FILE) as stored:
        return stored["pieces"], stored["scale"].astype(np.float32)


@lru_cache(maxsize=50_000)
def word_vector(word: str) -> Vectors:
    """The sum of a word's pieces. Not of length 1: a rare word weighs more in a sum."""
    pieces, scale = load_piece_vectors()
    numbers = text_pieces(word)
    rows: Vectors = pieces[numbers].astype(np.float32) * scale[numbers, None]
    total: Vectors = rows.sum(axis=0)
    return total


def word_vectors(words: Iterable[str]) -> Vectors:
    """A row a word."""
    rows = [word_vector(word) for word in words]
    return np.stack(rows) if rows else np.zeros((0, load_piece_vectors()[0].shape[1]), np.float32)


def directions(rows: Vectors) -> Vectors:
    """Rows of length 1; a row of nothing stays nothing."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: Vectors = rows / np.maximum(lengths, 1e-6)
    return scaled


def text_directions(texts: Iterable[str]) -> Vectors:
    """A direction a text: the sum of its words."""
    return directions(word_vectors(texts))
