"""Stage extraction: whether a word on the way up from a target is turned into its opposite by what stands around it.

Negated at itself, at its subject, by "no longer"; what is passed over for something else ("A rather than B").
In: a parsed text and a match. Out: yes or no. Only `climbing` and what climbs with it call it.
"""

from collections.abc import Sequence

from positions.extraction.language.lexicon import Lexicon
from positions.extraction.language.parsing import SUBJECTS, ParsedText, Token
from positions.extraction.what.targets import TargetMatch
from positions.extraction.which_way.climbs import Climb

VERBS = frozenset(("VERB", "AUX"))
NONE_OF = frozenset(("no", "neither", "nor"))
NOTHING = frozenset(("nothing", "none"))
# Where they negate the verb: "will sign nothing in it", "nothing in it is acceptable"; not "nothing but the levy".
ALONE = frozenset(("dobj", "attr", "nsubj"))
# Before a "not" that sets one thing aside for another; after it these set nothing aside: "X, not only Y".
SETTING_ASIDE = frozenset((",", "but", "and", "though", "although", "yet"))
ADDING = frozenset(("only", "just", "merely", "simply", "least"))
# Of which there is so little that it is a "no": "little faith in it", "few objections to it"; not "a little", "a few".
SCARCE = frozenset(("little", "scant", "scarce", "zero", "few"))
# With "no" before them and a preposition they negate whatever verb they hang on: "will under no circumstances sign".
NO_WAYS = frozenset(("circumstance", "condition", "way", "account", "case", "event", "means"))


def is_negated(parsed: ParsedText, node: int, match: TargetMatch) -> bool:
    """Whether a negation that is not part of the cue itself belongs to a word."""
    children = [child for child in parsed.children[node] if child not in match.tokens]
    token = parsed.tokens[node]
    is_only = any(parsed.tokens[child].lemma == "but" for child in children)
    is_nothing = token.lemma in NOTHING and token.dep in ALONE and not is_only and node not in match.tokens
    auxiliaries = [c for child in children if parsed.tokens[child].pos == "AUX" for c in parsed.children[child]]
    is_not = any(parsed.tokens[child].dep == "neg" and not is_of_next(parsed, child) for child in children)
    is_over = any(child < node and is_no_longer(parsed, child) for child in (*children, *auxiliaries))
    is_none_of = has_no(parsed, node, match) and not is_way_of(parsed, node)
    return is_nothing or is_not or is_over or is_none_of or is_in_no(parsed, node) or is_no_way(parsed, node)


def is_no_way(parsed: ParsedText, verb: int) -> bool:
    """Whether there is no way that one does it: "there is no way we can accept it", where the "no" is said of us."""
    way = parsed.tokens[verb].head
    return parsed.tokens[verb].dep == "relcl" and is_way_of(parsed, way) and is_none(parsed, way)


def is_way_of(parsed: ParsedText, noun: int) -> bool:
    """Whether a noun is the way in which somebody does what the clause below it says."""
    return parsed.tokens[noun].lemma in NO_WAYS and parsed.child(noun, "relcl") is not None


def is_of_next(parsed: ParsedText, negation: int) -> bool:
    """Whether a "not" says nothing of the noun that it hangs on: of the first in "A wants X, not Y", "not just Y"."""
    head = parsed.tokens[negation].head
    is_adding = parsed.tokens[min(negation + 1, len(parsed.tokens) - 1)].lemma in ADDING
    return (head < negation or is_adding) and parsed.tokens[head].pos in {"NOUN", "PROPN"}


def is_set_aside(parsed: ParsedText, node: int, inner: int | None) -> bool:
    """Whether what stands below a noun is what is not wanted instead of it: "Y" in "A wants X, not Y", "X but not Y".

    The parser hangs the "not" on any word of the two.
    """
    if inner is None or parsed.tokens[inner].dep not in {"appos", "conj"} or parsed.tokens[inner].pos in VERBS:
        return False
    nots = [i for i in range(node + 1, inner) if parsed.tokens[i].dep == "neg" and parsed.tokens[i].lemma == "not"]
    is_joined = bool(nots) and parsed.tokens[nots[-1] - 1].lemma in SETTING_ASIDE
    is_added = bool(nots) and parsed.tokens[nots[-1] + 1].lemma in ADDING
    is_own = bool(nots) and parsed.tokens[nots[-1]].head == inner
    return is_joined and not is_added and not is_own


