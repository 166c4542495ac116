"""Stage extraction: from what a language model says to a statement whose words stand in the article.

In: one statement of a model's answer. Out: the same at its place, or nothing, and a count of why not. What the model
made up (a quotation, a slug, a speaker, a day to come) does not pass here.
"""

import re
from datetime import date

from positions.extraction.account import ADDRESSED_TO_MACHINE, NOT_VERBATIM, UNKNOWN_SLUG, Drops
from positions.extraction.asking.parts import Part
from positions.extraction.asking.quoting import Quotable
from positions.extraction.asking.replies import Certainty, ReplyStatement, ReplyTerm, day_or_none
from positions.extraction.contract import Catalog, ExtractedStatement, Source, Term, is_kept
from positions.vocabulary import Stance

# Probability, 0-1, by what the model says of itself. In 24 coded articles that a strong model read, 155 of 155 sure
# statements were right, 44 of 64 likely ones and 2 of 12 doubtful ones; a weaker model knows itself less well.
CONFIDENCE = {Certainty.SURE: 0.95, Certainty.LIKELY: 0.7, Certainty.DOUBTFUL: 0.2}
# Between the doubtful and all others: what the model doubts is not suggested unless asked for.
DEFAULT_CONFIDENCE = 0.3
# Unit: code points, of texts that are kept beside a statement.
LONGEST_NOTE = 500
LONGEST_SPEAKER = 200
# Words by which a text speaks to the machine that reads it. What is quoted from their paragraph is no statement.
TO_THE_MACHINE = re.compile(
    r"\b(?:ignore|disregard|forget|override)\s+(?:all\s+|any\s+|of\s+|the\s+|these\s+|those\s+)*"
    r"(?:your|previous|prior|above|earlier|preceding|system)\s+(?:\w+\s+){0,2}(?:instructions?|rules?|prompts?|guidelines?)"
    r"|\bsystem prompt\b|<\|?(?:im_start|system)\|?>",
    re.IGNORECASE,
)
# Unit: code points. So near to such words a quotation belongs to them.
AROUND_LENGTH = 300


class Grounding:
    """Grounds a model's statements in one article and one catalog; counts what it drops and repairs."""

    def __init__(self, quotable: Quotable, catalog: Catalog, *, source: Source) -> None:
        self.quotable = quotable
        self.title = Quotable(source.title)
        self.published_on = source.published_on
        self.parties = {party.slug for party in catalog.parties}
        self.targets = {issue.slug for issue in catalog.issues} | {proposal.slug for proposal in catalog.proposals}
        self.drops = Drops()
        self.n_repaired = 0

    def place(self, reply: ReplyStatement, part: Part, *, share: float) -> ExtractedStatement | None:
        """The statement at its place in the article; None, and counted, where it has none there or in the catalog.

        `share`: how much of its confidence is believed.
        """
        if reply.party not in self.parties or reply.target not in self.targets:
            self.drops.drop(UNKNOWN_SLUG)
            return None
        found = self.quotable.find(reply.quote, start=part.start, end=part.end)
        if found is None:
            self.drops.drop(NOT_VERBATIM)
            return None
        if self._speaks_to_the_machine(found.start, found.end):
            self.drops.drop(ADDRESSED_TO_MACHINE)
            return None
        self.n_repaired += found.is_repaired
        return ExtractedStatement(
            party=reply.party,
            target=reply.target,
            stance=Stance(reply.stance),
            act=reply.act,
            attribution=reply.attribution,
            quote=self.quotable.text[found.start : found.end],
            start=found.start,
            end=found.end,
            confidence=round(CONFIDENCE[reply.certainty] * share, 3),
            explanation=f"language model: {reply.reading[:LONGEST_NOTE]}",
            speaker=self._printed_speaker(reply.speaker),
            salience=reply.salience,
            terms=tuple(term for one in reply.terms if (term := _term(one)) is not None),
            condition=reply.condition.strip()[:LONGEST_NOTE],
            said_on=self._said_on(reply.said_on),
        )

    def _speaks_to_the_machine(self, start: int, end: int) -> bool:
        """Whether the words around a span, within its paragraph, tell a machine what to do."""
        text = self.quotable.text
        first = max(text.rfind("\n", 0, start) + 1, start - AROUND_LENGTH)
        last = text.find("\n", end)
        last = min(len(text) if last < 0 else last, end + AROUND_LENGTH)
        return TO_THE_MACHINE.search(text, first, last) is not None

    def _printed_speaker(self, speaker: str | None) -> str | None:
        """The speaker as the article or its title prints the name; None where they print no such name."""
        for printed in (self.quotable, self.title):
            found = printed.find(speaker) if speaker else None
            if found is not None:
                return printed.text[found.start : found.end][:LONGEST_SPEAKER]
        return None

    def _said_on(self, value: str | None) -> date | None:
        """The day that the model gives, unless it lies after the article."""
        day = day_or_none(value)
        return None if day is None or (self.published_on and day > self.published_on) else day


def _term(reply: ReplyTerm) -> Term | None:
    """A term with its number, where that is a number that anybody could mean."""
    text = reply.text.strip()[:LONGEST_SPEAKER]
    value = reply.value if reply.value is not None and is_kept(reply.value) else None
    unit = reply.unit.strip()[:40] if reply.unit and value is not None else None
    return Term(text=text, value=value, unit=unit or None) if text else None
