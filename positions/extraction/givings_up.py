"""Stage extraction: a stance that one no longer holds: "lifted its veto", "an end to its opposition".

In: a parsed text. Out: the word that gives it up. `climbing` and `leanings` call it.
"""

from positions.extraction.lexicon import Lexicon
from positions.extraction.parsing import ParsedText

GOVERNED = frozenset(("dobj", "nsubjpass"))


def given_up_by(parsed: ParsedText, noun: int, *, lexicon: Lexicon) -> int | None:
    """The verb or noun that gives up the stance that a noun names; None where it is still held."""
    token = parsed.tokens[noun]
    if token.pos != "NOUN":
        return None
    if token.dep in GOVERNED:
        verb = token.head
        return verb if parsed.tokens[verb].pos == "VERB" and ends_a_stance(parsed, verb, lexicon) else None
    if token.dep == "pobj" and parsed.tokens[token.head].lemma in {"of", "to"}:
        outer = parsed.tokens[token.head].head
        return outer if parsed.tokens[outer].pos == "NOUN" and ends_a_stance(parsed, outer, lexicon) else None
    return None


def ends_a_stance(parsed: ParsedText, index: int, lexicon: Lexicon) -> bool:
    """Whether a word is a reversal ("drop", "an end to"), or is said of stances alone ("withdraw", "set aside")."""
    token = parsed.tokens[index]
    group = "verbs" if token.pos == "VERB" else "nouns"
    after = [parsed.tokens[c].lemma for c in parsed.children[index] if parsed.tokens[c].dep in {"prt", "advmod"}]
    forms = (token.lemma, *(f"{token.lemma} {particle}" for particle in after))
    senses = (lexicon.sense(token.pos, form) for form in forms)
    is_reversal = any(sense is not None and sense.act is None for sense in senses)
    return is_reversal or any(lexicon.has(f"given_up.{group}", form) for form in forms)
