"""What stands beside rows and columns: names cut to the room that there is, no two alike, each in its own direction.

Units: pixels, of widths.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import accumulate, islice

# First strong isolate and its end: a name that runs from right to left leaves what stands around it in its place.
# Source: Unicode Standard Annex 9, section 2.4.
ISOLATE, END = "\u2068", "\u2069"
FROM_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
SIZE = 13  # how high letters are
# How wide a letter of that height is where the first fonts are missing: a browser then takes DejaVu, a wide one.
SLIM, PLAIN, WIDE = 4.8, 8.1, 12
SLIM_LETTERS = frozenset(" fijlrtI.,:;'’!|()[]/-")
WIDE_LETTERS = frozenset("mwMW@%—ЖМФШЩЮжмфшщюы№")
# The room of a character: what is written in capitals, or in wide letters, has fewer.
ROOM = 10


def isolated(name: str) -> str:
    """The name, marked where it runs from right to left; without marks where that would change nothing."""
    runs_left = any(unicodedata.bidirectional(letter) in FROM_RIGHT_TO_LEFT for letter in name)
    return f"{ISOLATE}{name}{END}" if runs_left else name


def shortened(name: str, n_characters: int, room: float | None = None) -> str:
    """Cut at its end, between letters: a mark stays with the letter that it is set on."""
    room = n_characters * ROOM if room is None else room
    if _n_fitting(name, n_characters, room) == len(name):
        return name
    n_fitting = _n_fitting(name, n_characters - 1, room - letter_width("…"))
    return f"{name[: _between_letters(name, n_fitting)]}…"


def labels_of(names: Mapping[str, str], n_characters: int) -> dict[str, str]:
    """A label for each slug, no two alike, or a picture would draw two rows as one.

    Names that begin alike are cut in their middle, since it is their ends that tell them apart; what is still alike
    has its slug beside it.
    """
    labels = {slug: shortened(name, n_characters) for slug, name in names.items()}
    times = Counter(labels.values())
    labels = {
        slug: label if times[label] == 1 else _cut_in_the_middle(names[slug], n_characters)
        for slug, label in labels.items()
    }
    times = Counter(labels.values())
    return {
        slug: isolated(label) if times[label] == 1 else f"{isolated(label)} ({slug})" for slug, label in labels.items()
    }


def _cut_in_the_middle(name: str, n_characters: int) -> str:
    if _n_fitting(name, n_characters, n_characters * ROOM) == len(name):
        return name
    n_before = (n_characters - 1) // 2
    n_after = n_characters - 1 - n_before
    first = _between_letters(name, _n_fitting(name, n_before, n_before * ROOM))
    last = _between_letters(name, len(name) - _n_fitting(reversed(name), n_after, n_after * ROOM))
    return f"{name[:first].rstrip()}…{name[last:].lstrip()}"


def _n_fitting(letters: Iterable[str], most: int, room: float) -> int:
    """How many of the letters, from the first, have room."""
    return sum(width <= room for width in accumulate(map(letter_width, islice(letters, most))))


def _between_letters(name: str, place: int) -> int:
    """The last place up to there at which no mark is parted from its letter."""
    while place > 0 and unicodedata.category(name[place]).startswith("M"):
        place -= 1
    return place


def width_of(name: str) -> float:
    return sum(map(letter_width, name))


def letter_width(letter: str) -> float:
    """Of a mark nothing: it is set on its letter."""
    if unicodedata.category(letter) in {"Mn", "Me", "Cf"}:
        return 0
    if letter in SLIM_LETTERS:
        return SLIM
    if unicodedata.east_asian_width(letter) in {"W", "F"}:
        return SIZE
    return WIDE if letter in WIDE_LETTERS or letter.isupper() else PLAIN
