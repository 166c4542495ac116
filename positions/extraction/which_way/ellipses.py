"""Stage extraction: clauses that leave out what somebody holds: "so does B", "B did the same", "B refused".

What they leave out is what another was said to hold before, in the sentence or in the one before it.
In: readings of others. Out: readings of who is said to hold the same, or the opposite. Only `stances` and
`resumptions` call it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from positions.extraction.language.lexicon import Lexicon
from positions.extraction.language.parsing import SUBJECTS, ParsedText
from positions.extraction.what.targets import TargetMatch
from positions.extraction.which_way.contrasts import is_bare
from positions.extraction.which_way.negations import VERBS
from positions.extraction.which_way.open_clauses import is_conditional_clause
from positions.extraction.which_way.readings import RESUMED, Reading
from positions.extraction.who.linking import Links
from positions.extraction.who.names import Holder
from positions.vocabulary import Act

# Before a helping verb: "so does B", "neither will C", "as does D".
BEFORE_HELPERS = frozenset(("so", "neither", "nor", "as"))
# What may hang on a verb that leaves out the rest: "B has, too, declined"; no object, no clause.
ALONE = frozenset((*SUBJECTS, "aux", "auxpass", "advmod", "npadvmod", "punct", "cc", "neg", "mark", "prt", "dep"))
# Beside a verb they make a guess of what it says.
GUESSES = frozenset(("may", "might", "could", "to"))
# What is asked stands in a condition; where it is turned, "it would not" may be a yes.
ASKED, TURNED = frozenset(("in_condition",)), frozenset(("rejection", "opposition", "reversal", "negated"))
# Of a reading that answers what was asked.
ANSWERED = "answered"
# After these another's "no" is only odd: "A rejected the levy. B refused".
REFUSED = frozenset(("rejection", "opposition"))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A verb and its subject, who holds what another holds, or where `sign` is -1 the opposite of it.

    `answers`: it answers what another wants. `is_own`: it says by itself whether its subject is for it or against it.
    """

    verb: int
    subject: int
    sign: int
    answers: bool = False
    is_own: bool = False


