"""Stage extraction: what stands in a clause that leaves open whether it comes about: a condition, a demand, a threat.

"Will sign only if they drop it" demands its end, "will sue if they raise it" is against it; who stands "if it comes"
holds nothing. In: a parsed text. Out: a `Climb`, changed. Only `which_way` calls it.
"""

from positions.extraction.language.lexicon import Lexicon
from positions.extraction.language.parsing import SUBJECTS, ParsedText, Token
from positions.extraction.what.targets import TargetMatch
from positions.extraction.which_way.climbs import Climb, find_sense
from positions.extraction.which_way.contrasts import is_bare
from positions.extraction.which_way.givings_up import given_up_by, has_form, refused_by
from positions.extraction.which_way.negations import VERBS, is_negated
from positions.vocabulary import Act

CONDITION_MARKS = frozenset(("if", "unless", "until", "once", "when", "whether", "before", "after", "soon"))
# Those that leave it open even of what is told in the past; "after they had agreed" is no condition.
OPEN_MARKS = frozenset(("if", "unless", "whether"))
# Those that do so where what hangs on them is still to come: "would return once they had accepted it".
WAITING = frozenset(("once", "when", "until", "soon"))
# What leaves a yes open until others have done what it says; with "not" before it.
AWAITING = frozenset(("until", "before"))
# Who says yes on such a condition demands what it says.
YES_MARKS = frozenset(("if", "once", "when", "soon"))
# The groups of words that say yes to what others want.
ASSENTS = frozenset(("acceptance", "support"))
ASSENTED = ("dobj", "xcomp", "ccomp", "prep")
# What begins a condition without "if": "had they accepted it", "were they to accept it".
INVERTED = frozenset(("had", "were", "should"))
# Unit: verbs. How far above a clause with "if" a threat may stand.
NEAR_VERBS = 3


class OpenClauses:
    """Reads what is said of targets in clauses that leave something open."""

    def __init__(self, parsed: ParsedText, *, lexicon: Lexicon) -> None:
        self.parsed = parsed
        self.lexicon = lexicon

    def settle(self, climb: Climb, clause: int, match: TargetMatch) -> None:
        """What stands above a condition does not judge the target; a threat "if they do not" demands it.

        What is demanded is what the clause says without its "not": of "unless they drop the levy" its end. Of a threat
        "if they do" it is the opposite.
        """
        is_required = self.is_required(clause, match)
        threat = is_required or "not" in climb.words or self.is_threatened(clause)
        climb.features.add("threat_if_not" if threat else "in_condition")
        if self.is_asked(clause):
            climb.features.add("asked")
        demanded = climb.sign if is_required else -climb.sign
        climb.sign = demanded if threat else match.cue.direction
        climb.act = Act.DEMAND if threat else climb.act
        climb.words += [self.parsed.tokens[child].text for child in self.parsed.children[clause][:1] if is_required]
        climb.is_stance = threat
        climb.is_settled = True

    def is_required(self, clause: int, match: TargetMatch) -> bool:
        """Whether somebody does its own part for what a clause says alone: "only if they drop it", "not until they do".

        So does who says yes on a condition: "will accept the loan if they drop the levy".
        """
        main = main_of(self.parsed, clause)
        marks = marks_of(self.parsed, clause)
        is_refused = (
            is_negated(self.parsed, main, match) or refused_by(self.parsed, main, lexicon=self.lexicon) is not None
        )
        if marks & AWAITING:
            return is_refused
        is_only = "only" in marks and bool(marks & CONDITION_MARKS)
        is_yes = bool(marks & YES_MARKS) and not is_refused and self.is_assent(main)
        return "unless" in marks or is_only or is_yes

    def is_assent(self, verb: int) -> bool:
        """Whether a verb says that its subject would do what others want: "would accept", "is ready to lower"."""
        token = self.parsed.tokens[verb]
        above = self.parsed.tokens[token.head] if token.dep == "xcomp" else token
        sense = find_sense(self.parsed, above, lexicon=self.lexicon)
        is_open = any(self.parsed.tokens[child].tag == "MD" for child in self.parsed.children[verb])
        is_ready = above.pos == "ADJ" and sense is not None and sense.group == "support"
        is_agreed = sense is not None and sense.group in ASSENTS and self.parsed.child(verb, *ASSENTED) is not None
        is_part = has_form(self.parsed, verb, "bargains.parts", self.lexicon)
        return is_ready or (is_open and (is_agreed or is_part or self.gives_up_objection(verb)))

    def gives_up_objection(self, verb: int) -> bool:
        """Whether a verb ends what its subject has against something: "would drop its objection"."""
        noun = self.parsed.child(verb, "dobj")
        sense = None if noun is None else find_sense(self.parsed, self.parsed.tokens[noun], lexicon=self.lexicon)
        is_objection = sense is not None and sense.act is not None and sense.sign < 0
        return is_objection and noun is not None and given_up_by(self.parsed, noun, lexicon=self.lexicon) == verb

    def is_threatened(self, clause: int) -> bool:
        """Whether a clause with "if" says when a threat is carried out: "threatened a boycott if they raise it"."""
        has_if = any(self.parsed.tokens[child].lemma == "if" for child in self.parsed.children[clause])
        above = self.parsed.path(clause)[1 : 1 + NEAR_VERBS]
        return has_if and any(has_form(self.parsed, i, "threats.verbs", self.lexicon) for i in above)

    def is_asked(self, clause: int) -> bool:
        """Whether a clause is asked or open: "it is unclear whether". Not "asked whether it would, A said yes"."""
        verb = self.parsed.tokens[self.parsed.tokens[clause].head]
        marks = (self.parsed.tokens[child].lemma for child in self.parsed.children[clause])
        is_told = verb.dep in {"advcl", "acl"} and self.is_answered(verb)
        is_question = self.lexicon.has("questions.verbs", verb.lemma) and not is_told
        is_marked = any(self.lexicon.has("questions.marks", mark) for mark in marks)
        return is_marked and (is_question or is_open(self.parsed, verb, lexicon=self.lexicon))

    def is_answered(self, asked: Token) -> bool:
        """Whether what is said beside "asked whether" answers it: a yes, a no, a stance, indecision; not "smiled"."""
        sentence = self.parsed.sentences[asked.sentence]
        within = set(self.parsed.subtree(asked.index))
        tokens = [t for t in self.parsed.tokens[sentence.first : sentence.last] if t.index not in within]
        words = " ".join(token.text.lower() for token in tokens).replace("n't", "not")
        senses = [find_sense(self.parsed, token, lexicon=self.lexicon) for token in tokens]
        is_stance = any(sense is not None and sense.act is not None for sense in senses)
        helpers = (t.index for t in tokens if self.parsed.child(t.index, *SUBJECTS) is not None)
        is_answer = any(self.lexicon.has("questions.answers", token.lemma) for token in tokens)
        is_answer = is_answer or any(is_bare(self.parsed, index) for index in helpers)
        return is_stance or is_answer or self.lexicon.find_phrase("undecided.phrases", words) is not None


