"""The field's words, as the codebook defines them; one list for tables, core, API and admin.

Pure: no Django here. A member's value is what is stored and sent; its label is what people read.
"""

from enum import StrEnum

# Version of the codebook that these words are defined in; raised when a rule of coding changes.
CODEBOOK = "1"


class Word(StrEnum):
    """A word of the vocabulary. `Word.choices()` gives (value, label) pairs for tables and forms."""

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        return [(member.value, member.label) for member in cls]


class Stance(Word):
    """Towards an issue's proposition, or towards a proposal as a package."""

    SUPPORTS = "supports"
    CONDITIONAL = "conditional"
    UNDECIDED = "undecided"
    OPPOSES = "opposes"
    # Only of positions, where a coded data set gives a scale value and no stance.
    UNSPECIFIED = "unspecified"


class Act(Word):
    """How a stance was put."""

    DEMAND = "demand"
    PROPOSAL = "proposal"
    ACCEPTANCE = "acceptance"
    REJECTION = "rejection"
    CONCESSION = "concession"
    DECLARATION = "declaration"


class Attribution(Word):
    """How the article knows the stance. `predicted` is never published as stated."""

    QUOTED = "quoted"
    PARAPHRASED = "paraphrased"
    REPORTED = "reported"
    PREDICTED = "predicted"


class Salience(Word):
    """How much the party says that it cares, weakest last."""

    RED_LINE = "red_line"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    UNSPECIFIED = "unspecified"


class PartyKind(Word):
    STATE = "state"
    BLOC = "bloc"
    ALLIANCE = "alliance"
    MOVEMENT = "movement"
    GOVERNMENT = "government"
    PARTY = "party"
    ORGANISATION = "organisation"
    COMPANY = "company"
    UNION = "union"


class Role(Word):
    """A party's part in one negotiation."""

    PRINCIPAL = "principal"
    MEDIATOR = "mediator"
    GUARANTOR = "guarantor"
    OBSERVER = "observer"


class TargetKind(Word):
    """What a stance can be about."""

    ISSUE = "issue"
    PROPOSAL = "proposal"


class Extent(Word):
    """How much of a source is at hand."""

    FULL = "full"
    EXCERPT = "excerpt"
    SOURCE = "source"
    # An address whose text is not here: not fetched yet, or there was nothing to keep.
    UNREAD = "unread"


class ArticleState(Word):
    """How far an article has come. `waiting` is taken up again by itself; `failed` and `skipped` by a person alone."""

    RECEIVED = "received"
    FETCHED = "fetched"
    EXTRACTED = "extracted"
    WAITING = "waiting"
    FAILED = "failed"
    SKIPPED = "skipped"


class Origin(Word):
    """Who an article came from. What people and programs submit goes before what feeds bring."""

    PERSON = "person"
    PROGRAM = "program"
    FEED = "feed"


class FeedState(Word):
    """Whether a feed is asked. `paused`: it failed too often, or somebody stopped it; the reason says which."""

    ACTIVE = "active"
    PAUSED = "paused"


class RunState(Word):
    """Where an extraction run stands. `waiting` has a reason and is taken up again; `failed` is final."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    WAITING = "waiting"
    FAILED = "failed"


class DecisionKind(Word):
    """What a curator decided about a statement; the last decision stands."""

    ACCEPT = "accept"
    AMEND = "amend"
    REJECT = "reject"
    DUPLICATE = "duplicate"
    UNDO = "undo"


# Those by which a statement counts: as it is coded, or as amended.
ACCEPTING = frozenset({DecisionKind.ACCEPT, DecisionKind.AMEND})


class Verdict(Word):
    """The decision that stands on a statement, or that none does."""

    PENDING = "pending"
    ACCEPT = "accept"
    AMEND = "amend"
    REJECT = "reject"
    DUPLICATE = "duplicate"


class Reason(Word):
    """Why a position was recorded."""

    FIRST_RECORDED = "first_recorded"
    PARTY_MOVED = "party_moved"
    LEARNT_LATER = "learnt_later"
    CORRECTED = "corrected"


class EndReason(Word):
    """Why a position's valid period ended."""

    OPEN = "open"
    PARTY_MOVED = "party_moved"
    WITHDRAWN = "withdrawn"


class RevisionKind(Word):
    """What a committed public change was."""

    CATALOG = "catalog"
    RECORDED = "recorded"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    TAKEN_DOWN = "taken_down"


