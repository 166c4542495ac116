"""Stage extraction: what kind of sentence it is: its words of stance and speech, its negations, tenses and place.

In: a sentence. Out: named numbers for the learnt models. Only extraction calls it.
"""

from collections import Counter

from positions.extraction.language.lexicon import Lexicon
from positions.extraction.language.parsing import ParsedText, Sentence, Token
from positions.extraction.which_way.climbs import find_sense
from positions.extraction.who.voices import Voices

FUTURE = frozenset(("will", "'ll", "wo"))
FIRST_PERSON = frozenset(("i", "we", "our", "my"))
CONDITION_WORDS = frozenset(("if", "once"))
# Unit: sentences. Headlines and leads; what comes later is alike.
LEAD_LENGTH = 6


class Wording:
    """Describes the sentences of one text."""

    def __init__(self, parsed: ParsedText, *, voices: Voices, lexicon: Lexicon) -> None:
        self.parsed = parsed
        self.voices = voices
        self.lexicon = lexicon

    def describe(self, sentence: Sentence, *, n_named: int) -> dict[str, float]:
        """All numbers of a sentence. `n_named`: how many parties it names."""
        tokens = self.parsed.tokens[sentence.first : sentence.last]
        return {
            **self.senses(tokens),
            **self.kinds(tokens),
            **self.phrases(tokens),
            "length": float(len(tokens)),
            "place": sentence.index / len(self.parsed.sentences),
            "lead": float(min(sentence.index, LEAD_LENGTH)),
            "paragraph": float(sentence.paragraph),
            "parties_named": float(n_named),
        }

    def senses(self, tokens: tuple[Token, ...]) -> dict[str, float]:
        """How many words there are of each group of the lexicon."""
        found = (find_sense(self.parsed, token, lexicon=self.lexicon) for token in tokens)
        return {f"words_{group}": float(n) for group, n in Counter(s.group for s in found if s is not None).items()}

    def kinds(self, tokens: tuple[Token, ...]) -> dict[str, float]:
        """How many tokens are of each kind that says something of the mood."""
        has = self.lexicon.has
        counts = Counter(
            kind
            for token in tokens
            for kind, holds in (
                ("negations", token.dep == "neg" or has("negation.words", token.lemma)),
                ("speech", token.pos == "VERB" and has("speech.verbs", token.lemma)),
                ("expectation", has("prediction.verbs", token.lemma) or has("prediction.adjectives", token.lemma)),
                ("outsiders", has("prediction.outsiders", token.lemma)),
                ("oughts", has("deontic.modals", token.lemma)),
                ("maybes", has("prediction.modals", token.lemma)),
                ("futures", token.lemma in FUTURE),
                ("first_persons", token.lemma in FIRST_PERSON),
                ("pasts", token.tag == "VBD"),
                ("presents", token.tag in {"VBZ", "VBP"}),
                ("numbers", token.pos == "NUM"),
                ("conditions", token.lemma in CONDITION_WORDS),
            )
            if holds
        )
        return {name: float(n) for name, n in counts.items()}

    def phrases(self, tokens: tuple[Token, ...]) -> dict[str, float]:
        text = " ".join(token.text.lower() for token in tokens)
        quoted = sum(self.voices.quote_at(token.index) is not None for token in tokens)
        tests = {
            "condition_phrase": self.lexicon.find_phrase("condition.phrases", text) is not None,
            "undecided_phrase": self.lexicon.find_phrase("undecided.phrases", text) is not None,
            "question": "?" in {token.text for token in tokens[-2:]},
            "list": any(self.lexicon.has("lists.openers", token.text.lower()) for token in tokens),
        }
        return {"quoted_share": quoted / len(tokens)} | {name: 1.0 for name, holds in tests.items() if holds}
