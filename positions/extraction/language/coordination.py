"""Stage extraction: two clauses of which the parser makes one: of "A proposed a levy and B vetoed it" the levy vetoes.

In: a parsed text. Out: the same, where the first verb is done to the levy and B is the doer of the second. Only
`judging` calls it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from positions.extraction.language.lexicon import Lexicon
from positions.extraction.language.parsing import SUBJECTS, ParsedText, Token

NOMINAL = frozenset(("NOUN", "PROPN"))
# What may stand between a doer and its verb.
BETWEEN = frozenset(("aux", "neg", "advmod"))
FINITE = frozenset(("VBD", "VBZ", "VBP"))


@dataclass(frozen=True, slots=True)
class Clauses:
    """A verb, what it is done to, the "and", and the doer of a second verb with that verb."""

    verb: int
    done_to: int
    joiner: int
    doer: int
    second: int


def with_clauses_apart(parsed: ParsedText, *, lexicon: Lexicon) -> ParsedText:
    """A text in which each of two such clauses has its own."""
    tokens = list(parsed.tokens)
    for found in find_clauses(parsed, lexicon=lexicon):
        tokens[found.done_to] = replace(tokens[found.done_to], head=found.verb, dep="dobj")
        tokens[found.joiner] = replace(tokens[found.joiner], head=found.verb)
        tokens[found.doer] = replace(tokens[found.doer], head=found.second, dep="nsubj")
        tokens[found.second] = replace(tokens[found.second], head=found.verb, dep="conj")
    return replace(parsed, tokens=tuple(tokens))


def find_clauses(parsed: ParsedText, *, lexicon: Lexicon) -> Iterator[Clauses]:
    for doer in parsed.tokens:
        done_to = parsed.tokens[doer.head]
        joiner = parsed.child(done_to.index, "cc")
        is_two = doer.dep == "conj" and joiner is not None and done_to.index < joiner < doer.index
        if not is_two or joiner is None or not {doer.pos, done_to.pos} <= NOMINAL:
            continue
        second = verb_after(parsed, doer)
        verb = None if second is None else parsed.tokens[second.head]
        if verb is None or second is None or not verb.index < done_to.index:
            continue
        if is_one_clause(parsed, done_to, verb, second) and is_done_to(verb, lexicon=lexicon):
            yield Clauses(verb.index, done_to.index, joiner, doer.index, second.index)


def verb_after(parsed: ParsedText, doer: Token) -> Token | None:
    """The finite verb right after a noun."""
    last = parsed.subtree(doer.index)[-1]
    for token in parsed.tokens[last + 1 : parsed.sentences[doer.sentence].last]:
        helpers = [parsed.tokens[child] for child in parsed.children[token.index]]
        is_finite = token.tag in FINITE or any(h.tag in {*FINITE, "MD"} for h in helpers if h.dep == "aux")
        if token.pos == "VERB":
            return token if is_finite else None
        if token.dep not in BETWEEN:
            return None
    return None


def is_one_clause(parsed: ParsedText, done_to: Token, verb: Token, second: Token) -> bool:
    """Whether the parser takes what the first verb is done to for the doer of the second, or gives that none."""
    if second.dep == "ccomp" and parsed.child(second.index, "mark") is None:
        return done_to.dep in SUBJECTS and done_to.head == second.index
    is_without = parsed.child(second.index, *SUBJECTS) is None
    return second.dep == "conj" and is_without and done_to.dep == "dobj" and done_to.head == verb.index


def is_done_to(verb: Token, *, lexicon: Lexicon) -> bool:
    """Whether a verb of stance governs things rather than what others do: "proposed it", not "hoped they would"."""
    sense = lexicon.sense(verb.pos, verb.lemma)
    is_of_mind = lexicon.has("speech.minds", verb.lemma) and verb.lemma != "want"
    return sense is not None and not is_of_mind and not lexicon.has("speech.verbs", verb.lemma)