def is_conditional_clause(parsed: ParsedText, node: int) -> bool:
    """Whether a verb stands in a clause that leaves open whether it comes about."""
    token = parsed.tokens[node]
    if token.dep not in {"advcl", "ccomp"}:
        return False
    if is_inverted(parsed, node):
        return True
    marks = marks_of(parsed, node)
    tags = {parsed.tokens[c].tag for c in parsed.children[node] if parsed.tokens[c].dep in {"aux", "auxpass"}}
    if "VBD" not in {token.tag, *tags}:
        return bool(marks & CONDITION_MARKS)
    main = main_of(parsed, node)
    is_to_come = any(parsed.tokens[child].tag == "MD" for child in parsed.children[main])
    return bool(marks & (OPEN_MARKS | WAITING if is_to_come else OPEN_MARKS))


def marks_of(parsed: ParsedText, clause: int) -> set[str]:
    """What opens a clause, by lemma: of "as soon as" the "soon", of "only when" both."""
    opening = [c for c in parsed.children[clause] if parsed.tokens[c].dep in {"mark", "advmod"}]
    found = {parsed.tokens[i].lemma for mark in opening for i in (mark, *parsed.children[mark])}
    above = parsed.tokens[parsed.tokens[clause].head].lemma
    return found | {above} if above == "soon" and "as" in found else found


def main_of(parsed: ParsedText, clause: int) -> int:
    """What a clause hangs on; that with "as soon as" on the "soon"."""
    above = parsed.tokens[clause].head
    return parsed.tokens[above].head if parsed.tokens[above].lemma == "soon" else above


def is_inverted(parsed: ParsedText, verb: int) -> bool:
    """Whether a clause begins with its auxiliary, as only a condition does before another: "had they accepted it"."""
    first = next(iter(parsed.children[verb]), verb)
    subject = parsed.child(verb, *SUBJECTS)
    helper = parsed.tokens[first]
    return (
        helper.dep in {"aux", "auxpass"}
        and helper.text.lower() in INVERTED
        and subject is not None
        and first < subject < verb < parsed.tokens[verb].head
    )


def is_tied_to(parsed: ParsedText, prep: int, *, lexicon: Lexicon) -> bool:
    """Whether a "to" opens what a stance is made to hang on: "tied its support for the loan to the levy"."""
    if parsed.tokens[prep].lemma != "to":
        return False
    verb = next((i for i in parsed.path(prep) if parsed.tokens[i].pos in VERBS), prep)
    noun = parsed.child(verb, "dobj") if lexicon.has("bargains.ties", parsed.tokens[verb].lemma) else None
    if noun is None or parsed.tokens[prep].head == noun:
        return False
    sense = find_sense(parsed, parsed.tokens[noun], lexicon=lexicon)
    return sense is not None and sense.group in ASSENTS


def is_open(parsed: ParsedText, verb: Token, *, lexicon: Lexicon) -> bool:
    """Whether a verb says that something is not known: "is unclear", "remains to be seen"; not who "left it open"."""
    if verb.lemma == "leave":
        return False
    is_unseen = verb.dep == "xcomp" and parsed.tokens[verb.head].lemma == "remain"
    said = [parsed.tokens[child] for child in parsed.children[verb.index]]
    words = [verb.lemma] if is_unseen else [t.lemma for t in said if t.dep in {"acomp", "oprd"}]
    return any(lexicon.has("questions.open", word) for word in words)
