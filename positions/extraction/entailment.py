"""Stage extraction: whether a sentence says, or denies, a proposition for a party: a small model that reads both.

A sentence is read once for all parties and propositions that are asked of it: these see it, it does not see them.
In: nameless pieces. Out: log-odds. Only extraction calls it; `manage.py train_entailment` makes the model.
"""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from positions.extraction.modelfiles import open_model
from positions.extraction.wordpieces import END, START, piece_numbers

MODEL_FILE = Path(__file__).with_name("weights_of_entailment.onnx")
# More of them in one reading take memory with the square of their pieces.
PROPOSITIONS_AT_ONCE = 16
LogOdds = NDArray[np.float32]
# A proposition is asked of a sentence; what the model takes, by name.
Pieces = Sequence[int]
Inputs = dict[str, NDArray[np.int64]]


@lru_cache(maxsize=1)
def load_model() -> Any:
    """The model in use, loaded once a process."""
    return open_model(MODEL_FILE)


def entailments(sentence: Pieces, propositions: Sequence[Pieces], *, model: Any = None) -> LogOdds:
    """A row a proposition: log-odds that the sentence says something of it for its party; that this is a no.

    `model`: another than the one in use.
    """
    model = model or load_model()
    parts = [propositions[i : i + PROPOSITIONS_AT_ONCE] for i in range(0, len(propositions), PROPOSITIONS_AT_ONCE)]
    rows = [model.run(None, inputs_of(sentence, part))[0] for part in parts]
    found: LogOdds = np.concatenate(rows) if rows else np.zeros((0, 2), np.float32)
    return found


def inputs_of(sentence: Pieces, propositions: Sequence[Pieces]) -> Inputs:
    """A sentence and what is asked of it in one row: pieces, whose they are (0 the sentence's), places, first pieces.

    `places` count from the start of the sentence, and of each proposition.
    """
    numbers = piece_numbers()
    framed = [numbers[START], *sentence, numbers[END]]
    rows = [framed, *propositions]
    lengths = [len(row) for row in rows]
    return {
        "pieces": np.array([piece for row in rows for piece in row], np.int64),
        "owners": np.repeat(np.arange(len(rows), dtype=np.int64), lengths),
        "places": np.array([place for length in lengths for place in range(length)], np.int64),
        "firsts": np.cumsum(lengths, dtype=np.int64)[:-1],
    }
