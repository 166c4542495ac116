"""Stage extraction: what a sentence says of a target that only the one before names: "B rejected it", "so did C".

In: the targets that cues name, and the readings of them. Out: more matches with their readings, in the order of the
text. Only `judging` calls it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from positions.extraction.language.lexicon import Lexicon
from positions.extraction.language.parsing import ParsedText
from positions.extraction.what.targets import TargetMatch
from positions.extraction.which_way.clauses import is_echo
from positions.extraction.which_way.ellipses import moved
from positions.extraction.which_way.negations import SUBJECTS
from positions.extraction.which_way.readings import RESUMED, Reading
from positions.extraction.which_way.stances import Stances

# Said after a "no", these are of the refusal and not of what was refused: "A rejected the levy. B condemned it".
BLAMING = frozenset(("opposition", "disapproval_of"))
VERDICTS = frozenset(("approval_of", "disapproval_of"))
PRONOUNS, PLURAL = frozenset(("it", "this", "that")), frozenset(("they", "these", "those"))
DEFINITE = frozenset(("the", "this", "that", "such", "these", "those"))


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
            before = [reading for readings in here.values() for reading in readings]
        return found

    def resumed(self, sentence: int, before: Sequence[Reading]) -> Iterator[Reading]:
        """What a sentence says of the targets of the one before."""
        own = {match.cue.target for match in self.named.get(sentence, ())}
        held = [one for one in before if one.match.cue.target not in own]
        yield from self.stances.ellipses.after(held, sentence)
        if len({one.match.cue.target for one in held}) == 1 and not own:
            yield from self.taken_up(sentence, held)

    def taken_up(self, sentence: int, before: Sequence[Reading]) -> Iterator[Reading]:
        """What words that take up the only target of the sentence before say of it."""
        match = before[0].match
        if not self.is_prominent(before):
            return
        was_refused = any(one.holder is not None and one.sign * match.cue.direction < 0 for one in before)
        place = self.parsed.sentences[sentence]
        for index in range(place.first, place.last):
            if self.takes_up(index, match):
                read = self.stances.read(moved(match, sentence, index))
                if any(self.is_said(one) and not (was_refused and self.is_of_refusal(one)) for one in read):
                    yield from (replace(one, features=one.features | {RESUMED}) for one in read)

    def is_prominent(self, before: Sequence[Reading]) -> bool:
        """Whether a sentence is about the target: somebody does something to it there, or it is the subject."""
        above = self.parsed.path(before[0].match.head)
        is_subject = any(self.parsed.tokens[i].dep in SUBJECTS for i in above)
        return is_subject or any(one.holder is not None or "stance_word" in one.features for one in before)

    def takes_up(self, index: int, match: TargetMatch) -> bool:
        """Whether a word can stand for what was named: "it", "the move", of a "digital levy" also "the levy"."""
        token, head = self.parsed.tokens[index], self.parsed.tokens[match.head]
        if token.tag == "WDT":
            return False
        if token.lemma in PRONOUNS | PLURAL:
            is_object = is_echo(self.parsed, index, lexicon=self.lexicon)
            is_as_many = token.lemma in {"this", "that"} or (token.lemma in PLURAL) == (head.tag == "NNS")
            return is_as_many and (is_object or self.is_subject(index))
        if token.lemma == head.lemma and head.pos == "NOUN":
            below = [self.parsed.tokens[child] for child in self.parsed.children[index]]
            return bool(below) and all(one.lemma in DEFINITE for one in below)
        return token.pos == "NOUN" and is_echo(self.parsed, index, lexicon=self.lexicon)

    def is_subject(self, index: int) -> bool:
        """Whether a pronoun is what a verb says something of: "said it was a mistake"; not "it is good to"."""
        token = self.parsed.tokens[index]
        if token.dep != "nsubj" or self.stances.links.quotations.at(index) is not None:
            return False
        below = [token.head, *self.parsed.children[token.head]]
        return all(self.parsed.child(one, "ccomp", "xcomp", "advcl") is None for one in below)

    def is_said(self, reading: Reading) -> bool:
        """Whether a party leans on what is taken up, or a speaker by its own "we"; of a subject only a verdict does."""
        token = self.parsed.tokens[reading.match.head]
        is_verdict = not reading.features.isdisjoint(VERDICTS)
        if "stance_word" not in reading.features or (token.dep == "nsubj" and not is_verdict):
            return False
        subject = self.parsed.child(reading.verbs[0], "nsubj") if reading.verbs else None
        is_speakers = subject is not None and self.parsed.tokens[subject].lemma in {"i", "we"}
        return reading.holder is not None or is_verdict or is_speakers

    def is_of_refusal(self, reading: Reading) -> bool:
        """Whether what is said after a refusal is said of it: "B condemned it", "B welcomed the move"."""
        is_noun = self.parsed.tokens[reading.match.head].pos == "NOUN"
        return is_noun or not reading.features.isdisjoint(BLAMING)
