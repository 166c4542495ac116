"""Stage extraction: what is said of a thing itself: "the levy is madness", "called it a bad idea", "it makes no sense".

In: a parsed text and a lexicon. Out: a `Climb`, changed. `predicates` and `climbing` call it.
"""

from collections.abc import Iterator

from positions.extraction.language.lexicon import JUDGING, Lexicon, Sense
from positions.extraction.language.parsing import SUBJECTS, ParsedText
from positions.extraction.what.targets import TargetMatch
from positions.extraction.which_way.climbs import Climb, find_sense
from positions.extraction.which_way.negations import is_negated, is_none
from positions.vocabulary import Act

# What marks a verdict against something.
AGAINST = frozenset(("complement", "disapproval_of"))
PARTICIPLES = frozenset(("VBN", "VBG"))
COMPLEMENTS = frozenset(("acomp", "attr", "oprd"))
# Unit: tokens. So many after a verb may be part of an idiom with it.
IDIOM_LENGTH = 5
# Whose a thing is, and no verdict on it.
THEIRS = frozenset(("his", "her", "their"))
# What something may be called.
NAMES = frozenset(("NOUN", "ADJ", "VERB"))


class Verdicts:
    """Reads what is said of targets themselves in one text."""

    def __init__(self, parsed: ParsedText, *, lexicon: Lexicon) -> None:
        self.parsed = parsed
        self.lexicon = lexicon

    def take(self, climb: Climb, verb: int, inner: int | None, match: TargetMatch) -> None:
        """All that one verb says. `inner`: the word below it on the way up."""
        token = self.parsed.tokens[verb]
        is_subject = inner is not None and inner == self.parsed.child(verb, *SUBJECTS)
        is_naming = self.lexicon.has("naming.verbs", token.lemma)
        words = [*self.complements(verb, match), *self.judged_as(verb, inner)]
        words += self.named(verb, match) if is_naming else []
        n_said = len(climb.words)
        for word in dict.fromkeys(words):
            self.take_word(climb, word, is_subject=is_subject, is_climbed=word == inner)
        if len(climb.words) > n_said:
            return
        if is_naming or (is_subject and token.lemma == "be"):
            self.take_idiom(climb, verb, match)
        elif is_subject:
            self.take_participle(climb, verb)
            self.take_verb_idiom(climb, verb)
        if words and "complement" not in climb.features and (is_naming or is_subject):
            climb.features.add("unjudged")

    def complements(self, verb: int, match: TargetMatch) -> Iterator[int]:
        """What the verb says that something is: "the plan is unacceptable"."""
        for child in self.parsed.children[verb]:
            if child not in match.tokens and self.parsed.tokens[child].dep in COMPLEMENTS:
                yield child

    def named(self, verb: int, match: TargetMatch) -> list[int]:
        """What the target is called, wherever the parser hangs the word after it: "labelled refunds unaffordable"."""
        below = {*self.parsed.children[verb], *self.parsed.children[match.head], self.parsed.tokens[match.head].head}
        after = (i for i in sorted(below) if max(match.tokens) < i and self.parsed.tokens[i].pos in NAMES)
        return [i for i in after if self.parsed.tokens[i].sentence == match.sentence][:1]

    def judged_as(self, verb: int, inner: int | None) -> Iterator[int]:
        """What somebody sees in the target: "described the plan as unfair", "sees the plan as a trap".

        Who "rejected the plan as unfair" has said so already, and does not turn it round.
        """
        is_object = inner is not None and inner == self.parsed.child(verb, "dobj", "nsubjpass")
        if not is_object or find_sense(self.parsed, self.parsed.tokens[verb], lexicon=self.lexicon) is not None:
            return
        for prep in self.parsed.children[verb]:
            if self.parsed.tokens[prep].lemma == "as":
                yield from self.parsed.children[prep]

    def take_word(self, climb: Climb, word: int, *, is_subject: bool, is_climbed: bool) -> None:
        """A word of stance, or a verdict, in what is said of the target; else what modifies it: "a bad idea".

        `is_climbed`: it stands on the way up, where its stance has been taken ("a mistake to drop the levy").
        """
        token = self.parsed.tokens[word]
        sense = find_sense(self.parsed, token, lexicon=self.lexicon)
        if sense is None:
            self.take_verdict(climb, word, is_climbed=is_climbed)
        elif not is_climbed and sense.act is not None and (is_subject or sense.group.endswith(JUDGING)):
            climb.take(token.text, sense)
            climb.features.add("complement")

    def take_verdict(self, climb: Climb, word: int, *, is_climbed: bool = False) -> None:
        """The first of a word and its adjectives that is a verdict; of "no answer", "no way forward" the opposite.

        On the way up the "no" has been taken: "there is no way that the union can accept it".
        """
        below = [self.parsed.tokens[child] for child in self.parsed.children[word]]
        if any(one.dep == "poss" and one.text.lower() in THEIRS for one in below):
            return  # "it was his first answer"
        adjectives = (one.index for one in below if one.dep == "amod")
        for place in (word, *adjectives):
            verdict = self.verdict(place)
            if verdict is not None:
                climb.take(self.parsed.tokens[place].text, verdict)
                climb.features.add("complement")
                if is_none(self.parsed, word) and not is_climbed:
                    climb.turn("no", "negated")
                return

    def verdict(self, word: int) -> Sense | None:
        token = self.parsed.tokens[word]
        return self.lexicon.verdicts.get(token.text.lower()) or self.lexicon.verdicts.get(token.lemma)

    def take_participle(self, climb: Climb, verb: int) -> None:
        """A verdict that the parser takes for a verb: "the levy is misguided"."""
        is_participle = self.parsed.tokens[verb].tag in PARTICIPLES
        if is_participle and find_sense(self.parsed, self.parsed.tokens[verb], lexicon=self.lexicon) is None:
            self.take_verdict(climb, verb)

    def take_idiom(self, climb: Climb, verb: int, match: TargetMatch) -> None:
        """What an idiom says of the target: "the levy is out of the question", "is not on the table"."""
        below = (i for child in self.parsed.children[verb] for i in self.parsed.subtree(child))
        after = [i for i in sorted(below) if i > verb and i not in match.tokens]
        words = " ".join(self.parsed.tokens[i].text.lower() for i in after)
        closed = self.lexicon.find_phrase("idioms.open", words) if is_negated(self.parsed, verb, match) else None
        if against := self.lexicon.find_phrase("idioms.against", words):
            self.spend_not(climb, verb, against)
            climb.lean(against, -1, "disapproval_of", "complement", act=Act.REJECTION)
        elif closed:
            climb.lean(closed, 1, "disapproval_of", "complement", act=Act.REJECTION)
        elif favour := self.lexicon.find_phrase("idioms.for", words):
            self.spend_not(climb, verb, favour)
            climb.lean(favour, 1, "approval_of", "complement")

    def spend_not(self, climb: Climb, verb: int, idiom: str) -> None:
        """Of "not enough", "not negotiable" the "not" is said with the idiom."""
        if idiom.startswith("not "):
            climb.spent.add(verb)

    def take_verb_idiom(self, climb: Climb, verb: int) -> None:
        """What an idiom with another verb says of its subject: "the levy makes no sense", "goes too far"."""
        after = self.parsed.tokens[verb + 1 : verb + 1 + IDIOM_LENGTH]
        words = " ".join((self.parsed.tokens[verb].lemma, *(token.text.lower() for token in after)))
        if against := self.lexicon.find_phrase("idioms.verbs_against", words):
            climb.lean(against, -1, "disapproval_of", "complement", act=Act.REJECTION)
        elif favour := self.lexicon.find_phrase("idioms.verbs_for", words):
            climb.lean(favour, 1, "approval_of", "complement")


def is_complaint(parsed: ParsedText, climb: Climb, node: int, inner: int | None, *, lexicon: Lexicon) -> bool:
    """Whether a word only says how a verdict was put: "complained that the levy was a bad bargain" is one "no".

    "Denied that it was one", "feared that it would be dropped" are two.
    """
    is_content = inner is not None and parsed.tokens[inner].dep == "ccomp"
    is_verdict = climb.features >= AGAINST and "negated" not in climb.features
    sense = find_sense(parsed, parsed.tokens[node], lexicon=lexicon)
    return is_content and is_verdict and sense is not None and sense.group == "opposition"


def is_no_verdict(parsed: ParsedText, climb: Climb, node: int) -> bool:
    """Whether a "not" is said of no verdict, and turns nothing: "half fares are not a gift, they are the law"."""
    noun = parsed.child(node, "attr") if "unjudged" in climb.features else None
    return noun is not None and parsed.tokens[noun].pos == "NOUN"