def has_no(parsed: ParsedText, node: int, match: TargetMatch) -> bool:
    """Whether a word has "no", "neither" or "little" before it, or "nor" after it."""
    tokens = [parsed.tokens[child] for child in parsed.children[node] if child not in match.tokens]
    is_none = any(token.dep in {"det", "preconj", "cc"} and token.lemma in NONE_OF for token in tokens)
    return is_none or is_scarce(tokens) or has_no_more(parsed, node)


def has_no_more(parsed: ParsedText, node: int) -> bool:
    """Whether there is to be "no more" of what a word says; "no more than" some is some."""
    mores = [c for c in parsed.children[node] if parsed.tokens[c].lemma == "more" and c < node]
    below = [[parsed.tokens[c].lemma for c in parsed.children[more]] for more in mores]
    return any("no" in lemmas and "than" not in lemmas for lemmas in below)


def is_scarce(tokens: Sequence[Token]) -> bool:
    """Whether there is "little" of what stands above some words; "a little" is some."""
    is_little = any(token.dep == "amod" and token.lemma in SCARCE for token in tokens)
    return is_little and all(token.dep not in {"det", "poss"} for token in tokens)


def is_in_no(parsed: ParsedText, node: int) -> bool:
    """Whether one is "in no position", "in no mood", to do it, or does it "under no circumstances"."""
    token = parsed.tokens[node]
    if token.pos not in VERBS:
        return False
    preps = [c for c in parsed.children[node] if parsed.tokens[c].dep == "prep"]
    nouns = [noun for prep in preps if (noun := parsed.child(prep, "pobj")) is not None]
    named = [i for i in nouns if parsed.tokens[i].lemma in NO_WAYS or is_mood(parsed, i, token)]
    return any(parsed.tokens[child].lemma == "no" for noun in named for child in parsed.children[noun])


def is_mood(parsed: ParsedText, noun: int, verb: Token) -> bool:
    return verb.lemma == "be" and parsed.tokens[parsed.tokens[noun].head].lemma == "in"


def is_no_longer(parsed: ParsedText, index: int) -> bool:
    """Whether a token is the second one of "no longer", on which the parser hangs the negation."""
    below = (parsed.tokens[child] for child in parsed.children[index])
    return parsed.tokens[index].text.lower() == "longer" and any(token.dep == "neg" for token in below)


def is_of_nobody(parsed: ParsedText, node: int, inner: int | None, match: TargetMatch) -> bool:
    """Whether the negation of a verb stands at its subject: "neither A nor B backs the levy".

    Not "nobody": what a speaker says of everybody is seldom a refusal of its own.
    """
    subject = parsed.child(node, *SUBJECTS) if parsed.tokens[node].pos in VERBS else None
    return subject is not None and subject != inner and has_no(parsed, subject, match)


def leaves_open(parsed: ParsedText, climb: Climb, node: int, inner: int | None, match: TargetMatch) -> bool:
    """Whether those who are neither the one nor the other hold nothing: "neither side has rejected the levy".

    Nor where it is something else that neither does: "neither side wants war over the levy".
    """
    if not is_of_nobody(parsed, node, inner, match):
        return False
    things = (i for i in climb.route if i not in match.tokens and parsed.tokens[i].pos == "NOUN")
    return climb.sign * match.cue.direction > 0 or any(parsed.tokens[i].dep == "dobj" for i in things)


def is_denied(parsed: ParsedText, prep: int) -> bool:
    """Whether the clause or noun that a preposition belongs to is negated: "no deal without", "nothing without"."""
    verb = next((i for i in parsed.path(prep) if parsed.tokens[i].pos in VERBS), prep)
    below = parsed.children[verb]
    nouns = [i for i in below if parsed.tokens[i].dep in {*SUBJECTS, "attr", "dobj"}]
    is_not = any(parsed.tokens[i].dep == "neg" for i in below)
    is_nothing = any(parsed.tokens[i].lemma in NOTHING for i in nouns)
    return is_not or is_nothing or any(is_none(parsed, noun) for noun in (*nouns, parsed.tokens[prep].head))


