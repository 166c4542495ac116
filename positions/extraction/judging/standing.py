"""Stage extraction: how a party stands in a sentence and a text: as subject, speaker, owner; often or once named.

In: a party's mentions in a sentence. Out: named numbers for the learnt models. Only extraction calls it.
"""

from collections.abc import Iterator, Mapping

from positions.extraction.contract import Catalog
from positions.extraction.language.lexicon import Lexicon
from positions.extraction.language.parsing import SUBJECTS, ParsedText, Sentence
from positions.extraction.which_way.climbs import find_sense
from positions.extraction.who.mentions import Mention, Mentions
from positions.vocabulary import Role

OWNER_DEPS = frozenset(("poss", "compound", "amod"))
OBJECT_DEPS = frozenset(("dobj", "pobj"))
NO_PLACE = -1.0
UNNAMED_RANK = 9.0


class Standing:
    """Describes the parties of one text."""

    def __init__(self, parsed: ParsedText, *, mentions: Mentions, catalog: Catalog, lexicon: Lexicon) -> None:
        self.parsed = parsed
        self.lexicon = lexicon
        self.whole = {party.slug: self.in_text(party.slug, mentions.counts) for party in catalog.parties}
        for party in catalog.parties:
            self.whole[party.slug]["principal"] = float(party.role is Role.PRINCIPAL)

    def in_text(self, party: str, counts: Mapping[str, int]) -> dict[str, float]:
        """How much a text speaks of a party."""
        total = sum(counts.values()) or 1
        rank = sum(n > counts[party] for n in counts.values()) if counts.get(party) else UNNAMED_RANK
        return {"party_share": counts.get(party, 0) / total, "party_rank": float(rank)}

    def describe(self, sentence: Sentence, party: str, mentions: tuple[Mention, ...]) -> dict[str, float]:
        """All numbers of a party in a sentence."""
        places = [m.token for m in mentions if m.token is not None]
        first = float(min(places) - sentence.first) if places else NO_PLACE
        return {
            **self.whole[party],
            **{f"by_{mention.way}": 1.0 for mention in mentions},
            **{name: 1.0 for place in places for name in self.roles(place)},
            "party_place": first,
        }

    def roles(self, place: int) -> Iterator[str]:
        """What a mention does in its clause."""
        token = self.parsed.tokens[place]
        head = self.parsed.tokens[token.head]
        if token.dep in SUBJECTS:
            yield "is_subject"
            yield from self.acts(token.head)
            if head.dep == "ROOT":
                yield "is_main_subject"
        if token.dep in OWNER_DEPS:
            yield "is_owner"
        if token.dep in OBJECT_DEPS:
            yield "is_object"
        if head.dep == "agent":
            yield "is_agent"

    def acts(self, verb: int) -> Iterator[str]:
        """What a subject does: speak, lean, not do."""
        token = self.parsed.tokens[verb]
        if self.lexicon.has("speech.verbs", token.lemma):
            yield "is_speaking"
        sense = find_sense(self.parsed, token, lexicon=self.lexicon)
        if sense is not None:
            yield "is_leaning"
            yield f"does_{sense.group}"
        if self.parsed.child(verb, "neg") is not None:
            yield "does_not"
