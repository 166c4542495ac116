"""Stage extraction: how words reached an article: whose they are, by what verb, when, in what kind of article.

What tells a stated term from a guess about it. In: a pair's mentions and matches. Out: named numbers for the learnt
model of predictions. Extraction and `evaluation` call it.
"""

from collections.abc import Iterator, Mapping, Sequence

from positions.extraction.how_known.expectations import is_expected
from positions.extraction.how_known.wording import FIRST_PERSON, FUTURE
from positions.extraction.language.lexicon import Lexicon
from positions.extraction.language.parsing import SUBJECTS, ParsedText, Sentence
from positions.extraction.what.targets import TargetMatch
from positions.extraction.which_way.owners import OWNER_DEPS
from positions.extraction.who.hearing import Voice
from positions.extraction.who.mentions import Mention
from positions.extraction.who.voices import Voices

# All names begin so: the other models do not see these numbers.
TOLD = "told_"
CONTENT = frozenset(("ccomp", "parataxis"))
HELPERS = frozenset(("aux", "auxpass"))
CONJUNCTIONS = frozenset(("IN", "WRB"))
# Kinds of words outside of quotation marks, by the list of the lexicon that holds them.
KINDS: Mapping[str, str] = {
    "occasions": "speech.occasions",
    "days": "speech.days",
    "habits": "speech.habits",
    "sources": "speech.sources",
    "media": "speech.media",
    "outsiders": "prediction.outsiders",
    "hedges": "prediction.hedges",
}
OF_TEXT = ("quoted", "first_person", "outsiders", "sources")
UNNAMED_RANK = 9.0


class Surroundings:
    """Describes a text and its sentences: what is said of nobody in particular."""

    def __init__(self, parsed: ParsedText, *, voices: Voices, lexicon: Lexicon) -> None:
        self.parsed = parsed
        self.voices = voices
        self.lexicon = lexicon
        self.kinds_of = kinds_by_word(lexicon)
        self.words = [frozenset(self.kinds(sentence)) for sentence in parsed.sentences]
        self.text = self.in_text()
        self.shares = self.shares_of_voices()
        order = dict.fromkeys(voices.links.heads[place].party for place in voices.links.order)
        self.ranks = {party: float(rank) for rank, party in enumerate(order)}

    def kinds(self, sentence: Sentence) -> Iterator[str]:
        """What words a sentence has outside of quotation marks, and whether it has such marks."""
        for token in self.parsed.tokens[sentence.first : sentence.last]:
            if self.voices.quote_at(token.index) is not None:
                yield "quoted"
                continue
            yield from self.kinds_of.get(token.lemma, ())

    def in_text(self) -> dict[str, float]:
        """What share of the sentences quotes, speaks of "us", names analysts or a source, reports words."""
        total = max(1, len(self.words))
        found = {f"text_{kind}": sum(kind in words for words in self.words) / total for kind in OF_TEXT}
        return found | {"text_voices": sum(voice is not None for voice in self.voices.by_sentence) / total}

    def shares_of_voices(self) -> dict[str, float]:
        """Of the sentences that report words, what share reports each party's."""
        speakers = [
            {holder.party for holder in voice.holders} for voice in self.voices.by_sentence if voice is not None
        ]
        return {party: sum(party in s for s in speakers) / len(speakers) for party in set().union(*speakers)}

    def describe(self, sentence: int, party: str) -> dict[str, float]:
        """The text, the sentence, who speaks in it and before it; how often and how early the party appears."""
        found = dict.fromkeys((f"has_{kind}" for kind in self.words[sentence]), 1.0)
        for name, number in (("here", sentence), ("before", sentence - 1)):
            voice = self.voices.by_sentence[number] if number >= 0 else None
            if voice is not None:
                found[f"{name}_{self.kind(voice, party)}"] = 1.0
        found["share_of_voices"] = self.shares.get(party, 0.0)
        found["rank_named"] = self.ranks.get(party, UNNAMED_RANK)
        return self.text | found

    def kind(self, voice: Voice, party: str) -> str:
        """Who speaks, as seen from a party."""
        if any(holder.party == party for holder in voice.holders):
            return "own"
        if voice.holders:
            return "other"
        if voice.outsider:
            return "outsider"
        lemma = self.parsed.tokens[voice.source].lemma
        return next((kind for kind in ("sources", "media") if self.lexicon.has(KINDS[kind], lemma)), "stranger")


def kinds_by_word(lexicon: Lexicon) -> Mapping[str, tuple[str, ...]]:
    """The kinds that each word is of."""
    words = {kind: lexicon.words[name] for kind, name in KINDS.items()} | {"first_person": FIRST_PERSON}
    every = frozenset[str]().union(*words.values())
    return {word: tuple(kind for kind, among in words.items() if word in among) for word in every}


