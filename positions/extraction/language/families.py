"""Stage extraction: word families, so that "demilitarizing" and "demilitarisation" are found by one cue.

In: a word in lower case. Out: the part that the family shares. Only extraction calls it.
"""

from functools import lru_cache

# Words that carry no meaning of their own in a cue.
FUNCTION_WORDS = frozenset((
    "a", "an", "the", "of", "to", "in", "on", "at", "for", "from", "by", "with", "and", "or", "as", "into", "between",
    "along", "each", "other", "than", "over", "under", "its", "their", "his", "her", "this", "that", "these", "those",
    "is", "are", "be", "been", "was", "were", "it", "they", "them", "he", "she", "who", "which", "all", "any", "some",
    "s", "such", "both", "may",
))  # fmt: skip
# British spellings and their American ones; only inside a family, never shown.
SPELLINGS = (("isation", "ization"), ("ise", "ize"), ("ising", "izing"), ("defence", "defense"), ("our", "or"))
# Endings that leave the family, longest first.
ENDINGS = (
    "izations", "ization", "izing", "ments", "ament", "ment", "ations", "ation", "itions", "ition", "ings", "ing",
    "ions", "ion", "ized", "izes", "ize", "ates", "ated", "ate", "ships", "ship", "als", "al", "ances", "ance", "ies",
    "ied", "ers", "er", "ed", "es", "ity", "s", "y", "e",
)  # fmt: skip
# What ends in "s" and is no plural, besides "crisis", "focus" and "loss".
NO_PLURALS = frozenset(("news", "always", "perhaps", "towards", "afterwards", "means", "less"))
# What has another word's stem and nothing to do with it: a statement is no state.
ALONE = frozenset(("statement", "department", "apartment"))
# Unit: letters. A shorter rest would join words that have nothing in common.
MIN_STEM_LENGTH = 4


@lru_cache(maxsize=50_000)
def family(word: str) -> str:
    """The stem of a word's family: join, joined, joining -> join."""
    if word.isdigit():
        return word
    word = singular(word)
    if word in ALONE:
        return word
    for british, american in SPELLINGS:
        if word.endswith(british):
            word = word.removesuffix(british) + american
            break
    return strip_ending(strip_ending(word))


def singular(word: str) -> str:
    """A word without the ending of a plural, however short that leaves it: taxes -> tax, duties -> duty."""
    if len(word) <= MIN_STEM_LENGTH - 1 or word in NO_PLURALS or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > MIN_STEM_LENGTH:
        return word.removesuffix("ies") + "y"
    if word.endswith(("xes", "ches", "shes", "sses")):
        return word.removesuffix("es")
    return word.removesuffix("s")


def strip_ending(word: str) -> str:
    """The word without its longest ending that leaves enough of it."""
    ending = next((e for e in ENDINGS if word.endswith(e) and len(word) - len(e) >= MIN_STEM_LENGTH), "")
    return word.removesuffix(ending)
