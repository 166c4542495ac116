"""Stage extraction: whose a stance is: the subject of a verb, the agent of a passive, the owner of a noun.

In: a parsed text and its links. Out: `Holder` values. Only extraction calls it.
"""

from collections.abc import Iterator

from positions.extraction.language.parsing import SUBJECTS, ParsedText
from positions.extraction.what.targets import TargetMatch
from positions.extraction.which_way.climbs import find_sense
from positions.extraction.which_way.negations import VERBS
from positions.extraction.who.linking import Links
from positions.extraction.who.names import Holder

CONTINUATIONS = frozenset(("conj", "xcomp", "advcl", "pcomp"))
MISTAKEN = frozenset(("advmod", "npadvmod", "dep"))
PLACES = frozenset(("in", "among", "within", "inside"))
COMPANY = frozenset(("along", "alongside", "together"))
# Who is backed in what it wants has those beside it who back it.
SECONDING = frozenset(("back", "support", "join", "second"))
# The groups of words that say what only somebody does.
OF_PEOPLE = frozenset(("demand", "rejection", "opposition", "support", "acceptance"))
OWNER_DEPS = frozenset(("poss", "amod", "compound", "nmod"))


class Owners:
    """Finds who holds what in one text."""

    def __init__(self, parsed: ParsedText, *, links: Links) -> None:
        self.parsed = parsed
        self.links = links

    def subjects(self, node: int, inner: int | None) -> list[Holder]:
        """Who does what a verb says, unless the target itself is its subject."""
        agent = self.agent(node)
        if agent is not None:
            return self.links.holders(agent) + self.companions(node)
        if self.is_continued(node):
            return []
        client = client_of(self.parsed, node)
        if client is not None:
            return self.links.holders(client)
        subject = self.subject(node)
        if subject is not None and not self.links.holders(subject):
            subject = self.teller(node, subject)
        if subject is None or subject == inner:
            return []
        passive = self.parsed.tokens[subject].dep == "nsubjpass"
        if passive and inner is not None and self.parsed.tokens[inner].dep not in {"xcomp", "prep"}:
            return []
        return self.links.holders(subject) + self.companions(node)

    def companions(self, verb: int) -> list[Holder]:
        """Who does it with the subject: "A, along with B, rejected it", "A as well as B"; not "with B's draft"."""
        children = self.parsed.children[verb]
        beside = [c for c in children if self.parsed.tokens[c].lemma in COMPANY]
        withs = [self.parsed.child(child, "prep") or child for child in beside]
        named = [self.parsed.child(prep, "pobj") for prep in withs]
        # Whom "as well as" names the parser takes for a second subject.
        subjects = [c for c in children if self.parsed.tokens[c].dep in SUBJECTS]
        named += [c for c in subjects[1:] if self.parsed.tokens[c - 1].lemma == "as"]
        named += [beside for subject in subjects[:1] for beside in self.beside(subject)]
        return [self.links.heads[index] for index in named if index is not None and index in self.links.heads]

    def beside(self, subject: int) -> Iterator[int | None]:
        """Who is named beside a subject as one who does it too: "A, together with B, wants it", "A, backed by B"."""
        for child in self.parsed.children[subject]:
            below = (self.parsed.tokens[c].lemma for c in self.parsed.children[child])
            if self.parsed.tokens[child].lemma == "with" and not COMPANY.isdisjoint(below):
                yield self.parsed.child(child, "pobj")
            elif self.parsed.tokens[child].dep == "acl" and self.parsed.tokens[child].lemma in SECONDING:
                yield self.agent(child)

    def doer(self, verb: int) -> int | None:
        """Who does what a verb says: the agent of a passive, else the subject."""
        agent = self.agent(verb)
        return self.subject(verb) if agent is None else agent

    def is_continued(self, node: int) -> bool:
        """Whether the verb above has the last word: of "refuse to accept" only the refusal counts."""
        token = self.parsed.tokens[node]
        return token.dep == "xcomp" and self.parsed.child(node, *SUBJECTS) is None

    def agent(self, verb: int) -> int | None:
        """The doer of a passive: "rejected by X"."""
        by = self.parsed.child(verb, "agent")
        return None if by is None else self.parsed.child(by, "pobj")

    def subject(self, node: int) -> int | None:
        """The subject of a verb, or of the verb that it continues."""
        for place in self.parsed.path(node):
            token = self.parsed.tokens[place]
            own = self.own_subject(place)
            if own is not None:
                is_relative = self.parsed.tokens[own].tag in {"WDT", "WP"} and token.dep == "relcl"
                return token.head if is_relative else own
            if token.dep == "acl":
                return token.head
            if token.dep == "pcomp":
                return self.accused(token.head)
            is_adjective = token.pos == "ADJ" and token.dep == "acomp"
            if not is_adjective and (token.dep not in CONTINUATIONS or not self.is_verbal(token.head)):
                return None
        return None

    def teller(self, verb: int, subject: int) -> int:
        """Who does what a verb says that only people do, and not a thing: "A said X was good, but warned against Y".

        The parser hangs it on what A says of X.
        """
        beside = self.parsed.tokens[verb].head
        said = self.parsed.tokens[beside]
        if self.parsed.tokens[verb].dep != "conj" or said.dep != "ccomp" or self.parsed.tokens[verb].tag != "VBD":
            return subject
        sense = find_sense(self.parsed, self.parsed.tokens[verb], lexicon=self.links.lexicon)
        speaker = self.subject(said.head) if sense is not None and sense.group in OF_PEOPLE else None
        return subject if speaker is None else speaker

    def own_subject(self, verb: int) -> int | None:
        """The subject of a verb; the parser may hang it on the auxiliary: "the union is no longer opposed"."""
        auxiliaries = [c for c in self.parsed.children[verb] if self.parsed.tokens[c].dep in {"aux", "auxpass"}]
        found = (self.parsed.child(index, *SUBJECTS) for index in (verb, *auxiliaries))
        return next((index for index in found if index is not None), self.mistaken(verb))

    def mistaken(self, verb: int) -> int | None:
        """A subject that the parser did not see: a party whose name it took for an adverb, the first of two verbs'."""
        for child in self.parsed.children[verb]:
            token = self.parsed.tokens[child]
            if child > verb:
                return None
            if token.dep in MISTAKEN and child in self.links.heads:
                return child
            # A headline's "A touts the code, shuns the levy": the parser takes the first for what the second says.
            if token.dep == "ccomp" and token.pos == "VERB" and self.parsed.child(child, "mark") is None:
                return self.parsed.child(child, *SUBJECTS)
        return None

    def accused(self, prep: int) -> int | None:
        """Whose doing a verb governs by a preposition: "A accuses B of rejecting", "B was praised for accepting"."""
        token = self.parsed.tokens[prep]
        if token.lemma not in {"of", "for"} or not self.is_verbal(token.head):
            return None
        return self.parsed.child(token.head, "dobj", "nsubjpass")

    def is_verbal(self, index: int) -> bool:
        return self.parsed.tokens[index].pos in VERBS or self.parsed.tokens[index].pos == "ADJ"

    def relative_subjects(self, verb: int) -> list[Holder]:
        """The doer inside a relative clause: "the plan, which X rejected"."""
        agent = self.agent(verb)
        doer = self.parsed.child(verb, *SUBJECTS) if agent is None else agent
        return [] if doer is None else self.links.holders(doer)

    def owners(self, node: int, match: TargetMatch) -> list[Holder]:
        """Whose demand, refusal or plan a noun is."""
        is_within = node in match.tokens
        for child in self.parsed.children[node]:
            token = self.parsed.tokens[child]
            if token.dep in OWNER_DEPS and not (is_within and child in match.tokens):
                holders = self.links.holders(child) or [h for h in (self.links.inside.get(child),) if h]
                if holders:
                    return holders
            if token.dep in {"prep", "agent"} and token.lemma in {"by", "from"}:
                source = self.parsed.child(child, "pobj")
                return [] if source is None else self.links.holders(source)
        return self.places(node, match)

    def places(self, node: int, match: TargetMatch) -> list[Holder]:
        """Where a stance is found: "no appetite in Brenland for it", "the support of A"; not "criticism of A"."""
        for child in self.parsed.children[node]:
            token = self.parsed.tokens[child]
            source = self.parsed.child(child, "pobj") if token.dep == "prep" and token.lemma in PLACES else None
            if source is not None and source not in match.tokens and source in self.links.heads:
                return self.links.holders(source)
        return []


def client_of(parsed: ParsedText, verb: int) -> int | None:
    """For whom somebody does what a verb says: "on behalf of A, B demanded it", "speaking on A's behalf"."""
    beside = [child for child in parsed.children[verb] if parsed.tokens[child].dep in {"prep", "advcl"}]
    preps = [prep for child in beside for prep in (child, *parsed.children[child])]
    nouns = [noun for prep in preps if (noun := parsed.child(prep, "pobj")) is not None]
    for behalf in (noun for noun in nouns if parsed.tokens[noun].lemma == "behalf"):
        of = parsed.child(behalf, "prep")
        return parsed.child(behalf, "poss") if of is None else parsed.child(of, "pobj")
    return None
