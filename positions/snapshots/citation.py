"""How a snapshot is named in print."""

from positions.citations import Citation, Work, cite
from positions.comparison.records import instant_text
from positions.models import Snapshot


def cite_snapshot(snapshot: Snapshot, *, address: str) -> Citation:
    """Shape: one item; `address` is the snapshot's permanent one."""
    made_on = snapshot.made_at.date()
    return cite(
        Work(
            title=title_of(snapshot),
            issued_on=made_on,
            number=str(snapshot.uuid),
            named=f"Snapshot {snapshot.uuid}, made {made_on}",
            version=snapshot.engine,
            note=f"Engine {snapshot.engine}, codebook {snapshot.codebook}, SHA-256 {snapshot.sha256}",
            address=address,
        )
    )


def title_of(snapshot: Snapshot) -> str:
    what = snapshot.comparison.replace("-", " ")
    when = f"on {snapshot.valid_on}, as known at {instant_text(snapshot.known_at)} (revision {snapshot.revision})"
    return f"{snapshot.negotiation.title}: {what} {when}"
