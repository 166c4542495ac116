"""What is stored of an article already, so that what is found again is not stored as something new.

A later run may see the same stance in a few words more or fewer. What a person has decided stays decided: it is found
again, not brought back. In: an article and its negotiation. Out: the stored statement that says what is found now.
"""

from dataclasses import dataclass

from positions.extraction.contract import ExtractedStatement
from positions.models import ExtractionRun, Statement
from positions.queries.catalog.former_slugs import FormerNames
from positions.vocabulary import DecisionKind

# What makes two statements at overlapping places the same: party, target and stance, by slug.
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Known:
    """A stored statement, and as what it may be found again: as it was coded, and as a curator amended it."""

    statement: Statement
    keys: frozenset[Key]
    is_decided: bool


class KnownStatements:
    """Those of one article for one negotiation, coded by hand or found by any run. Two queries, however many.

    What was found under a name given up since, or stored for what was merged since, counts as what it is called today.
    """

    def __init__(self, run: ExtractionRun, names: FormerNames) -> None:
        stored = Statement.objects.filter(article=run.article, target__negotiation=run.negotiation)
        rows = stored.select_related("party", "target").prefetch_related("decisions").order_by("pk")
        self.names = names
        self.known = [_known(statement, self.names) for statement in rows]

    def find(self, found: ExtractedStatement) -> Statement | None:
        """The stored statement that says the same: at this very place, else one that a person decided, else the first
        that overlaps. None where there is none."""
        key = _today((found.party, found.target, found.stance.value), self.names)
        near = [one for one in self.known if key in one.keys and _overlap(one.statement, found)]
        near.sort(key=lambda one: (not _is_at(one.statement, found), not one.is_decided))
        return near[0].statement if near else None

    def add(self, statement: Statement, found: ExtractedStatement) -> None:
        """Takes in what was stored just now."""
        key = _today((found.party, found.target, found.stance.value), self.names)
        self.known.append(Known(statement, frozenset({key}), is_decided=False))


def _today(key: Key, names: FormerNames) -> Key:
    party, target, stance = key
    return names.parties.get(party, party), names.targets.get(target, target), stance


def _known(statement: Statement, names: FormerNames) -> Known:
    decisions = list(statement.decisions.all())
    last = decisions[-1] if decisions else None
    is_decided = last is not None and last.decision != DecisionKind.UNDO.value
    coded = (statement.party.slug, statement.target.slug, statement.stance)
    amended = last.amended if last is not None else {}  # an undo amends nothing
    corrected = (
        amended.get("party", coded[0]), amended.get("target", coded[1]), amended.get("stance", coded[2])
    )  # fmt: skip
    return Known(statement, frozenset({_today(coded, names), _today(corrected, names)}), is_decided)


def _is_at(statement: Statement, found: ExtractedStatement) -> bool:
    return (statement.start, statement.end) == (found.start, found.end)


def _overlap(statement: Statement, found: ExtractedStatement) -> bool:
    return statement.start < found.end and found.start < statement.end
