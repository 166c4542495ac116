"""What stands beside rows and columns: names cut to the room that there is, no two alike, each in its own direction."""

import unicodedata
from collections import Counter
from collections.abc import Mapping

# First strong isolate and its end: a name that runs from right to left leaves what stands around it in its place.
# Source: Unicode Standard Annex 9, section 2.4.
ISOLATE, END = "\u2068", "\u2069"
FROM_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})


def isolated(name: str) -> str:
    """The name, marked where it runs from right to left; without marks where that would change nothing."""
    runs_left = any(unicodedata.bidirectional(letter) in FROM_RIGHT_TO_LEFT for letter in name)
    return f"{ISOLATE}{name}{END}" if runs_left else name


def shortened(name: str, n_characters: int) -> str:
    """Cut at its end, between letters: a mark stays with the letter that it is set on."""
    if len(name) <= n_characters:
        return name
    return f"{name[: _between_letters(name, n_characters - 1)]}…"


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
    if len(name) <= n_characters:
        return name
    n_first = (n_characters - 1) // 2
    last = _between_letters(name, len(name) - (n_characters - 1 - n_first))
    return f"{name[: _between_letters(name, n_first)].rstrip()}…{name[last:].lstrip()}"


def _between_letters(name: str, place: int) -> int:
    """The last place up to there at which no mark is parted from its letter."""
    while place > 0 and unicodedata.category(name[place]).startswith("M"):
        place -= 1
    return place
