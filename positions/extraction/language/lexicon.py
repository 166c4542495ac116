"""Stage extraction: the words of stance and speech, read once from `lexicon.toml`, which explains each group.

In: nothing. Out: `Lexicon`, lookups by lemma. Only extraction calls it.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from positions.vocabulary import Act

LEXICON_FILE = Path(__file__).with_name("lexicon.toml")
# The groups whose words judge the thing itself end so.
JUDGING = "_of"
# The lexicon's name of a part of speech, and spaCy's tags for it.
PARTS_OF_SPEECH = {"verbs": ("VERB", "AUX"), "nouns": ("NOUN", "PROPN"), "adjectives": ("ADJ",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """What a word does to what it governs. `act` is None for a reversal, which is no stance by itself."""

    group: str
    sign: int
    act: Act | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Lookups. Keys of `senses` are (part of speech, lemma or "lemma particle").

    `verdicts`: what judges a thing where it is said of it, whatever part of speech the parser takes it for.
    """

    senses: Mapping[tuple[str, str], Sense]
    verdicts: Mapping[str, Sense]
    words: Mapping[str, frozenset[str]]
    phrases: Mapping[str, tuple[str, ...]]

    def sense(self, pos: str, lemma: str) -> Sense | None:
        return self.senses.get((pos, lemma))

    def has(self, list_name: str, lemma: str) -> bool:
        """Whether a word is in a list, such as `speech.verbs`."""
        return lemma in self.words[list_name]

    def find_phrase(self, list_name: str, text: str) -> str | None:
        """The first phrase of a list that stands in a lower-case text as whole words."""
        return next(self.find_phrases(list_name, text), None)

    def find_phrases(self, list_name: str, text: str) -> Iterator[str]:
        """The phrases of a list that stand in a lower-case text as whole words."""
        padded = f" {text} "
        return (phrase for phrase in self.phrases[list_name] if f" {phrase} " in padded)


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """The lexicon that comes with the project."""
    data = tomllib.loads(LEXICON_FILE.read_text(encoding="utf-8"))
    senses: dict[tuple[str, str], Sense] = {}
    groups = [*data.pop("reversal"), *data.pop("stance")]
    for group in groups:
        senses.update(group_senses(group))
    lists = {f"{section}.{name}": words for section, named in data.items() for name, words in named.items()}
    return Lexicon(
        senses=senses,
        verdicts=dict(verdict for group in groups for verdict in group_verdicts(group)),
        words={name: frozenset(words) for name, words in lists.items()},
        phrases={name: tuple(words) for name, words in lists.items()},
    )


def group_senses(group: Mapping[str, Any]) -> Iterable[tuple[tuple[str, str], Sense]]:
    """The lookups of one group."""
    act = Act(group["act"]) if "act" in group else None
    sense = Sense(group=group["name"], sign=group.get("sign", -1), act=act)
    for part, tags in PARTS_OF_SPEECH.items():
        for word in group.get(part, ()):
            for tag in tags:
                yield (tag, word), sense


def group_verdicts(group: Mapping[str, Any]) -> Iterable[tuple[str, Sense]]:
    """The words of a group that judges the thing itself, those among them that do so only where they are said of it."""
    if group["name"].endswith(JUDGING):
        sense = Sense(group=group["name"], sign=group["sign"], act=Act(group["act"]))
        for word in (*group["adjectives"], *group["nouns"], *group["verdicts"]):
            yield word, sense
