"""What a change would make of the positions recorded now, in words."""

from collections.abc import Iterator

from positions.days import day_in_words
from positions.extraction.contract import Term
from positions.history.timeline import Content, Period, Timeline
from positions.vocabulary import EndReason, Salience, Stance

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
# A verb, and what it is about.
Told = tuple[str, str]
NOTHING: Told = ("changes", "nothing of what is recorded")


RED_LINE_UNSAID = "this does not make it a red line: record that on the timeline, as a correction or a move"


def say_change(party: str, before: Timeline, after: Timeline, *, besides: str = "") -> str:
    """What will happen, in one sentence. `besides`: what is to be said too, of what goes on or begins."""
    first, *others = [*_endings(before, after), *_beginnings(before, after)] or [NOTHING]
    told = "; ".join([f"{first[0].capitalize()} {party}: {first[1]}", *map(" ".join, others)])
    return f"{told}; {besides}." if besides else f"{told}."


def say_content(content: Content) -> str:
    """A position in a few words: its stance, what it hangs on, its numbers."""
    stance = "a place on the scale" if content.stance is Stance.UNSPECIFIED else content.stance.value
    terms = f" ({', '.join(term.text for term in content.terms)})" if content.terms else ""
    red = ", a red line" if content.salience is Salience.RED_LINE else ""
    return f"{stance}{terms}{_hinge(content.condition.split())}{red}"


def _hinge(words: list[str]) -> str:
    """What it hangs on, led in by "if" unless its own words do ("only if", "once", "provided that")."""
    if not words:
        return ""
    told = without_full_stop(" ".join(words))
    return f", {told}" if words[0].casefold() in LEAD_IN else f", if {told}"


def without_full_stop(text: str) -> str:
    """A text to stand within a sentence, which its own full stop would end; that of "U.S." belongs to the word."""
    return text.removesuffix(".") if text.rsplit(maxsplit=1)[-1].count(".") == 1 else text


def _endings(before: Timeline, after: Timeline) -> Iterator[Told]:
    """What becomes of each period that is recorded now."""
    for old in before:
        new = next((period for period in after if period.row == old.row), None)
        if new is None:
            yield "replaces", _held(old)
        elif new.content != old.content:
            yield "corrects", _correction(old, new)
        else:
            yield from list(_other_days(old, new, after)) or _more_evidence(old, new)


def _correction(old: Period, new: Period) -> str:
    """What it was, what it is to be, and what the few words of both leave out."""
    until = f" until {day_in_words(new.valid_to)}" if new.valid_to and new.valid_to != old.valid_to else ""
    was, will_be = _held(old), _held(new) + until
    named = was if was == will_be else f"{was} to {will_be}"
    return ", ".join([named, *_unsaid(old.content, new.content)])


def _unsaid(old: Content, new: Content) -> Iterator[str]:
    """What differs and does not show in the few words of a position."""
    if new.act != old.act:
        yield f"its act to {new.act.value}"
    if new.salience != old.salience and new.salience is not Salience.RED_LINE:
        yield f"its salience to {new.salience.value}"
    if new.scale != old.scale:
        yield f"its place on the scale to {_place(new)}"
    if new.terms != old.terms and [term.text for term in new.terms] == [term.text for term in old.terms]:
        yield f"its numbers to {', '.join(_number(term) for term in new.terms)}"
    if new.summary != old.summary:
        yield f"its summary to “{new.summary}”" if new.summary else "its summary to none"


def _place(content: Content) -> str:
    if content.scale is None:
        return "none"
    low, high = (format(value.normalize(), "f") for value in content.scale)
    return low if low == high else f"{low}–{high}"


def _number(term: Term) -> str:
    return "none" if term.value is None else f"{term.value.normalize():f} {term.unit or ''}".strip()


def _other_days(old: Period, new: Period, after: Timeline) -> Iterator[Told]:
    """How the days change. That of an end goes unsaid where another begins on it."""
    if new.valid_from != old.valid_from:
        gap = ", with nothing recorded for the days between" if _leaves_a_gap(old, new, after) else ""
        days = f"{day_in_words(new.valid_from)} instead of {day_in_words(old.valid_from)}"
        yield "dates", f"{say_content(old.content)} from {days}{gap}"
    if new.valid_to is not None and (old.valid_to is None or new.valid_to < old.valid_to):
        verb = "withdraws" if new.end_reason is EndReason.WITHDRAWN else "ends"
        is_followed = any(period.valid_from == new.valid_to for period in after)
        yield verb, _held(new) + ("" if is_followed else f" on {day_in_words(new.valid_to)}")
    elif new.valid_to != old.valid_to:
        yield "prolongs", f"{_held(new)} {f'until {day_in_words(new.valid_to)}' if new.valid_to else 'with no end'}"


def _leaves_a_gap(old: Period, new: Period, after: Timeline) -> bool:
    """Whether nothing is held any more on the days from its old beginning to a later one."""
    return old.valid_from < new.valid_from and not any(
        one.valid_from < new.valid_from and (one.valid_to is None or one.valid_to > old.valid_from) for one in after
    )


def _more_evidence(old: Period, new: Period) -> Iterator[Told]:
    if new.proofs.keys() - old.proofs.keys():
        yield "adds evidence for", _held(old)


def _beginnings(before: Timeline, after: Timeline) -> Iterator[Told]:
    """Each period that is not recorded now."""
    rows = {period.row for period in before}
    met = set()
    for new in after:
        is_known = new.row in rows and new.row not in met
        met.add(new.row)
        if (not is_known or new.row is None) and new not in before:
            until = f" until {day_in_words(new.valid_to)}" if new.valid_to else ""
            again = " again" if new.row in rows else ""
            yield "begins", f"{say_content(new.content)}{again} on {day_in_words(new.valid_from)}{until}"


def _held(period: Period) -> str:
    return f"{say_content(period.content)} since {day_in_words(period.valid_from)}"