def is_none(parsed: ParsedText, noun: int) -> bool:
    """Whether there is none of what a noun says: "no deal"."""
    below = (parsed.tokens[child] for child in parsed.children[noun])
    return any(token.dep == "det" and token.lemma == "no" for token in below)


def is_doubt(parsed: ParsedText, node: int, *, lexicon: Lexicon) -> bool:
    """Whether a word says of what it governs that it will hardly come about: "doubt that", "unlikely to"."""
    token = parsed.tokens[node]
    return token.pos in {"VERB", "ADJ"} and lexicon.has("doubts.words", token.lemma)


def is_doubted(parsed: ParsedText, clause: int, match: TargetMatch, *, lexicon: Lexicon) -> bool:
    """Whether it is doubted that a clause comes about, whose doer then would not: "they doubt that A will sign"."""
    token = parsed.tokens[clause]
    if token.dep not in {"ccomp", "csubj"}:
        return False
    above = [token.head, *(c for c in parsed.children[token.head] if parsed.tokens[c].dep == "acomp")]
    return any(is_doubt(parsed, i, lexicon=lexicon) for i in above) and not is_negated(parsed, token.head, match)


def is_passed_over(parsed: ParsedText, node: int, inner: int | None, *, lexicon: Lexicon) -> bool:
    """Whether what stands below a word is not taken: "A instead of B", "A rather than B", "prefers A to B"."""
    token = parsed.tokens[node]
    if token.pos in VERBS:
        is_second = inner is not None and parsed.tokens[inner].dep == "conj"
        joiners = (c for c in parsed.children[node] if parsed.tokens[c].dep == "cc") if is_second else ()
        return is_less_wanted(parsed, node, lexicon=lexicon) or any(has_instead(parsed, c, lexicon) for c in joiners)
    if token.lemma in {"of", "than"}:
        return has_instead(parsed, node, lexicon) or is_in_place(parsed, token.head, lexicon)
    if token.dep == "prep" and token.lemma in {"to", "over"}:
        verb = next((i for i in parsed.path(node)[1:] if parsed.tokens[i].pos in VERBS), node)
        named = parsed.tokens[verb].lemma
        is_chosen = lexicon.has("passed_over.verbs", named) and (token.lemma == "over" or named == "prefer")
        return is_chosen and parsed.child(verb, "dobj") is not None
    return False


def is_less_wanted(parsed: ParsedText, verb: int, *, lexicon: Lexicon) -> bool:
    """Whether something else would be done sooner: "would rather strike than accept B"."""
    is_than = any(parsed.tokens[child].lemma == "than" for child in parsed.children[verb])
    return is_than and any(has_instead(parsed, i, lexicon) for i in (verb, parsed.tokens[verb].head))


def has_instead(parsed: ParsedText, node: int, lexicon: Lexicon) -> bool:
    """Whether "instead" or "rather" hangs on a word."""
    below = (parsed.tokens[child] for child in parsed.children[node])
    return any(token.dep == "advmod" and lexicon.has("passed_over.adverbs", token.lemma) for token in below)


def is_in_place(parsed: ParsedText, index: int, lexicon: Lexicon) -> bool:
    """Whether a word is the noun of "in place of", "in lieu of"."""
    token = parsed.tokens[index]
    return lexicon.has("passed_over.adverbs", token.lemma) and parsed.tokens[token.head].lemma == "in"


def is_circumstance(parsed: ParsedText, verb: int) -> bool:
    """Whether what is done above is not done to what a participle says: "walked out, demanding a levy"."""
    token = parsed.tokens[verb]
    is_participle = token.dep == "advcl" and token.tag == "VBG" and token.head < verb
    return is_participle and all(parsed.tokens[child].dep != "mark" for child in parsed.children[verb])


def is_accused_of(parsed: ParsedText, prep: int, *, lexicon: Lexicon) -> bool:
    """Whether a preposition opens what others are blamed for: who accuses them of blocking it is not against it."""
    token = parsed.tokens[prep]
    is_blame = token.dep == "prep" and token.lemma in {"of", "for"} and parsed.child(prep, "pcomp") is not None
    return is_blame and lexicon.has("accusations.verbs", parsed.tokens[token.head].lemma)
