"""Stage extraction: the parts of a noun phrase that tell whose office it is, who is meant, how it is printed.

In: a parsed text and the head of a phrase. Out: tokens. Only `linking` and `hearing` call it.
"""

from collections.abc import Iterator

from positions.extraction.language.lexicon import Lexicon
from positions.extraction.language.parsing import ParsedText
from positions.extraction.who.introductions import TITLES

NAMED = ("PROPN", "NOUN")
MODIFIERS = ("amod", "compound", "poss", "nmod", "appos")
OWNING = frozenset(("of", "for", "from"))
# With what follows they name some of those meant; so does "such as".
EXAMPLES = frozenset(("including", "include", "like"))
# "A's counterpart" is somebody else's, "A's Northlandic counterpart" Northland's.
OTHER_SIDES = "counterpart"


def owning(parsed: ParsedText, index: int, *, lexicon: Lexicon) -> list[int]:
    """What may tell whose office a noun is, in the order of the text."""
    found = modifiers(parsed, index, lexicon=lexicon)
    is_other = parsed.tokens[index].lemma == OTHER_SIDES
    return [m for m in found if not (is_other and parsed.tokens[m].dep in {"poss", "pobj"})]


def modifiers(parsed: ParsedText, index: int, *, lexicon: Lexicon) -> Iterator[int]:
    """What modifies a noun: adjectives, compounds, possessors, what follows "of", "for", "from", "in", "close to".

    What modifies a modifier counts too: "German" in "German Foreign Minister Johann Wadephul".
    """
    is_seated = lexicon.has("organs.seated", parsed.tokens[index].lemma)
    for child in parsed.children[index]:
        token = parsed.tokens[child]
        if token.lemma == "close":
            near = parsed.child(child, "prep")
            yield from () if near is None else (c for c in parsed.children[near] if parsed.tokens[c].dep == "pobj")
        elif token.dep in MODIFIERS:
            yield child
            if token.dep == "appos" or (token.dep in TITLES and parsed.tokens[index].pos in NAMED):
                yield from modifiers(parsed, child, lexicon=lexicon)
        elif token.dep == "prep" and (token.lemma in OWNING or (token.lemma == "in" and is_seated)):
            yield from (c for c in parsed.children[child] if parsed.tokens[c].dep == "pobj")


def examples(parsed: ParsedText, index: int) -> Iterator[int]:
    """Who is named as one of those meant: "states such as A", "several members, including A"."""
    for child in parsed.children[index]:
        token = parsed.tokens[child]
        is_such = token.lemma == "as" and any(parsed.tokens[c].lemma == "such" for c in parsed.children[child])
        example = parsed.child(child, "pobj") if is_such or token.lemma in EXAMPLES else None
        if example is not None:
            yield example


def is_former(parsed: ParsedText, index: int, *, lexicon: Lexicon) -> bool:
    """Whether it is an office that somebody no longer holds: "a former minister" speaks for nobody."""
    return any(lexicon.has("organs.former", parsed.tokens[child].lemma) for child in parsed.children[index])


def named_after(parsed: ParsedText, index: int) -> str | None:
    """The person whom an office's noun is followed by, with given name and surname: "the minister, Ola Brandt"."""
    person = parsed.child(index, "appos")
    if person is None or parsed.tokens[person].pos != "PROPN" or parsed.child(person, "compound") is None:
        return None
    return printed(parsed, person)


def printed(parsed: ParsedText, index: int) -> str:
    """A noun phrase as printed, without what follows its head."""
    before = (c for c in parsed.children[index] if parsed.tokens[c].dep in {"compound", "amod"} and c < index)
    start, end = parsed.span(min(before, default=index), index + 1)
    return " ".join(parsed.text[start:end].split())
