"""Stage extraction: words cut into the pieces that the sentence model knows (WordPiece, lower case).

In: text. Out: numbers of pieces. Only extraction calls it.
"""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

# The model's own vocabulary, one piece a line (docs/adr/0012-likeness-by-a-small-model.md says where it comes from).
PIECES_FILE = Path(__file__).with_name("word_pieces.txt")
WORD = re.compile(r"\w+|[^\w\s]", re.ASCII)
UNKNOWN, START, END = "[UNK]", "[CLS]", "[SEP]"
# Unit: characters. A longer word is no word, and is one unknown piece.
MAX_WORD_LENGTH = 60


@lru_cache(maxsize=1)
def piece_numbers() -> dict[str, int]:
    """The number of each piece."""
    pieces = PIECES_FILE.read_text(encoding="utf-8").rstrip("\n").split("\n")
    return {piece: number for number, piece in enumerate(pieces)}


def text_pieces(text: str) -> list[int]:
    """The pieces of a text, without the marks at its ends."""
    return [number for word in WORD.findall(plain_letters(text)) for number in word_pieces(word)]


def plain_letters(text: str) -> str:
    """Lower case, without accents."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in decomposed if unicodedata.category(c) != "Mn")


@lru_cache(maxsize=50_000)
def word_pieces(word: str) -> tuple[int, ...]:
    """The longest known pieces that make up a word, from its start; one unknown piece where they don't."""
    numbers = piece_numbers()
    if len(word) > MAX_WORD_LENGTH:
        return (numbers[UNKNOWN],)
    found: list[int] = []
    start = 0
    while start < len(word):
        mark = "##" if start else ""
        end = next((e for e in range(len(word), start, -1) if mark + word[start:e] in numbers), None)
        if end is None:
            return (numbers[UNKNOWN],)
        found.append(numbers[mark + word[start:end]])
        start = end
    return tuple(found)
