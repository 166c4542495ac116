"""What a change would make of the positions recorded now, told before it is made, and whether they are as one saw them.

Reads only. In: a party, a target and what it is said to hold from a day. Out: both timelines and one sentence.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from positions.history import timeline as periods
from positions.history.rows import read_timeline
from positions.history.timeline import Content, Period, Proof, Timeline
from positions.models import Party, Position, Target
from positions.vocabulary import EndReason, Salience, Stance


class PositionChangedMeanwhile(Exception):
    """What is recorded for the party on the target is no longer what the curator saw; the text says what changed."""


@dataclass(frozen=True, kw_only=True)
class Foresight:
    """What is recorded for a party on a target before and after a change."""

    party: str
    before: Timeline
    after: Timeline

    @property
    def seen(self) -> tuple[int, ...]:
        """Ids of the rows that stand now: shown to a curator, and asked for again with the decision."""
        return rows_of(self.before)

    @property
    def sentence(self) -> str:
        """What will happen, in one sentence."""
        first, *others = [
            *_endings(self.before, self.after),
            *_beginnings(self.before, self.after),
            ("changes", "nothing of what is recorded"),
        ]
        named = f"{first[0].capitalize()} {self.party}: {first[1]}"
        more = [f"{verb} {rest}" for verb, rest in others[:-1]]
        return "; ".join([named, *more]) + "."


def foresee_position(
    *, party: Party, target: Target, content: Content, valid_from: date, evidence: Iterable[Proof] = ()
) -> Foresight:
    """What `record_position` with the same arguments would do. Two queries; nothing is written or locked."""
    before = read_timeline(party, target)
    after = periods.place(before, content, on=valid_from, proofs=tuple(evidence))
    return Foresight(party=party.name, before=before, after=after)


def require_as_seen(party: Party, target: Target, seen: Iterable[int]) -> None:
    """What stands is what the curator saw. Call with the negotiation locked.

    Raises: PositionChangedMeanwhile, with what changed.
    """
    standing = list(Position.objects.known().filter(party=party, target=target).select_related("recorded_by"))
    if {row.pk for row in standing} == set(seen):
        return
    new = [row for row in standing if row.pk not in set(seen)]
    if not new:
        raise PositionChangedMeanwhile(f"What was recorded for {party} on “{target}” was taken back meanwhile.")
    last = max(new, key=lambda row: (row.recorded_at, row.valid_from))
    raise PositionChangedMeanwhile(
        f"{last.recorded_by} changed what is recorded for {party} on “{target}” meanwhile, "
        f"on {last.recorded_at:%-d %B %Y at %H:%M} UTC: {last.stance} from {day(last.valid_from)}."
    )


# Words with which a condition leads itself in.
LEAD_IN = frozenset(
    {
        "after",
        "as",
        "assuming",
        "if",
        "on",
        "once",
        "only",
        "provided",
        "providing",
        "subject",
        "unless",
        "until",
        "when",
        "with",
    }
)


def rows_of(timeline: Timeline) -> tuple[int, ...]:
    return tuple(sorted(period.row for period in timeline if period.row is not None))


def day(value: date) -> str:
    """A date as people say it."""
    return f"{value.day} {value:%B} {value.year}"


def say_content(content: Content) -> str:
    """A position in a few words: its stance, what it hangs on, its numbers."""
    stance = "a place on the scale" if content.stance is Stance.UNSPECIFIED else content.stance.value
    terms = f" ({', '.join(term.text for term in content.terms)})" if content.terms else ""
    red = ", a red line" if content.salience is Salience.RED_LINE else ""
    return f"{stance}{terms}{_hinge(content.condition.strip())}{red}"


def _hinge(condition: str) -> str:
    """What it hangs on, led in by "if" unless its own words do: "only if", "once", "provided that"."""
    if not condition:
        return ""
    return f", {condition}" if condition.split(maxsplit=1)[0].casefold() in LEAD_IN else f", if {condition}"


def _endings(before: Timeline, after: Timeline) -> list[tuple[str, str]]:
    """What becomes of each period that is recorded now."""
    told = []
    for old in before:
        kept = [new for new in after if new.row == old.row]
        told.append(_ending(old, kept[0], after) if kept else ("replaces", _held(old)))
    return [ending for ending in told if ending]


def _ending(old: Period, new: Period, after: Timeline) -> tuple[str, str] | None:
    """What becomes of one: a verb and the rest. The day of an end goes unsaid where another begins on it."""
    if new.content != old.content:
        return "corrects", f"{_held(old)} to {_held(new)}"
    if new.valid_from < old.valid_from:
        return "dates", f"{say_content(old.content)} from {day(new.valid_from)} instead of {day(old.valid_from)}"
    if new.valid_to is not None and (old.valid_to is None or new.valid_to < old.valid_to):
        verb = "withdraws" if new.end_reason is EndReason.WITHDRAWN else "ends"
        is_followed = any(period.valid_from == new.valid_to for period in after)
        return verb, _held(old) + ("" if is_followed else f" on {day(new.valid_to)}")
    if new.valid_to != old.valid_to:
        end = f"until {day(new.valid_to)}" if new.valid_to else "with no end"
        return "prolongs", f"{_held(old)} {end}"
    if new.proofs.keys() - old.proofs.keys():
        return "adds evidence for", _held(old)
    return None


def _beginnings(before: Timeline, after: Timeline) -> list[tuple[str, str]]:
    """Each period that is not recorded now."""
    rows = {period.row: period for period in before}
    told: list[tuple[str, str]] = []
    met = set()
    for new in after:
        is_known = new.row in rows and new.row not in met
        met.add(new.row)
        if (not is_known or new.row is None) and new not in before:
            until = f" until {day(new.valid_to)}" if new.valid_to else ""
            again = " again" if new.row in rows else ""
            told.append(("begins", f"{say_content(new.content)}{again} on {day(new.valid_from)}{until}"))
    return told


def _held(period: Period) -> str:
    return f"{say_content(period.content)} since {day(period.valid_from)}"
