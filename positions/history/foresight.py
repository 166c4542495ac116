"""What a change would make of the positions recorded now, told before it is made, and whether they are as one saw them.

Reads only. In: a party, a target and what it is said to hold from a day. Out: both timelines and one sentence.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.db.models import Max

from positions.days import day_in_words, instant_in_words
from positions.history import timeline as periods
from positions.history.foresight_words import RED_LINE_UNSAID, say_change
from positions.history.rows import read_timeline
from positions.history.timeline import Content, Period, Proof, Timeline
from positions.models import Evidence, Party, Position, Revision, Target
from positions.vocabulary import Salience


class PositionChangedMeanwhile(Exception):
    """What is recorded for the party on the target is no longer what the curator saw; the text says what changed."""


@dataclass(frozen=True, kw_only=True)
class Foresight:
    """What is recorded for a party on a target before and after a change. `besides`: see `say_change`."""

    party: str
    before: Timeline
    after: Timeline
    besides: str = ""

    @property
    def seen(self) -> tuple[str, ...]:
        """What stands now: shown to a curator, and asked for again with the decision."""
        return seen_in(self.before)

    @property
    def digest(self) -> str:
        """One word for the whole change: given back with the confirmation, so that what was read is what is done."""
        return _digest([[_outline(period) for period in side] for side in (self.before, self.after)])

    @property
    def changes_nothing(self) -> bool:
        return self.before == self.after

    @property
    def sentence(self) -> str:
        """What will happen, in one sentence."""
        return say_change(self.party, self.before, self.after, besides=self.besides)


def foresee_position(
    *, party: Party, target: Target, content: Content, valid_from: date, evidence: Iterable[Proof] = ()
) -> Foresight:
    """What `record_position` with the same arguments would do. Two queries; nothing is written or locked."""
    before = read_timeline(party, target)
    proofs = tuple(evidence)
    after = periods.place(before, content, on=valid_from, proofs=proofs, alike=periods.rule_for(proofs))
    stands = next((period for period in after if period.covers(valid_from)), None)
    is_unsaid = stands is not None and content.salience is Salience.RED_LINE is not stands.content.salience
    return Foresight(party=party.name, before=before, after=after, besides=RED_LINE_UNSAID if is_unsaid else "")


def require_as_seen(party: Party, target: Target, seen: Iterable[str]) -> None:
    """What stands, and what proves it, is what the curator saw. Call with the negotiation locked.

    Raises: PositionChangedMeanwhile, with what changed.
    """
    known = set(seen)
    if set(seen_in(read_timeline(party, target))) != known:
        raise PositionChangedMeanwhile(_what_changed(party, target, {one.partition(".")[0] for one in known}))


def seen_in(timeline: Timeline) -> tuple[str, ...]:
    """The rows that stand, each with a mark of its evidence: what a decision makes of a position hangs on both."""
    return tuple(f"{period.row}.{_digest(_proofs(period))[:8]}" for period in timeline if period.row is not None)


def _what_changed(party: Party, target: Target, seen_rows: set[str]) -> str:
    standing = list(Position.objects.known().filter(party=party, target=target).select_related("recorded_by"))
    new = [row for row in standing if str(row.pk) not in seen_rows]
    what = f"what is recorded for {party} on “{target}”"
    if new:
        last = max(new, key=lambda row: (row.recorded_at, row.valid_from))
        at = f"on {instant_in_words(last.recorded_at)}"
        return f"{last.recorded_by} changed {what} meanwhile, {at}: {last.stance} from {day_in_words(last.valid_from)}."
    if len(standing) < len(seen_rows):
        return f"What was recorded for {party} on “{target}” was taken back meanwhile."
    revision = _last_change_of_evidence(standing)
    if revision is None:
        return f"The evidence for {what} changed meanwhile."
    at = f"on {instant_in_words(revision.committed_at)}"
    return f"{revision.committed_by} changed the evidence for {what} meanwhile, {at}."


def _last_change_of_evidence(standing: Sequence[Position]) -> Revision | None:
    found = Evidence.objects.filter(position__in=standing).aggregate(Max("recorded_at"), Max("superseded_at"))
    instants = [instant for instant in found.values() if instant is not None]
    if not instants:
        return None
    changes = Revision.objects.filter(negotiation=standing[0].negotiation_id, committed_at=max(instants))
    return changes.select_related("committed_by").first()


def _outline(period: Period) -> list[object]:
    days = (period.valid_from, period.valid_to)
    return [period.row, period.content, *days, period.reason, period.end_reason, _proofs(period)]


def _proofs(period: Period) -> list[tuple[int, int, date]]:
    """In one order, whatever that of the rows."""
    return sorted((proof.statement, proof.decision, proof.said_on) for proof in period.proofs.values())


def _digest(told: object) -> str:
    return sha256(repr(told).encode()).hexdigest()[:32]
