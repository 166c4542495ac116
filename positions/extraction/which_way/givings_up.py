"""Stage extraction: a stance that one no longer holds: "lifted its veto", "an end to its opposition".

"Its support evaporated", "went back on its promise". In: a parsed text. Out: the word that gives it up. `climbing`,
`leanings`, `open_clauses` and `changes` call it.
"""

from positions.extraction.language.lexicon import Lexicon
from positions.extraction.language.parsing import ParsedText
from positions.extraction.which_way.climbs import find_sense
from positions.extraction.which_way.negations import VERBS, is_denied

GOVERNED = frozenset(("dobj", "nsubjpass"))
# What stands between a verb and the stance that it leaves: "backed away from its pledge", "went back on its promise".
LEAVING = frozenset(("from", "on", "off", "of"))
# A verb below another that says whether somebody would do it.
TOLD_TO = frozenset(("xcomp", "acl", "pcomp"))
AFTER = frozenset(("prt", "advmod"))


def given_up_by(parsed: ParsedText, noun: int, *, lexicon: Lexicon) -> int | None:
    """The verb or noun that gives up the stance that a noun names; None where it is still held."""
    token = parsed.tokens[noun]
    if token.pos != "NOUN":
        return None
    if token.dep in GOVERNED:
        verb = token.head
        return verb if parsed.tokens[verb].pos == "VERB" and ends_a_stance(parsed, verb, lexicon) else None
    if token.dep == "nsubj":
        return token.head if has_form(parsed, token.head, "given_up.fading", lexicon) else None
    return left_by(parsed, token.head, lexicon) if token.dep == "pobj" else None


def left_by(parsed: ParsedText, prep: int, lexicon: Lexicon) -> int | None:
    """The noun that ends what a preposition governs, or the verb that turns away from it."""
    lemma, outer = parsed.tokens[prep].lemma, parsed.tokens[prep].head
    if lemma in {"of", "to"} and parsed.tokens[outer].pos == "NOUN":
        return outer if ends_a_stance(parsed, outer, lexicon) else None
    verb = parsed.tokens[outer].head if parsed.tokens[outer].dep in AFTER else outer
    return verb if lemma in LEAVING and has_form(parsed, verb, "given_up.leaving", lexicon) else None


def refused_by(parsed: ParsedText, verb: int, *, lexicon: Lexicon) -> int | None:
    """The word by which somebody will not do what a verb says: "refused to drop its demand", "is unwilling to"."""
    token = parsed.tokens[verb]
    sense = find_sense(parsed, parsed.tokens[token.head], lexicon=lexicon) if token.dep in TOLD_TO else None
    is_refusal = sense is not None and sense.act is not None and sense.sign < 0
    is_not = any(parsed.tokens[child].dep == "neg" for child in parsed.children[token.head])
    return token.head if is_refusal and not is_not else None


def ends_a_stance(parsed: ParsedText, index: int, lexicon: Lexicon) -> bool:
    """Whether a word is a reversal ("drop", "an end to"), or is said of stances alone ("withdraw", "set aside")."""
    token = parsed.tokens[index]
    group = "verbs" if token.pos == "VERB" else "nouns"
    senses = (lexicon.sense(token.pos, form) for form in forms_of(parsed, index))
    is_reversal = any(sense is not None and sense.act is None for sense in senses)
    return is_reversal or has_form(parsed, index, f"given_up.{group}", lexicon)


def has_form(parsed: ParsedText, index: int, words: str, lexicon: Lexicon) -> bool:
    """Whether a word, alone or with its particle, is in a list of the lexicon."""
    return any(lexicon.has(words, form) for form in forms_of(parsed, index))


def forms_of(parsed: ParsedText, index: int) -> list[str]:
    lemma = parsed.tokens[index].lemma
    after = [parsed.tokens[c].lemma for c in parsed.children[index] if parsed.tokens[c].dep in AFTER]
    return [lemma, *(f"{lemma} {particle}" for particle in after)]


def is_unyielding(parsed: ParsedText, noun: int, prep: int | None, *, lexicon: Lexicon) -> bool:
    """Whether somebody will have no giving in on a thing: "no compromise on the levy", "rejects any compromise"."""
    if (
        prep is None
        or parsed.tokens[noun].pos != "NOUN"
        or not lexicon.has("given_up.yielding", parsed.tokens[noun].lemma)
    ):
        return False
    verb = next((i for i in parsed.path(noun) if parsed.tokens[i].pos in VERBS), noun)
    sense = find_sense(parsed, parsed.tokens[verb], lexicon=lexicon)
    return is_denied(parsed, prep) or (sense is not None and sense.sign < 0)
