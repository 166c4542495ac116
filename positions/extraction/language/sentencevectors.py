"""Stage extraction: what a sentence means, as the sentence model reads it.

In: sentences. Out: vectors. Only extraction calls it.
"""

from collections.abc import Sequence

import numpy as np

from positions.extraction.language.sentencemodel import read_pieces
from positions.extraction.language.wordpieces import END, START, piece_numbers, text_pieces
from positions.extraction.language.wordvectors import Vectors, directions

WIDTH = 384
# Unit: word pieces. The model was made for short texts; what follows in a sentence of 70 words changes little.
MAX_PIECES = 96


def sentence_vectors(sentences: Sequence[str]) -> Vectors:
    """A direction a sentence, in the order given: the mean of what the model makes of its pieces.

    One by one: read together, they would share the scale of their bytes, and one would change what another means.
    """
    found = np.zeros((len(sentences), WIDTH), np.float32)
    for row, sentence in enumerate(sentences):
        found[row] = read_pieces(framed(sentence)).mean(axis=0)
    return directions(found)


def framed(sentence: str) -> list[int]:
    """A sentence's pieces between the marks that the model expects."""
    numbers = piece_numbers()
    return [numbers[START], *text_pieces(sentence)[: MAX_PIECES - 2], numbers[END]]
