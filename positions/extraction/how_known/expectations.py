"""Stage extraction: whether words look ahead to what a party would hold: "is expected to", "is likely to".

In: a parsed text. Out: yes or no. `attribution`, `features` and `testimony` call it.
"""

from collections.abc import Sequence

from positions.extraction.language.lexicon import Lexicon
from positions.extraction.language.parsing import ParsedText
from positions.extraction.who.names import Holder


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