class Testimony:
    """Describes how what a text says of its parties is known."""

    def __init__(self, parsed: ParsedText, *, voices: Voices, lexicon: Lexicon) -> None:
        self.parsed = parsed
        self.voices = voices
        self.lexicon = lexicon
        self.surroundings = Surroundings(parsed, voices=voices, lexicon=lexicon)

    def describe(
        self, sentence: int, party: str, mentions: Sequence[Mention], matches: Sequence[TargetMatch]
    ) -> dict[str, float]:
        """All numbers of a pair; those that are 0 are left out."""
        subject = self.subject(mentions, matches)
        names = list(self.own(subject)) if subject is not None else []
        anchor = self.anchor(mentions, matches, subject)
        if anchor is not None:
            path = self.parsed.path(anchor)
            is_quoted = self.voices.quote_at(anchor) is not None
            names += self.quoted(path, party, subject) if is_quoted else self.reported(path, party, subject)
            names += ["own_above"] if subject is not None and self.head(subject) in path else []
            names += ["is_expected"] if is_expected(self.parsed, path, lexicon=self.lexicon) else []
        places = [m.token for m in mentions if m.token is not None]
        names += ["is_owner"] if any(self.parsed.tokens[place].dep in OWNER_DEPS for place in places) else []
        names += [] if places else ["is_unnamed"]
        found = self.surroundings.describe(sentence, party) | dict.fromkeys(names, 1.0)
        return {f"{TOLD}{name}": number for name, number in found.items() if number}

    def subject(self, mentions: Sequence[Mention], matches: Sequence[TargetMatch]) -> Mention | None:
        """The mention that is the subject of a verb, best of one above the target."""
        subjects = [m for m in mentions if m.token is not None and self.parsed.tokens[m.token].dep in SUBJECTS]
        above = set(self.parsed.path(matches[0].head)) if matches else set()
        return min(subjects, key=lambda mention: self.head(mention) not in above, default=None)

    def head(self, mention: Mention) -> int:
        """What a mention with a place depends on."""
        return self.parsed.tokens[mention.token or 0].head

    def anchor(
        self, mentions: Sequence[Mention], matches: Sequence[TargetMatch], subject: Mention | None
    ) -> int | None:
        """Where to ask who says it: at the target, else at what the party does, else where it is named."""
        if matches:
            return matches[0].head
        if subject is not None:
            return self.head(subject)
        return next((m.token for m in mentions if m.token is not None), None)

    def own(self, subject: Mention) -> Iterator[str]:
        """What the party itself does: how it is named there, in which tense, whether it speaks or leans."""
        verb = self.head(subject)
        token = self.parsed.tokens[verb]
        yield from (f"own_{subject.way}", f"own_{self.tense(verb)}")
        sense = self.lexicon.sense(token.pos, token.lemma)
        if sense is not None and sense.act is not None:
            yield from ("own_leans", f"own_{sense.act.value}")
        tests = {
            "own_speaks": self.lexicon.has("speech.verbs", token.lemma),
            "own_minds": self.lexicon.has("speech.minds", token.lemma),
            "own_quoted": self.voices.quote_at(verb) is not None,
        }
        yield from (name for name, holds in tests.items() if holds)

    def quoted(self, path: Sequence[int], party: str, subject: Mention | None) -> Iterator[str]:
        """Of a target in quotation marks: who is quoted, whether as "we", whether the party is spoken of there."""
        voice = self.voices.quote_voice(path[0])
        kind = "nobody" if voice is None else self.surroundings.kind(voice, party)
        is_named = subject is not None and self.voices.quote_at(subject.token or 0) is not None
        below = (self.parsed.tokens[child].lemma for place in path for child in self.parsed.children[place])
        tests = {
            "quote_first_person": not FIRST_PERSON.isdisjoint(below),
            "quote_names_it": is_named,
            "quote_of_another": is_named and kind != "own",
            "quote_own_plain": not is_named and kind == "own",
        }
        yield from ("in_quote", f"quote_{kind}")
        yield from (name for name, holds in tests.items() if holds)

    def reported(self, path: Sequence[int], party: str, subject: Mention | None) -> Iterator[str]:
        """Of a target outside of quotation marks: who says it, and whether it is what is said or stands beside it."""
        for place, above in enumerate(path):
            voice = self.voices.voice(above) or self.voices.beside(above)
            if voice is None:
                continue
            kind = self.surroundings.kind(voice, party)
            yield from (f"by_{kind}", f"by_{self.tense(voice.verb)}", *self.manner(voice, party))
            steps = path[:place]
            own = self.head(subject) if subject is not None else None
            if any(map(self.is_aside, steps[steps.index(own) :] if own in steps else steps)):
                yield "by_aside"
            elif voice.verb != above or (steps and self.parsed.tokens[steps[-1]].dep in CONTENT):
                yield from ("by_content", f"by_{kind}_content")
            return
        voice = self.voices.default_voice(self.parsed.tokens[path[0]].sentence)
        yield "by_nobody" if voice is None else f"published_{self.surroundings.kind(voice, party)}"

    def manner(self, voice: Voice, party: str) -> Iterator[str]:
        """How the party is named as the one who speaks, and whether the verb of speech leans."""
        yield from (f"by_own_{holder.kind}" for holder in voice.holders if holder.party == party)
        token = self.parsed.tokens[voice.verb]
        sense = self.lexicon.sense(token.pos, token.lemma)
        if sense is not None and sense.act is not None:
            yield "by_leaning"

    def is_aside(self, index: int) -> bool:
        """Whether a clause stands beside what is said: "X said A, as Y has demanded"; a purpose does not."""
        token = self.parsed.tokens[index]
        if token.dep == "advcl" and token.tag == "VB":
            below = (self.parsed.tokens[child] for child in self.parsed.children[index])
            return any(t.dep in {"mark", "advmod"} and t.tag in CONJUNCTIONS for t in below)
        return token.dep in {"relcl", "advcl", "pcomp"} or (token.dep == "acl" and token.tag == "VBG")

    def tense(self, verb: int) -> str:
        """The tense or mood of a verb."""
        below = (self.parsed.tokens[child] for child in self.parsed.children[verb])
        helpers = {token.lemma for token in below if token.dep in HELPERS}
        if helpers & FUTURE:
            return "will"
        if any(self.lexicon.has("prediction.modals", helper) for helper in helpers):
            return "may"
        if helpers & {"have", "'ve"}:
            return "perfect"
        return {"VBD": "past", "VBZ": "present", "VBP": "present"}.get(self.parsed.tokens[verb].tag, "infinite")
