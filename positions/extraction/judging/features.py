"""Stage extraction: what speaks for and against a reading, by name, for the weights to judge.

In: a reading and its surroundings. Out: names of features. Only extraction calls it.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from positions.extraction.how_known.expectations import is_done_by
from positions.extraction.language.lexicon import Lexicon
from positions.extraction.language.parsing import SUBJECTS, ParsedText
from positions.extraction.which_way.climbs import find_sense
from positions.extraction.which_way.readings import Reading
from positions.extraction.who.names import Holder
from positions.extraction.who.voices import Voices

CLAUSE_DEPS = frozenset(("advcl", "relcl", "acl", "conj", "prep", "pobj", "nsubj", "dobj", "appos", "ccomp", "xcomp"))
# How the clause that says what is wanted hangs on the word of demand: "wants B to accept it".
COMPLEMENTS = frozenset(("ccomp", "xcomp", "acl", "advcl"))
# Units: tokens; words; steps in the parse. Beyond the last of each, more of it changed nothing on the training data.
FAR_TOKENS = 15
MAX_CUE_WORDS = 3
MAX_STEPS = 5
MAX_DIRECT_WORDS = 3
# Of what a party would do by the terms of a text on the table, which are its proposer's.
BY_TERMS = "by_terms"
# Whom a speaker calls so is somebody else. Not "he": a spokesman may speak of his leader.
OTHERS = frozenset(("they",))


class Features:
    """Names features of one text's readings."""

    def __init__(self, parsed: ParsedText, *, voices: Voices, lexicon: Lexicon) -> None:
        self.parsed = parsed
        self.voices = voices
        self.lexicon = lexicon

    def of(self, reading: Reading, holder: Holder, inner: Sequence[Reading]) -> set[str]:
        """All features of a reading but those of its attribution and its leaning."""
        features = set(reading.features)
        features |= self.place(reading, holder)
        features |= self.outer(reading)
        features |= self.route(reading)
        features |= inner_features(reading, holder, inner)
        if "stance_word" in features and self.is_of_others(reading, holder):
            features.add("of_others")
        return features | {"direct"} if self.is_direct(reading, features) else features

    def place(self, reading: Reading, holder: Holder) -> set[str]:
        """How the target and the holder are named, and what kind of sentence it is."""
        match = reading.match
        features = {
            f"source_{match.cue.source}",
            f"holder_{holder.kind}",
            f"direction_{match.cue.direction}",
            f"cue_words_{min(len(match.tokens), MAX_CUE_WORDS)}",
            f"head_{self.parsed.tokens[match.head].pos}",
        }
        tests = {
            "question": self.parsed.tokens[self.parsed.sentences[match.sentence].last - 1].text == "?",
            "whoever_speaks": reading.holder is None,
            "in_quote": self.voices.quote_at(match.head) is not None,
            "far_holder": abs(holder.token - match.head) > FAR_TOKENS,
        }
        return features | {name for name, holds in tests.items() if holds}

    def outer(self, reading: Reading) -> set[str]:
        """The nearest word of stance above a holder, and whether the first person speaks."""
        features = set()
        path = self.parsed.path(reading.node) if reading.holder else []
        for inner, node in pairwise(path):
            sense = find_sense(self.parsed, self.parsed.tokens[node], lexicon=self.lexicon)
            if sense is not None and sense.act is not None:
                features.add(f"under_{sense.group}")
                if sense.group == "demand" and self.parsed.tokens[inner].dep in COMPLEMENTS:
                    features.add("demanded_of")
                break
        if any(self.is_first_person(verb) for verb in reading.verbs):
            features.add("first_person")
        return features

    def is_first_person(self, verb: int) -> bool:
        subject = self.voices.subject(verb)
        return subject is not None and self.parsed.tokens[subject].lemma in {"i", "we"}

    def is_of_others(self, reading: Reading, holder: Holder) -> bool:
        """Whether who is quoted speaks of what others hold: "they will never agree", A said."""
        quote = self.voices.quote_at(reading.match.head)
        if quote is None or holder.kind == "organ" or self.voices.quote_at(holder.token) is not None:
            return False
        quoted = [verb for verb in reading.verbs if self.voices.quote_at(verb) == quote]
        said = [verb for verb in quoted if not self.lexicon.has("speech.minds", self.parsed.tokens[verb].lemma)]
        subject = self.parsed.child(said[-1], *SUBJECTS) if said else None
        return subject is not None and self.parsed.tokens[subject].lemma in OTHERS

    def route(self, reading: Reading) -> set[str]:
        """How far, and over what kinds of clause, the way from the target to its holder goes."""
        below = reading.route[:-1]
        features = {f"via_{dep}" for dep in {self.parsed.tokens[i].dep for i in below} & CLAUSE_DEPS}
        features.add(f"steps_{min(len(below), MAX_STEPS)}")
        if "no_stance_word" in reading.features and any(self.is_dealing(reading, i) for i in reading.route):
            features.add("dealt_with")
        if reading.node in reading.match.tokens:
            features.add("own_action")
        if self.parsed.tokens[reading.node].tag in {"VBD", "VBN"}:
            features.add("past")
        features |= {BY_TERMS} if is_by_terms(self.parsed, reading, lexicon=self.lexicon) else set()
        if self.is_expecting(reading):
            features.add("expects")
        if self.is_pressed(reading):
            features.add("demanded_of")
        return features

    def is_expecting(self, reading: Reading) -> bool:
        """Whether a holder itself looks ahead to it, and so wants or fears it."""
        lemma = self.parsed.tokens[reading.node].lemma
        is_doer = is_done_by(self.parsed, reading.node, reading.holder)
        return is_doer and self.lexicon.has("prediction.verbs", lemma)

    def is_obliged(self, reading: Reading, holder: Holder) -> bool:
        """Whether a holder must or should do what is said, as whoever says so wants: "B must accept the levy"."""
        verb = reading.node
        below = [self.parsed.tokens[child] for child in self.parsed.children[verb]]
        is_told = any(one.dep == "aux" and self.lexicon.has("deontic.modals", one.lemma) for one in below)
        is_yet = any(one.lemma == "yet" for one in below)
        is_to = self.parsed.tokens[verb].lemma == "have" and any(one.dep == "xcomp" for one in below) and not is_yet
        doer = self.parsed.child(verb, "nsubj")
        return (is_told or is_to) and doer is not None and holder.token in (doer, *self.parsed.children[doer])

    def is_pressed(self, reading: Reading) -> bool:
        """Whether a holder only meets with what others want of it: "A faces pressure from B to accept the levy".

        Not who does it under pressure: what is wanted hangs on the word for it, or on its verb, as an infinitive.
        """
        return any(self.meets_demands(i) and self.is_infinitive(below) for below, i in self.steps(reading))

    def steps(self, reading: Reading) -> Iterator[tuple[int, int]]:
        """The way from the target to the verb that its holder is the subject of, from word to word."""
        return pairwise(list(dict.fromkeys([*reading.route, *self.parsed.path(reading.node)[:2]])))

    def is_infinitive(self, verb: int) -> bool:
        tokens = [self.parsed.tokens[child] for child in self.parsed.children[verb]]
        is_below = self.parsed.tokens[verb].dep in {"acl", "xcomp", "advcl"}
        return is_below and any(t.dep == "aux" and t.lemma == "to" for t in tokens)

    def meets_demands(self, index: int) -> bool:
        """Whether a word is the demand, or the verb of whoever meets with it."""
        above = {"dobj": 1, "pobj": 2}.get(self.parsed.tokens[index].dep, 0)
        verb = self.parsed.path(index)[: above + 1][-1]
        met = (
            self.parsed.child(verb, "dobj")
            if self.lexicon.has("pressed.verbs", self.parsed.tokens[verb].lemma)
            else None
        )
        unders = [c for c in self.parsed.children[verb] if self.parsed.tokens[c].lemma == "under"]
        objects = [met, *(self.parsed.child(prep, "pobj") for prep in unders)]
        return any(i is not None and self.lexicon.has("pressed.nouns", self.parsed.tokens[i].lemma) for i in objects)

    def is_dealing(self, reading: Reading, index: int) -> bool:
        """Whether a word on the way says only that the target is dealt with: "held a vote on", "did not mention".

        To refuse to discuss it, or to discuss how to stop it, is more than that.
        """
        token = self.parsed.tokens[index]
        if index in reading.match.tokens:
            return False
        if token.lemma == "mention" and token.pos == "VERB":
            return set(reading.words) <= {"not"}
        if self.lexicon.has("dealings.quarrels", token.lemma):
            over = [self.parsed.tokens[child] for child in self.parsed.children[index] if child in reading.route]
            return not reading.words and any(one.lemma in {"about", "over", "on"} for one in over)
        list_name = {"VERB": "dealings.verbs", "NOUN": "dealings.nouns"}.get(token.pos)
        return list_name is not None and not reading.words and self.lexicon.has(list_name, token.lemma)

    def is_direct(self, reading: Reading, features: set[str]) -> bool:
        """Whether the holder itself does to the target, within a clause, what a word of stance says."""
        words = [i for i in reading.route if self.parsed.tokens[i].dep != "prep"]
        is_plain = not features & {"in_condition", "target_is_agent", "question"}
        return is_plain and len(words) <= MAX_DIRECT_WORDS and {"stance_word", "first_holder"} <= features


