"""Stage extraction: yes, no, yes if, or not yet said: the stance of a reading and the words of its condition.

In: a reading. Out: `Leaning`. Only extraction calls it.
"""

from dataclasses import dataclass

from positions.extraction.lexicon import Lexicon
from positions.extraction.parsing import ParsedText
from positions.extraction.readings import Reading
from positions.vocabulary import Stance

CLAUSE_ENDS = frozenset((",", ";", ".", '"'))


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaning:
    """A stance with its condition's text; `feature` names the rule that decided."""

    stance: Stance
    condition: str
    feature: str


def find_leaning(parsed: ParsedText, reading: Reading, *, lexicon: Lexicon) -> Leaning:
    """The stance of a reading."""
    words = sentence_words(parsed, reading)
    undecided = lexicon.find_phrase("undecided.phrases", " ".join(words))
    is_taken = "passed_over" not in reading.features
    if undecided is not None and is_taken and governs(parsed, reading, undecided):
        return Leaning(stance=Stance.UNDECIDED, condition="", feature="undecided")
    if reading.sign < 0:
        return Leaning(stance=Stance.OPPOSES, condition="", feature="plain_opposes")
    condition = find_condition(parsed, reading, words, lexicon=lexicon)
    if condition:
        return Leaning(stance=Stance.CONDITIONAL, condition=condition, feature="conditional")
    return Leaning(stance=Stance.SUPPORTS, condition="", feature="plain_supports")


def sentence_words(parsed: ParsedText, reading: Reading) -> list[str]:
    sentence = parsed.sentences[reading.match.sentence]
    return [token.text.lower() for token in parsed.tokens[sentence.first : sentence.last]]


def governs(parsed: ParsedText, reading: Reading, phrase: str) -> bool:
    """Whether a word of a phrase stands above the target, not elsewhere in the sentence."""
    above = {parsed.tokens[i].text.lower() for i in parsed.path(reading.match.head)}
    return not above.isdisjoint(phrase.split())


def find_condition(parsed: ParsedText, reading: Reading, words: list[str], *, lexicon: Lexicon) -> str:
    """The words of a condition in the target's sentence, as the text has them. `words`: the sentence's, lower case."""
    phrase = lexicon.find_phrase("condition.phrases", " ".join(words)) or reservation(words, lexicon=lexicon)
    if phrase is None:
        return ""
    pieces = phrase.split()
    place = next(i for i in range(len(words)) if words[i : i + len(pieces)] == pieces)
    first = parsed.sentences[reading.match.sentence].first
    return clause(parsed, reading, first + place, first + len(words))


def reservation(words: list[str], *, lexicon: Lexicon) -> str | None:
    """What takes back a part of a yes: "agreed in principle, but"."""
    partial = lexicon.find_phrase("condition.partial", " ".join(words))
    return "but" if partial is not None and "but" in words[words.index(partial.split()[0]) :] else None


def clause(parsed: ParsedText, reading: Reading, first: int, last: int) -> str:
    """From a condition's first word to the next comma; empty when the target itself stands in it."""
    end = next((i for i in range(first + 1, last) if parsed.tokens[i].text in CLAUSE_ENDS), last)
    if any(first <= i < end for i in reading.match.tokens):
        return ""
    start, stop = parsed.span(first, end)
    return parsed.text[start:stop]
