"""Stage extraction: what a sentence says of a target that only the one before names: "B rejected it", "so did C".

In: the targets that cues name, and the readings of them. Out: more matches with their readings, in the order of the
text. Only `judging` calls it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from positions.extraction.language.lexicon import Lexicon
from positions.extraction.language.parsing import SUBJECTS, ParsedText, Sentence
from positions.extraction.what.targets import TargetMatch
from positions.extraction.which_way.clauses import is_echo
from positions.extraction.which_way.ellipses import moved
from positions.extraction.which_way.givings_up import has_form
from positions.extraction.which_way.readings import RESUMED, Reading
from positions.extraction.which_way.stances import Stances

# Said after a "no", these are of the refusal and not of what was refused: "A rejected the levy. B condemned it".
BLAMING = frozenset(("opposition", "disapproval_of"))
VERDICTS = frozenset(("approval_of", "disapproval_of"))
# After a "no" these are what was said: "the levy is a mistake, A said. B rejected that".
ASSERTIONS = frozenset(("this", "that"))
PRONOUNS, PLURAL = frozenset(("it", "this", "that")), frozenset(("they", "these", "those"))
DEFINITE = frozenset(("the", "this", "that", "such", "these", "those"))
# Where a sentence has what it is about: its subject first, else its object.
OBJECTS = frozenset(("dobj", "attr"))
MAIN_CLAUSES = frozenset(("ROOT", "ccomp"))


class Resumptions:
    """Finds them in one text."""

    def __init__(
        self,
        parsed: ParsedText,
        *,
        stances: Stances,
        lexicon: Lexicon,
        cued: Mapping[tuple[int, str], Sequence[TargetMatch]],
    ) -> None:
        self.parsed = parsed
        self.stances = stances
        self.lexicon = lexicon
        self.named: dict[int, list[TargetMatch]] = defaultdict(list)
        for (sentence, _), matches in cued.items():
            self.named[sentence] += matches

    def find(self) -> dict[TargetMatch, list[Reading]]:
        """By match what is read of it, of all targets that are named or taken up, in the order of the text."""
        found: dict[TargetMatch, list[Reading]] = {}
        before: list[Reading] = []
        for sentence in self.parsed.sentences:
            here = {match: self.stances.read(match) for match in self.named.get(sentence.index, ())}
            for reading in self.resumed(sentence.index, before):
                here.setdefault(reading.match, []).append(reading)
            found |= here
            before = self.spoken_of([reading for readings in here.values() for reading in readings], before, sentence)
        return found

    def spoken_of(self, here: list[Reading], before: list[Reading], sentence: Sentence) -> list[Reading]:
        """What the next sentence may take up: of this one, or still of the one before.

        So where this one only quotes, or goes on about the same: "A tabled a draft. It foresees a levy. B likes it".
        """
        is_quotation = self.stances.links.quotations.at(sentence.first) is not None
        if not here and is_quotation:
            return before
        central = self.central(before)
        subjects = (t.index for t in self.parsed.tokens[sentence.first : sentence.last] if t.dep == "nsubj")
        subject = next((i for i in subjects if self.parsed.tokens[self.parsed.tokens[i].head].dep == "ROOT"), None)
        is_named = any(one.match.cue.target == central[0].match.cue.target for one in here) if central else True
        goes_on = subject is not None and not is_named and self.goes_on(subject, central[0].match)
        return central if goes_on else here

    def goes_on(self, subject: int, match: TargetMatch) -> bool:
        """Whether the subject of a sentence is what the one before was about, of which it says what it has in it."""
        token = self.parsed.tokens[subject]
        is_content = has_form(self.parsed, token.head, "contents.verbs", self.lexicon)
        return self.takes_up(subject, match) or (token.lemma in PRONOUNS and is_content)

    def central(self, readings: Sequence[Reading]) -> list[Reading]:
        """The readings of the one target that a sentence is about; none where there are several."""
        by_place: dict[int, dict[str, list[Reading]]] = defaultdict(lambda: defaultdict(list))
        for one in readings:
            by_place[place(self.parsed, one.match)][one.match.cue.target].append(one)
        first = by_place[min(by_place)] if by_place else {}
        targets = {one.match.cue.target for one in readings}
        if len(first) != 1 or (len(targets) > 1 and min(by_place) == len(OBJECTS)):
            return []
        target = next(iter(first))
        return [one for one in readings if one.match.cue.target == target]

    def resumed(self, sentence: int, before: Sequence[Reading]) -> Iterator[Reading]:
        """What a sentence says of the targets of the one before."""
        own = {match.cue.target for match in self.named.get(sentence, ())}
        held = [one for one in before if one.match.cue.target not in own]
        yield from self.stances.ellipses.after(held, sentence)
        if not own:
            yield from self.taken_up(sentence, self.central(held))

    def taken_up(self, sentence: int, before: Sequence[Reading]) -> Iterator[Reading]:
        """What words that take up the only target of the sentence before say of it."""
        if not before or not self.is_prominent(before):
            return
        match = before[0].match
        was_refused = any(is_judged(one) and one.sign * match.cue.direction < 0 for one in before)
        place = self.parsed.sentences[sentence]
        for index in range(place.first, place.last):
            is_assertion = was_refused and self.parsed.tokens[index].lemma in ASSERTIONS
            if not is_assertion and self.takes_up(index, match):
                read = self.stances.read(moved(match, sentence, index))
                if any(self.is_said(one) and not (was_refused and self.is_of_refusal(one)) for one in read):
                    yield from (replace(one, features=one.features | {RESUMED}) for one in read)

    def is_prominent(self, before: Sequence[Reading]) -> bool:
        """Whether a sentence is about the target: somebody does something to it there, or it is the subject."""
        above = self.parsed.path(before[0].match.head)
        is_subject = any(self.parsed.tokens[i].dep in SUBJECTS for i in above)
        return is_subject or any(map(is_judged, before))

    def takes_up(self, index: int, match: TargetMatch) -> bool:
        """Whether a word can stand for what was named: "it", "the move", of a "digital levy" also "the levy"."""
        token, head = self.parsed.tokens[index], self.parsed.tokens[match.head]
        if token.tag == "WDT" or self.has_rival(index):
            return False
        if token.lemma in PRONOUNS | PLURAL:
            is_object = is_echo(self.parsed, index, lexicon=self.lexicon)
            is_as_many = token.lemma in {"this", "that"} or (token.lemma in PLURAL) == (head.tag == "NNS")
            return is_as_many and (is_object or self.is_subject(index))
        # "A spawning ban is disputed. B wants one".
        if token.lemma == "one":
            return token.dep in {"dobj", "pobj"} and not self.parsed.children[index] and head.tag == "NN"
        if token.pos == "NOUN" and token.lemma in own_nouns(self.parsed, match):
            below = {self.parsed.tokens[child].lemma for child in self.parsed.children[index]}
            return bool(below & DEFINITE) and below <= DEFINITE | {"a"}
        return (
            token.pos == "NOUN"
            and is_definite(self.parsed, index)
            and is_echo(self.parsed, index, lexicon=self.lexicon)
        )

    def has_rival(self, index: int) -> bool:
        """Whether a word rather takes up what its own sentence names: "a strike shut the port, and B condemned it"."""
        token = self.parsed.tokens[index]
        before = self.parsed.tokens[self.parsed.sentences[token.sentence].first : index]
        things = (t for t in before if t.pos == "NOUN" and t.dep in {"dobj", *SUBJECTS} and t.head != token.head)
        return any(not self.stances.links.holders(thing.index) for thing in things)

    def is_subject(self, index: int) -> bool:
        """Whether a pronoun is what a verb says something of: "said it was a mistake"; not "it was one to strike"."""
        token = self.parsed.tokens[index]
        if token.dep != "nsubj" or self.stances.links.quotations.at(index) is not None:
            return False
        below = [token.head, *self.parsed.children[token.head]]
        is_about_doing = any(self.parsed.tokens[i].tag == "TO" for i in self.parsed.subtree(token.head) if i > index)
        return not is_about_doing and all(self.parsed.child(one, "ccomp", "xcomp", "advcl") is None for one in below)

    def is_said(self, reading: Reading) -> bool:
        """Whether a party leans on what is taken up, or a speaker by its own "we"; of a subject only a verdict does."""
        token = self.parsed.tokens[reading.match.head]
        is_verdict = not reading.features.isdisjoint(VERDICTS)
        if "stance_word" not in reading.features or (token.dep == "nsubj" and not is_verdict):
            return False
        # What one pays for may be a part of it, or what it costs.
        if reading.verbs and self.lexicon.has("echoes.dealings", self.parsed.tokens[reading.verbs[0]].lemma):
            return False
        subject = self.parsed.child(reading.verbs[0], "nsubj") if reading.verbs else None
        is_speakers = subject is not None and self.parsed.tokens[subject].lemma in {"i", "we"}
        return reading.holder is not None or is_verdict or is_speakers

    def is_of_refusal(self, reading: Reading) -> bool:
        """Whether what is said after a refusal is said of it: "B condemned it", "B welcomed the move"."""
        is_noun = self.lexicon.has("echoes.refusals", self.parsed.tokens[reading.match.head].lemma)
        return is_noun or not reading.features.isdisjoint(BLAMING)


def is_judged(reading: Reading) -> bool:
    """Whether somebody, a party or a stranger, is said to lean one way."""
    return reading.holder is not None or "stance_word" in reading.features


def is_definite(parsed: ParsedText, noun: int) -> bool:
    """Whether a noun means what was named: "the move"; not "any deal that hurts farmers", "no conditions"."""
    below = [parsed.tokens[child] for child in parsed.children[noun]]
    return any(t.lemma in DEFINITE for t in below) and all(t.dep not in {"prep", "relcl", "acl"} for t in below)


def own_nouns(parsed: ParsedText, match: TargetMatch) -> set[str]:
    """The target's own noun, and one whose content the target is: "a law that would guarantee a levy"."""
    head = parsed.tokens[match.head]
    above = parsed.tokens[head.head]
    nouns = [head, *([parsed.tokens[above.head]] if head.dep == "dobj" and above.dep == "relcl" else [])]
    return {token.lemma for token in nouns if token.pos == "NOUN"}


def place(parsed: ParsedText, match: TargetMatch) -> int:
    """0 where a target is the subject of a sentence, 1 where its object, else 2."""
    token = parsed.tokens[match.head]
    is_main = parsed.tokens[token.head].dep in MAIN_CLAUSES
    return 0 if is_main and token.dep in SUBJECTS else 1 if is_main and token.dep in OBJECTS else 2