def is_by_terms(parsed: ParsedText, reading: Reading, *, lexicon: Lexicon) -> bool:
    """Whether a text on the table says what a holder would do: "under the plan A would lift it"; not "its plan"."""
    below = [parsed.tokens[child] for child in parsed.children[reading.node]]
    unders = [one.index for one in below if one.dep == "prep" and one.lemma == "under"]
    texts = [text for prep in unders if (text := parsed.child(prep, "pobj")) is not None]
    named = [parsed.tokens[text].lemma for text in texts if parsed.child(text, "poss") is None]
    is_open = any(one.tag == "MD" for one in below)
    return is_open and any(lemma == "it" or lexicon.has("echoes.nouns", lemma) for lemma in named)


def inner_features(reading: Reading, holder: Holder, inner: Sequence[Reading]) -> set[str]:
    """How a reading stands to those below it: whether somebody else holds them, whether it adds a word."""
    others = [r for r in inner if r.holder is not None and r.holder.party != holder.party and r.holder.kind != "pair"]
    if not others:
        return {"same_holder" if inner else "first_holder"}
    adds = len(reading.words) > len(others[-1].words)
    kind = "stance" if "stance_word" in others[-1].features else "plain"
    return {f"over_{kind}_{'adding' if adds else 'only'}"}