class Ellipses:
    """Reads such clauses in one text."""

    def __init__(self, parsed: ParsedText, *, links: Links, lexicon: Lexicon) -> None:
        self.parsed = parsed
        self.links = links
        self.lexicon = lexicon
        self.known: dict[int, tuple[LeftOut, ...]] = {}

    def applied(self, found: Sequence[Reading]) -> list[Reading]:
        """Readings of a sentence, and those that its later clauses leave out."""
        kept = list(found)
        for ellipsis in self.in_sentence(found[0].match.sentence) if found else ():
            asked = self.asked(ellipsis, kept)
            kept = [one for one in kept if one not in asked]
            kept += [answered(one, ellipsis.verb) for one in asked[-1:]]
            before = [one for one in found if one.holder is not None and one.holder.token < ellipsis.verb]
            kept += [one for one in self.completed(ellipsis, before) if is_new(one, kept)]
        return kept

    def asked(self, ellipsis: LeftOut, found: Sequence[Reading]) -> list[Reading]:
        """What its subject was asked whether it would do: "asked whether it would accept it, A said it would not"."""
        parties = {holder.party for holder in self.links.holders(ellipsis.subject)}
        own = (one for one in found if one.holder is not None and one.holder.party in parties)
        is_answer = (is_bare(self.parsed, ellipsis.verb) or ellipsis.answers) and ellipsis.sign < 0
        return [one for one in own if is_answer and one.features >= ASKED and one.features.isdisjoint(TURNED)]

    def after(self, found: Sequence[Reading], sentence: int) -> Iterator[Reading]:
        """What a sentence leaves out of the readings of the one before."""
        for ellipsis in self.in_sentence(sentence) if found else ():
            if self.goes_on(ellipsis, sentence):
                continue
            for target in dict.fromkeys(one.match.cue.target for one in found):
                of_it = [one for one in found if one.match.cue.target == target]
                for reading in self.completed(ellipsis, of_it):
                    yield replace(reading, match=moved(reading.match, sentence, ellipsis.verb))

    def goes_on(self, ellipsis: LeftOut, sentence: int) -> bool:
        """Whether it rather goes on from a clause of its own sentence: "A arrived on Monday and so did B"."""
        before = self.parsed.tokens[self.parsed.sentences[sentence].first : ellipsis.verb]
        subjects = (self.parsed.child(token.index, "nsubj") for token in before if token.pos == "VERB")
        return any(subject not in {None, ellipsis.subject} for subject in subjects)

    def completed(self, ellipsis: LeftOut, found: Sequence[Reading]) -> Iterator[Reading]:
        """What each party that is its subject holds, by what others hold; nothing where those differ."""
        for holder in self.links.holders(ellipsis.subject):
            if ellipsis.is_own and found:
                word = self.parsed.tokens[ellipsis.verb].text
                own = replace(found[-1], sign=found[-1].match.cue.direction, words=(word,), act=Act.DECLARATION)
                yield completed(own, holder, ellipsis, sign=ellipsis.sign)
                continue
            others = [one for one in found if is_other(one, holder, ellipsis)]
            if len({one.sign for one in others}) == 1:
                was_refused = ellipsis.answers and not others[-1].features.isdisjoint(REFUSED)
                yield completed(others[-1], holder, ellipsis, sign=-ellipsis.sign if was_refused else ellipsis.sign)

    def in_sentence(self, sentence: int) -> tuple[LeftOut, ...]:
        if sentence not in self.known:
            place = self.parsed.sentences[sentence]
            verbs = (i for i in range(place.first, place.last) if self.parsed.tokens[i].pos in VERBS)
            self.known[sentence] = tuple(one for verb in verbs for one in self.at(verb))
        return self.known[sentence]

    def at(self, verb: int) -> Iterator[LeftOut]:
        """What a verb leaves out, if it does."""
        subject = self.parsed.child(verb, "nsubj")
        if self.is_silent(verb):
            subject = self.parsed.child(self.parsed.tokens[verb].head, "nsubj") if subject is None else subject
            yield from () if subject is None else (LeftOut(verb, subject, 1, is_own=True),)
        elif subject is not None:
            yield from self.said(verb, subject)

    def said(self, verb: int, subject: int) -> Iterator[LeftOut]:
        """What a verb that says something leaves out."""
        if self.is_open(verb) or not self.links.holders(subject):
            return
        turn = -1 if self.parsed.child(verb, "neg") is not None else 1
        if is_bare(self.parsed, verb):
            if self.is_added(verb) or turn < 0:
                yield LeftOut(self.main(verb), subject, 1 if self.is_added(verb) else turn)
        elif sign := idiom(self.parsed, verb, lexicon=self.lexicon):
            yield LeftOut(verb, subject, sign * turn)
        elif own := opinion(self.parsed, verb, lexicon=self.lexicon):
            yield LeftOut(verb, subject, own * turn, is_own=True)
        elif said := answer(self.parsed, verb, lexicon=self.lexicon):
            yield LeftOut(verb, subject, said, answers=True)
        elif self.is_alone(verb):
            yield from self.bare_verb(verb, subject, turn)

    def bare_verb(self, verb: int, subject: int, turn: int) -> Iterator[LeftOut]:
        """Of a verb with neither object nor clause what it says of another's stance: "B disagrees", "B refused"."""
        lemma = self.parsed.tokens[verb].lemma
        for name, sign in (("alike", 1), ("unlike", -1), ("accepting", 1), ("refusing", -1)):
            if self.lexicon.has(f"ellipses.{name}", lemma):
                yield LeftOut(verb, subject, sign * turn, answers=name in {"accepting", "refusing"})

    def is_silent(self, verb: int) -> bool:
        """Whether somebody has said nothing yet, and nothing is told of what about: "B has yet to reply"."""
        token = self.parsed.tokens[verb]
        if not self.lexicon.has("ellipses.silent", token.lemma):
            return False
        is_below = token.dep == "xcomp" and self.parsed.tokens[token.head].lemma == "have"
        around = [*self.parsed.children[verb], *(self.parsed.children[token.head] if is_below else ())]
        is_not = is_below or self.parsed.child(verb, "neg") is not None
        is_alone = all(self.parsed.tokens[c].dep in {*ALONE, "conj"} for c in self.parsed.children[verb])
        return is_not and is_alone and any(self.parsed.tokens[c].lemma == "yet" for c in around)

    def is_open(self, verb: int) -> bool:
        """Whether what a verb says may come or not, or is asked of its subject: "B may follow suit", "wants B to".

        Or whether it leaves out nothing: "a condition that B says it will never accept".
        """
        helpers = [self.parsed.tokens[c] for c in self.parsed.children[verb] if self.parsed.tokens[c].dep == "aux"]
        is_guess = any(one.lemma in GUESSES or self.lexicon.has("deontic.modals", one.lemma) for one in helpers)
        is_relative = any(self.parsed.tokens[above].dep == "relcl" for above in self.parsed.path(verb))
        return is_guess or is_relative or is_conditional_clause(self.parsed, verb)

    def main(self, verb: int) -> int:
        """The verb that "as does B" hangs on, else the verb itself."""
        token = self.parsed.tokens[verb]
        is_as = token.dep == "advcl" and self.parsed.tokens[verb - 1].lemma == "as"
        return token.head if is_as else verb

    def is_added(self, verb: int) -> bool:
        """Whether a bare helping verb adds one more who holds it: "so does B", "B has, too"."""
        before = self.parsed.tokens[verb - 1].lemma if verb else ""
        below = (self.parsed.tokens[child].lemma for child in self.parsed.children[verb])
        return before in BEFORE_HELPERS or any(self.lexicon.has("ellipses.adding", lemma) for lemma in below)

    def is_alone(self, verb: int) -> bool:
        return all(self.parsed.tokens[child].dep in ALONE for child in self.parsed.children[verb])