class Absence(Word):
    """Why a cell of the matrix has no position. Undecided is a position, not an absence."""

    NEVER_STATED = "never_stated"
    WITHDRAWN = "withdrawn"


class Subject(Word):
    """What may change in answers without a numbered public change; each has an edition, which counts."""

    # Names in the catalog, where articles were published, and quotes that were taken down.
    SHOWN = "shown"
    # Decisions about statements.
    DECIDED = "decided"
    # Articles, runs and the statements that they found.
    ARRIVED = "arrived"


class EvidenceDepth(Word):
    """How much evidence an answer carries."""

    NONE = "none"
    FIRST = "first"
    ALL = "all"


class Rollup(Word):
    """What the rows and columns of a matrix are summed up into."""

    PARENT = "parent"
    BLOC = "bloc"


class TermRefusal(Word):
    """Why the numbers of two terms can't be compared."""

    OTHER_KIND = "other_kind"
    UNKNOWN_UNIT = "unknown_unit"
    NO_UNIT = "no_unit"


class Scope(Word):
    """What a token may do. None includes another: a token that reads and curates has both."""

    READ = "read"
    SUBMIT = "submit"
    CURATE = "curate"


class Comparison(Word):
    """What can be frozen in a snapshot: each is the last part of its address below `comparison/`, but for `matrix`."""

    MATRIX = "matrix"
    PAIRWISE = "pairwise"
    AGREEMENT = "agreement"
    CHANGES = "changes"
    CONVERGENCE = "convergence"
    BLOCKING_ISSUES = "blocking-issues"


class Relation(Word):
    """How what two parties hold on one target relates."""

    AGREE = "agree"
    PARTIAL = "partial"
    OPPOSE = "oppose"
    # A side has said that it has not made up its mind.
    UNDECIDED = "undecided"
    # A side holds no position, or the two were measured differently.
    UNKNOWN = "unknown"


class Method(Word):
    """How an agreement score is computed."""

    CITY_BLOCK = "city-block"
    EQUAL_WEIGHTS = "equal-weights"
    BINARY = "binary"


class NoScore(Word):
    """Why two parties have no agreement score."""

    NOTHING_IN_COMMON = "nothing_in_common"
    NO_WEIGHT = "no_weight"


class Standing(Word):
    """How a cell stands in a comparison."""

    HELD = "held"
    NEVER_STATED = "never_stated"
    WITHDRAWN = "withdrawn"


class Cause(Word):
    """Why two comparisons differ in a cell."""

    FIRST_RECORDED = "first_recorded"
    PARTY_MOVED = "party_moved"
    LEARNT_LATER = "learnt_later"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


class Direction(Word):
    """Whether a party hardened or softened from one position to the next."""

    HARDENING = "hardening"
    SOFTENING = "softening"
    # From one side of an issue to the other.
    REVERSAL = "reversal"
    NEITHER = "neither"


class TermDifference(Word):
    """Whether two packages say the same on an issue."""

    SAME = "same"
    DIFFERENT = "different"
    ONLY_LEFT = "only_left"
    ONLY_RIGHT = "only_right"


class Speakers(Word):
    """Whether two statements were voiced by one speaker."""

    SAME = "same"
    DIFFERENT = "different"
    # One of the two names nobody.
    UNKNOWN = "unknown"


class ChartKind(Word):
    """What a picture shows."""

    MATRIX = "matrix"
    CONVERGENCE = "convergence"
    AGREEMENT = "agreement"
    BLOCKING_ISSUES = "blocking-issues"
    RESPONSES = "responses"
    TIMELINE = "timeline"


class Theme(Word):
    """For which ground a picture is drawn."""

    LIGHT = "light"
    DARK = "dark"


class EventKind(Word):
    """What a webhook may be told of."""

    STANCE_CHANGED = "stance.changed"
    RED_LINE_DRAWN = "red_line.drawn"
    RED_LINE_GONE = "red_line.gone"
    AGREEMENT_MOVED = "agreement.moved"
    RESPONSE_GIVEN = "response.given"
    # Sent when its owner asks for it, to see whether it arrives.
    PING = "ping"


class DeliveryState(Word):
    """Whether an event has reached a webhook. `sending` that never ended is taken up again; `failed` is given up."""

    WAITING = "waiting"
    SENDING = "sending"
    DELIVERED = "delivered"
    FAILED = "failed"
