"""Stage extraction: where somebody whom the catalog does not know holds what is said of a target, or is to hold it.

"Critics of A", "farmers in A" and "A's neighbours" name A, and hold what they hold without it. Whom they urge to do it
holds nothing either, nor does who is to do first what others make a condition. In: a parsed text, its links and
voices, a target match. Out: tokens. Only extraction calls it.
"""

from positions.extraction.language.lexicon import Lexicon, Sense
from positions.extraction.language.parsing import SUBJECTS, ParsedText
from positions.extraction.what.targets import TargetMatch
from positions.extraction.which_way.climbs import find_sense
from positions.extraction.which_way.negations import VERBS
from positions.extraction.which_way.open_clauses import is_conditional_clause
from positions.extraction.which_way.owners import Owners
from positions.extraction.who.hearing import NO_VERB
from positions.extraction.who.linking import Links
from positions.extraction.who.voices import Voices


class Strangers:
    """Finds them in one text."""

    def __init__(self, parsed: ParsedText, *, links: Links, voices: Voices, lexicon: Lexicon) -> None:
        self.parsed = parsed
        self.links = links
        self.voices = voices
        self.lexicon = lexicon
        self.owners = Owners(parsed, links=links)

    def phrases(self, match: TargetMatch) -> frozenset[int]:
        """The tokens in which a party may be named that holds nothing; none where it does it, or nobody is named."""
        quoted = self.quoted(match) | self.awaited(match)
        for node in self.parsed.path(match.head):
            sense = self.sense(node) if self.parsed.tokens[node].pos in VERBS else None
            if sense is not None and sense.act is not None:
                return quoted | self.described(self.owners.doer(node), match) | self.urged(node)
        return quoted

    def awaited(self, match: TargetMatch) -> frozenset[int]:
        """Who is to do first what a condition says, as others want: "A will return once B accepts the levy"."""
        path = self.parsed.path(match.head)
        clause = next((node for node in path if is_conditional_clause(self.parsed, node)), None)
        doer = None if clause is None else self.parsed.child(clause, *SUBJECTS)
        return frozenset() if doer is None or doer in path else frozenset(self.parsed.subtree(doer))

    def sense(self, index: int) -> Sense | None:
        return find_sense(self.parsed, self.parsed.tokens[index], lexicon=self.lexicon)

    def quoted(self, match: TargetMatch) -> frozenset[int]:
        """Who says the words in quotation marks in which the target stands, with all that describes them."""
        voice = self.voices.quote_voice(match.head)
        if voice is None or voice.holders or voice.verb == NO_VERB:
            return frozenset()
        return frozenset(self.parsed.subtree(voice.source))

    def described(self, doer: int | None, match: TargetMatch) -> frozenset[int]:
        """A doer's phrase, unless it is a pronoun, a stance of somebody's ("A's demands include"), or the target."""
        if doer is None or self.parsed.tokens[doer].pos not in {"NOUN", "PROPN"} or self.links.holders(doer):
            return frozenset()
        inside = frozenset(self.parsed.subtree(doer))
        return frozenset() if self.sense(doer) is not None or match.head in inside else inside

    def urged(self, verb: int) -> frozenset[int]:
        """Whom strangers want to do what the verb says: "farmers urged A to reject it"."""
        above = self.parsed.tokens[verb].head
        sense = self.sense(above)
        is_demanded = self.parsed.tokens[verb].dep == "xcomp" and sense is not None and sense.group == "demand"
        asked = self.parsed.child(above, "dobj") if is_demanded else None
        return frozenset() if asked is None else frozenset(self.parsed.subtree(asked)) - {verb}
