"""Stage extraction: who is cited without a verb of speech: "in A's view", "A is confident that", "A: no deal".

In: a parsed text. Out: yes or no, or the word for who is cited. `voices` and `hearing` call it.
"""

from collections.abc import Container, Iterator

from positions.extraction.language.lexicon import Lexicon
from positions.extraction.language.parsing import ParsedText, Sentence

# Unit: tokens. A longer beginning before a colon is no label.
LABEL_LENGTH = 5
QUOTING = frozenset(("quote", "cite"))


def is_sure(parsed: ParsedText, verb: int, *, lexicon: Lexicon) -> bool:
    """Whether one "is confident that" something will come about."""
    for child in parsed.children[verb]:
        token = parsed.tokens[child]
        if token.dep == "acomp" and lexicon.has("speech.sure", token.lemma):
            return parsed.child(child, "ccomp") is not None or parsed.child(verb, "ccomp") is not None
    return False


def viewer(parsed: ParsedText, prep: int, *, lexicon: Lexicon) -> int | None:
    """Whose view it is "in A's view", "by A's account"."""
    view = parsed.child(prep, "pobj") if parsed.tokens[prep].lemma in {"in", "by"} else None
    if view is None or not lexicon.has("speech.views", parsed.tokens[view].lemma):
        return None
    return parsed.child(view, "poss")


def is_speaking(parsed: ParsedText, verb: int, *, lexicon: Lexicon) -> bool:
    """Whether a verb reports words, by itself or with a word beside it: "made it clear", "pointed out"."""
    lemma = parsed.tokens[verb].lemma
    if lexicon.has("speech.verbs", lemma):
        return True
    beside = (parsed.tokens[child].lemma for child in parsed.children[verb])
    return any(lexicon.has("speech.verbs", f"{lemma} {word}") for word in beside)


def quoted_as(parsed: ParsedText, verb: int) -> int | None:
    """The verb that says who is quoted: "was quoted as saying", "cited him as saying"."""
    token = parsed.tokens[verb]
    above = parsed.tokens[token.head]
    is_quoted = token.dep == "pcomp" and above.lemma == "as" and parsed.tokens[above.head].lemma in QUOTING
    return above.head if is_quoted else None


def joined_by(parsed: ParsedText, verb: int) -> Iterator[int]:
    """With whom somebody speaks: "said in a joint statement with A", "a joint letter with A said"."""
    if verb < 0:
        return
    for place in (verb, *parsed.children[verb]):
        text = place if parsed.tokens[place].dep in {"nsubj", "dobj"} else parsed.child(place, "pobj")
        if text is None or not any(parsed.tokens[c].lemma == "joint" for c in parsed.children[text]):
            continue
        for prep in parsed.children[text]:
            other = parsed.child(prep, "pobj") if parsed.tokens[prep].lemma == "with" else None
            if other is not None:
                yield other


def find_colon(parsed: ParsedText, sentence: Sentence) -> int | None:
    """The first colon of a sentence that something follows."""
    last = sentence.last - 1
    return next((i for i in range(sentence.first, last) if parsed.tokens[i].text == ":"), None)


def is_label(words: range, names: Container[int]) -> bool:
    """Whether what stands before a colon is a name, as in a headline."""
    return bool(words) and len(words) <= LABEL_LENGTH and words[0] in names and words[-1] in names
