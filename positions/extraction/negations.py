"""Stage extraction: whether a word on the way up from a target is negated: at itself, at its subject, by "no longer".

In: a parsed text and a match. Out: yes or no. Only `climbing` and what climbs with it call it.
"""

from positions.extraction.parsing import ParsedText
from positions.extraction.targets import TargetMatch

SUBJECTS = ("nsubj", "nsubjpass")
VERBS = frozenset(("VERB", "AUX"))
NONE_OF = frozenset(("no", "neither", "nor"))


def is_negated(parsed: ParsedText, node: int, match: TargetMatch) -> bool:
    """Whether a negation that is not part of the cue itself belongs to a word."""
    children = [child for child in parsed.children[node] if child not in match.tokens]
    return has_no(parsed, node, match) or any(
        parsed.tokens[child].dep == "neg" or (child < node and is_no_longer(parsed, child)) for child in children
    )


def has_no(parsed: ParsedText, node: int, match: TargetMatch) -> bool:
    """Whether a word has "no" or "neither" before it, or "nor" after it."""
    tokens = (parsed.tokens[child] for child in parsed.children[node] if child not in match.tokens)
    return any(token.dep in {"det", "preconj", "cc"} and token.lemma in NONE_OF for token in tokens)


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
