"""Stage extraction: who speaks by one word of a text: a speech verb, "according to", "in the view of".

In: a parsed text and its links. Out: `Voice` values. `voices` builds on it, `how_known` reads what it gives.
"""

from dataclasses import dataclass, replace

from positions.extraction.language.lexicon import Lexicon
from positions.extraction.language.parsing import SUBJECTS, ParsedText
from positions.extraction.who.citing import is_speaking, is_sure, joined_by, quoted_as, viewer
from positions.extraction.who.linking import Links
from positions.extraction.who.names import Holder
from positions.extraction.who.noun_phrases import named_after
from positions.extraction.who.pronouns import PERSON_REACH

# What a text does itself: "the statement read: ...".
READING = frozenset(("read", "run"))
PERSONS = frozenset(("he", "she"))
# A whole text or a turn of it is somebody's words: no verb says so.
NO_VERB = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Who speaks, by which verb. `source`: the word for it. No holders: somebody whom the catalog does not know."""

    holders: tuple[Holder, ...]
    verb: int
    source: int
    outsider: bool


class Hearing:
    """Who speaks by which word in one text. `by_sentence`: the voices of its sentences, as far as they are known."""

    def __init__(self, parsed: ParsedText, *, links: Links, lexicon: Lexicon) -> None:
        self.parsed = parsed
        self.links = links
        self.lexicon = lexicon
        self.quotations = links.quotations
        self.heard: dict[int, Voice | None] = {}
        self.by_sentence: list[Voice | None] = []

    def voice(self, verb: int) -> Voice | None:
        """The voice of a speech verb, when the token is one with a subject; found once, asked for often."""
        if verb not in self.heard:
            self.heard[verb] = self.hear(verb)
        return self.heard[verb]

    def hear(self, verb: int) -> Voice | None:
        token = self.parsed.tokens[verb]
        if token.lemma == "be" and is_sure(self.parsed, verb, lexicon=self.lexicon):
            source = self.subject(verb)
            return None if source is None else self.by(source, verb)
        if token.pos == "VERB" and token.lemma in READING:
            return self.written(verb)
        if token.pos != "VERB" or not is_speaking(self.parsed, verb, lexicon=self.lexicon):
            return None
        if token.lemma == "accord":
            return self.according(verb)
        speaker = self.speaker(verb)
        return None if speaker is None else self.by(speaker, verb)

    def written(self, verb: int) -> Voice | None:
        """The voice of what can be read: "the statement read", "read a letter from Holm"."""
        for child in self.parsed.children[verb]:
            token = self.parsed.tokens[child]
            is_after = token.dep == "dobj" and self.parsed.child(verb, *SUBJECTS) is None
            if (token.dep == "nsubj" or is_after) and self.lexicon.has("speech.writings", token.lemma):
                return self.by(child, verb)
        return None

    def by(self, source: int, verb: int) -> Voice:
        sources = (source, *joined_by(self.parsed, verb))
        found = {holder.party: holder for place in reversed(sources) for holder in self.links.holders(place)}
        holders = tuple(found[party] for party in reversed(found)) or self.speaking_on(source)
        return Voice(holders=holders, verb=verb, source=source, outsider=self.is_outsider(source))

    def speaking_on(self, source: int) -> tuple[Holder, ...]:
        """Whom "he" stands for after "said the minister, Ola Brandt", who is no speaker of the catalog."""
        token = self.parsed.tokens[source]
        if token.lemma not in PERSONS or token.tag != "PRP":
            return ()
        before = reversed(self.by_sentence[max(token.sentence - PERSON_REACH, 0) : token.sentence])
        last = next((voice for voice in before if voice is not None), None)
        if last is None or last.verb == NO_VERB or len(last.holders) != 1 or not named_after(self.parsed, last.source):
            return ()
        is_alone = not any(last.source < place < source for place in self.links.pronouns.strangers)
        return (replace(last.holders[0], kind="pronoun", token=source),) if is_alone else ()

    def beside(self, index: int, *, outside: int | None = None) -> Voice | None:
        """The voice of "according to X", or "in X's view", beside a token; `outside` of which quotation."""
        for child in self.parsed.children[index]:
            token = self.parsed.tokens[child]
            if outside is not None and self.quote_at(child) == outside:
                continue
            if token.lemma == "accord":
                return self.according(child)
            source = viewer(self.parsed, child, lexicon=self.lexicon) if token.dep == "prep" else None
            if source is not None:
                return self.by(source, child)
        return None

    def according(self, verb: int) -> Voice | None:
        """The voice of "according to X"."""
        for prep in self.parsed.children[verb]:
            source = self.parsed.child(prep, "pobj")
            if source is not None:
                return self.by(source, verb)
        return None

    def speaker(self, verb: int) -> int | None:
        """Who says what a speech verb reports: its subject, of a passive its agent."""
        by = self.parsed.child(verb, "agent")
        if by is not None:
            return self.parsed.child(by, "pobj")
        quoted = quoted_as(self.parsed, verb)
        if quoted is not None:
            return self.parsed.child(quoted, "nsubjpass", "dobj")
        subject = self.subject(verb)
        is_passive = subject is not None and self.parsed.tokens[subject].dep == "nsubjpass"
        return None if is_passive else subject

    def subject(self, verb: int) -> int | None:
        """The subject of a verb, its own or that of the verb it is coordinated with."""
        for place in self.parsed.path(verb):
            own = self.parsed.child(place, *SUBJECTS)
            if own is not None or self.parsed.tokens[place].dep not in {"conj", "advcl", "xcomp"}:
                return own
        return None

    def is_outsider(self, index: int) -> bool:
        """Analysts and others who speak for no party; "state media" speak for one."""
        tokens = [index, *self.parsed.children[index]]
        if any(self.lexicon.has("speech.official", self.parsed.tokens[i].lemma) for i in tokens[1:]):
            return False
        return any(self.lexicon.has("prediction.outsiders", self.parsed.tokens[i].lemma) for i in tokens)

    def quote_at(self, index: int) -> int | None:
        """The number of the quotation that a token stands in."""
        return self.quotations.at(index)
