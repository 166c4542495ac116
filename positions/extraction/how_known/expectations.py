"""Stage extraction: whether words look ahead to what a party would hold: "is expected to", "may", "seems ready to".

In: a parsed text. Out: yes or no. `attribution`, `features` and `testimony` call it.
"""

from collections.abc import Sequence
from itertools import pairwise

from positions.extraction.language.lexicon import Lexicon
from positions.extraction.language.parsing import ParsedText
from positions.extraction.who.names import Holder

# How what a verb or an adjective says of its subject hangs on it.
COMPLEMENTS = ("acomp", "oprd", "xcomp")
# The guess that is none with a negation: who "could not accept" it did not.
ABLE = "could"


def is_expected(parsed: ParsedText, path: Sequence[int], *, lexicon: Lexicon, own: int | None = None) -> bool:
    """Whether a word of expectation is on the way up from a token. What a holder's `own` verb expects, it wants."""
    for node in path:
        token = parsed.tokens[node]
        if node != own and token.pos == "VERB" and lexicon.has("prediction.verbs", token.lemma):
            return True
        if lexicon.has("prediction.passives", token.lemma) and is_thought_by_others(parsed, node):
            return True
        below = (parsed.tokens[child] for child in parsed.children[node])
        if any(t.dep == "acomp" and lexicon.has("prediction.adjectives", t.lemma) for t in below):
            return True
    return False


def is_done_by(parsed: ParsedText, verb: int, holder: Holder | None) -> bool:
    """Whether a holder does what a verb says; who "is expected to" refuse expects nothing itself."""
    return holder is not None and parsed.child(verb, "nsubjpass") != holder.token


def is_thought_by_others(parsed: ParsedText, verb: int) -> bool:
    """Whether a verb of opinion is a passive without a doer: "is thought to", not "was thought up by"."""
    return parsed.child(verb, "auxpass") is not None and parsed.child(verb, "prt", "agent") is None


def is_supposed(parsed: ParsedText, verb: int, *, lexicon: Lexicon) -> bool:
    """Whether who tells of a verb only supposes it: "A may accept", "there are signs that A will accept"."""
    is_here = is_guessed(parsed, verb, lexicon=lexicon) or is_seen(parsed, verb, lexicon=lexicon)
    return is_here or is_prospect(parsed, parsed.path(verb), lexicon=lexicon)


def is_guessed(parsed: ParsedText, verb: int, *, lexicon: Lexicon) -> bool:
    """Whether the words beside a verb make it a guess: "may accept", "will probably sign", "seems ready to"."""
    token = parsed.tokens[verb]
    below = [parsed.tokens[child] for child in parsed.children[verb]]
    is_negated = any(t.dep == "neg" for t in below)
    for child in below:
        if child.dep == "aux" and lexicon.has("prediction.guesses", child.lemma):
            return not (is_negated and child.lemma == ABLE)
        if child.dep == "advmod" and lexicon.has("prediction.adverbs", child.lemma):
            return True
        is_about = child.dep in COMPLEMENTS
        if is_about and lexicon.has("prediction.certain", child.lemma) and is_to_do(parsed, verb, child.index):
            return True
        if is_about and lexicon.has("prediction.seeming", token.lemma) and token.tag != "VBG":
            return True
    is_due = lexicon.has("prediction.due", token.lemma) and is_thought_by_others(parsed, verb)
    return is_due and parsed.child(verb, "xcomp") is not None


def is_seen(parsed: ParsedText, verb: int, *, lexicon: Lexicon) -> bool:
    """Whether others see one so: "is widely seen as opposed to it"."""
    above = parsed.tokens[verb].head if parsed.tokens[verb].dep == "advcl" else verb
    is_named = any(parsed.tokens[child].lemma == "as" for place in (above, verb) for child in parsed.children[place])
    is_view = lexicon.has("prediction.seen", parsed.tokens[above].lemma)
    return is_view and is_named and is_thought_by_others(parsed, above)


def is_to_do(parsed: ParsedText, verb: int, adjective: int) -> bool:
    """Whether somebody is "certain to" do something; who is "certain that" it comes only thinks so."""
    return parsed.child(verb, "xcomp") is not None or parsed.child(adjective, "xcomp") is not None


def is_prospect(parsed: ParsedText, path: Sequence[int], *, lexicon: Lexicon) -> bool:
    """Whether what is done is only spoken of as possible: "there is little chance that", "hopes are growing that"."""
    for below, node in pairwise(path):
        subject = parsed.child(node, "nsubj")
        words = [parsed.tokens[i].lemma for i in (node, subject) if i is not None and parsed.tokens[i].pos == "NOUN"]
        is_content = parsed.tokens[below].dep in {"acl", "ccomp"}
        if is_content and any(lexicon.has("prediction.prospects", word) for word in words):
            return True
    return False
