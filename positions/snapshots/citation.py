"""How a snapshot is named in print."""

from positions.citations import Citation, Work, cite
from positions.comparison.records import instant_text
from positions.models import Snapshot

IN_TITLE = {"valid_on", "known_at"}
# Of parties and targets; a reference that names more is no longer read, and its address has them all.
MOST_NAMED = 12


def cite_snapshot(snapshot: Snapshot, *, address: str) -> Citation:
    """Shape: one item; `address` is the snapshot's permanent one."""
    made_on = snapshot.made_at.date()
    computed_by = f"Engine {snapshot.engine}, codebook {snapshot.codebook}, SHA-256 {snapshot.sha256}"
    return cite(
        Work(
            title=title_of(snapshot),
            issued_on=made_on,
            number=str(snapshot.uuid),
            named=f"Snapshot {snapshot.uuid}, made {made_on}",
            version=snapshot.engine,
            note=f"{what_was_asked(snapshot)}{computed_by}",
            address=address,
        )
    )


def what_was_asked(snapshot: Snapshot) -> str:
    """The parameters of the question as a sentence, without the times that the title has; empty for no others."""
    told = [f"{name} {in_short(given)}" for name, given in snapshot.query.items() if name not in IN_TITLE]
    return f"Asked: {'; '.join(told)}. " if told else ""


def in_short(given: object) -> str:
    values = [str(value) for value in (given if isinstance(given, list) else [given])]
    more = f" and {len(values) - MOST_NAMED} more" if len(values) > MOST_NAMED else ""
    return ", ".join(values[:MOST_NAMED]) + more


def title_of(snapshot: Snapshot) -> str:
    what = snapshot.comparison.replace("-", " ")
    when = f"on {snapshot.valid_on}, as known at {instant_text(snapshot.known_at)} (revision {snapshot.revision})"
    return f"{snapshot.negotiation.title}: {what} {when}"
