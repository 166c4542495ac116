"""Stage extraction: spaCy's rules of single words, asked once for each kind of word instead of at each word.

Its attribute ruler tries some 180 patterns at every word, which takes a quarter of the parser's time; all but a few
look at one word's tag, relation and, where it is one of 130, spelling. In: the ruler of a model. Out: the same matches.
Only `parsing` calls it.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc

# What a pattern may ask of a word to be asked once a kind; a spelling only as one of some words.
PLAIN_KEYS = frozenset(("TAG", "DEP", "IS_SPACE", "LOWER"))

Kind = tuple[int, int, int, int]
Match = tuple[int, int, int]


class WordRules:
    """Stands in for a ruler's matcher. `known`: the patterns that match each kind of word, of which there are 1,000."""

    def __init__(self, ruler: AttributeRuler) -> None:
        self.of_words, self.others = Matcher(ruler.vocab), Matcher(ruler.vocab)
        self.spellings: set[int] = set()
        self.known: dict[Kind, list[int]] = {}
        for number, rule in enumerate(ruler.patterns):
            patterns: Any = rule["patterns"]
            is_of_words = all(len(pattern) == 1 and is_plain(pattern[0]) for pattern in patterns)
            (self.of_words if is_of_words else self.others).add(str(number), patterns)
            words = (word for pattern in patterns for asked in pattern for word in spellings(asked))
            self.spellings.update(ruler.vocab.strings.add(word) for word in words)

    def __call__(self, doc: Doc, *, allow_missing: bool = True, as_spans: Literal[False] = False) -> list[Match]:
        """(Pattern, first token, last token), half-open, as the matcher gives them, in another order."""
        found = self.others(doc, allow_missing=allow_missing, as_spans=as_spans)
        for i, kind in enumerate(self.kinds(doc)):
            if kind not in self.known:
                self.known[kind] = [match for match, _, _ in self.of_words(doc[i : i + 1], allow_missing=True)]
            found += [(match, i, i + 1) for match in self.known[kind]]
        return found

    def kinds(self, doc: Doc) -> Iterator[Kind]:
        for tag, dep, is_space, lower in doc.to_array(["TAG", "DEP", "IS_SPACE", "LOWER"]).tolist():
            yield tag, dep, is_space, lower if lower in self.spellings else 0


def is_plain(asked: Mapping[str, Any]) -> bool:
    """Whether what a pattern asks of a word is the same for all words of a kind."""
    lower = asked.get("LOWER", "")
    return asked.keys() <= PLAIN_KEYS and (isinstance(lower, str) or lower.keys() == {"IN"})


def spellings(asked: Mapping[str, Any]) -> list[str]:
    """The words that a pattern names."""
    lower = asked.get("LOWER", {})
    return [lower] if isinstance(lower, str) else list(lower.get("IN", ()))
