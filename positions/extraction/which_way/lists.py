"""Stage extraction: items of an announced list: "terms, including A, B and C" makes A, B and C terms each.

The parser often hangs the later items on the earlier ones; the list's word and its commas say better what they are.
In: a parsed text and a match. Out: `ListItem`. Only extraction calls it.
"""

from dataclasses import dataclass

from positions.extraction.language.lexicon import Lexicon
from positions.extraction.language.parsing import ParsedText
from positions.extraction.what.targets import TargetMatch

SEPARATORS = frozenset((",", ";", "and", "or"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ListItem:
    """Tokens `first` to `last` (half-open) of a list, and the noun of stance that the list explains."""

    first: int
    last: int
    noun: int


def find_list_item(parsed: ParsedText, match: TargetMatch, *, lexicon: Lexicon) -> ListItem | None:
    """The item of a list in which a match stands."""
    sentence = parsed.sentences[match.sentence]
    opener = find_opener(parsed, sentence.first, match.tokens[0], lexicon=lexicon)
    noun = None if opener is None else find_list_noun(parsed, sentence.first, opener, lexicon=lexicon)
    if opener is None or noun is None:
        return None
    cuts = [i for i in range(opener, sentence.last) if parsed.tokens[i].text.lower() in SEPARATORS]
    first = max((i for i in cuts if i < match.tokens[0]), default=opener) + 1
    last = next((i for i in cuts if i > match.tokens[-1]), sentence.last)
    return ListItem(first=first, last=last, noun=noun)


def find_opener(parsed: ParsedText, first: int, before: int, *, lexicon: Lexicon) -> int | None:
    """The token that opens a list before a match."""
    for i in range(before - 1, first, -1):
        text = parsed.tokens[i].text.lower()
        pair = f"{parsed.tokens[i - 1].text.lower()} {text}"
        if lexicon.has("lists.openers", text) or lexicon.has("lists.openers", pair):
            return i
    return None


def find_list_noun(parsed: ParsedText, first: int, opener: int, *, lexicon: Lexicon) -> int | None:
    """The nearest noun before a list's opener that says yes or no: terms, demands, conditions."""
    for i in range(opener - 1, first - 1, -1):
        token = parsed.tokens[i]
        sense = lexicon.sense(token.pos, token.lemma) if token.pos == "NOUN" else None
        if sense is not None and sense.act is not None:
            return i
    return None
