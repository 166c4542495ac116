"""Stage extraction: persons whom a text itself introduces by an office: "Northland's trade minister Ada Holm".

In: a parsed text. Out: whether a token ends the name of such a person. Only `linking` calls it.
"""

from positions.extraction.language.lexicon import Lexicon
from positions.extraction.language.parsing import ParsedText, Token

TITLES = ("compound", "nmod")


def is_introduced(parsed: ParsedText, token: Token, *, lexicon: Lexicon) -> bool:
    """Whether a token is a surname that a title stands before."""
    is_name = token.pos == "PROPN" and token.text.istitle() and not lexicon.has("organs.nouns", token.text.lower())
    return is_name and ends_name(parsed, token) and is_titled(parsed, token, lexicon=lexicon)


def ends_name(parsed: ParsedText, token: Token) -> bool:
    following = parsed.tokens[token.index + 1 : token.index + 2]
    return not following or following[0].pos != "PROPN"


def is_titled(parsed: ParsedText, token: Token, *, lexicon: Lexicon) -> bool:
    before = (parsed.tokens[child] for child in parsed.children[token.index])
    return any(word.dep in TITLES and lexicon.has("organs.nouns", word.lemma) for word in before)