def idiom(parsed: ParsedText, verb: int, *, lexicon: Lexicon) -> int:
    """1 where a verb and what it governs say that somebody holds the same, -1 the opposite, 0 neither."""
    lemma = parsed.tokens[verb].lemma
    for child in parsed.children[verb]:
        phrase = f"{lemma} {parsed.tokens[child].lemma}"
        if lexicon.has("ellipses.idioms", phrase):
            return 1
        if lexicon.has("ellipses.views", phrase):
            below = {parsed.tokens[c].lemma for c in parsed.children[child]}
            return bool(below & lexicon.words["ellipses.same"]) - bool(below & lexicon.words["ellipses.opposite"])
    return 0


def answer(parsed: ParsedText, verb: int, *, lexicon: Lexicon) -> int:
    """1 where somebody says no more than yes, -1 no, 0 neither; "said no to the levy" leaves out nothing."""
    lemma = parsed.tokens[verb].lemma
    after = [parsed.tokens[child].lemma for child in parsed.children[verb] if child > verb]
    phrases = {f"{lemma} {word}" for word in after} if "to" not in after else set()
    return bool(phrases & lexicon.words["ellipses.yes"]) - bool(phrases & lexicon.words["ellipses.no"])


def opinion(parsed: ParsedText, verb: int, *, lexicon: Lexicon) -> int:
    """1 where somebody is said to be for it, -1 against it, and not what: "A is in favour, B is opposed"."""
    token = parsed.tokens[verb]
    for child in parsed.children[verb] if token.lemma == "be" else ():
        below = parsed.tokens[child]
        phrase = " ".join(parsed.tokens[i].lemma for i in parsed.subtree(child))
        if below.dep in {"acomp", "prep"} and lexicon.has("ellipses.being_for", phrase):
            return 1
        if below.dep in {"acomp", "prep"} and lexicon.has("ellipses.being_against", phrase):
            return -1
    return 0


def answered(reading: Reading, verb: int) -> Reading:
    """The "no" to what was asked, at the verb that says so."""
    features = (reading.features - ASKED - {"no_stance_word"}) | {ANSWERED, RESUMED, "stance_word"}
    said = replace(reading, sign=-reading.sign, words=(*reading.words, "not"), features=features)
    return said if reading.holder is None else replace(said, node=verb, verbs=(verb,), route=(verb,))


def is_new(reading: Reading, found: Sequence[Reading]) -> bool:
    """Whether nothing is read yet of what a party holds."""
    party = None if reading.holder is None else reading.holder.party
    held = (one for one in found if one.holder is not None and one.holder.party == party)
    return all("stance_word" not in one.features for one in held)


def is_other(reading: Reading, holder: Holder, ellipsis: LeftOut) -> bool:
    """Whether a reading is another's stance that an ellipsis can go on from.

    Who does not propose a thing with others holds nothing by it, and "refused" says nothing after a refusal.
    """
    if reading.holder is None or reading.holder.party == holder.party or "stance_word" not in reading.features:
        return False
    if ellipsis.answers:
        return ellipsis.sign > 0 or reading.features.isdisjoint(REFUSED)
    return ellipsis.sign > 0 or reading.act is not Act.PROPOSAL


def moved(match: TargetMatch, sentence: int, token: int) -> TargetMatch:
    """A match as if it stood at a word of another sentence."""
    return TargetMatch(cue=match.cue, sentence=sentence, tokens=(token,), head=token)


def completed(reading: Reading, holder: Holder, ellipsis: LeftOut, *, sign: int) -> Reading:
    """A reading held by somebody else, or its opposite."""
    return replace(
        reading,
        holder=holder,
        sign=reading.sign * sign,
        words=(*reading.words, "not") if sign < 0 else reading.words,
        node=ellipsis.verb,
        verbs=(ellipsis.verb,),
        route=(ellipsis.verb,),
        features=reading.features | {RESUMED, "stance_word"} | ({"contrasted"} if sign < 0 else set()),
    )
