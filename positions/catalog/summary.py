"""What a load or an import changed, in one line for whoever asked for it."""

from positions.catalog.changes import Counts
from positions.catalog.load import Loaded


def summary_of(loaded: Loaded, *, tells_revision: bool = True) -> str:
    """One line: what changed, and what is stored and no longer in the file.

    `tells_revision`: its number too, which may be another by the time that a trial is stored.
    """
    parts = {
        "parties": loaded.parties,
        "issues": loaded.issues,
        "proposals": loaded.proposals,
        "positions": loaded.positions,
    }
    changes = [text for noun, counts in parts.items() if (text := _changes(noun, counts))]
    revision = f" (revision {loaded.revision.number})" if loaded.revision and tells_revision else ""
    kept = [f"{noun} {', '.join(counts.kept)}" for noun, counts in parts.items() if counts.kept]
    tail = f"; kept though no longer in the file: {'; '.join(kept)}" if kept else ""
    return f"{loaded.negotiation.slug}{revision}: {', '.join(changes) or _unchanged(loaded)}{tail}"


def _changes(noun: str, counts: Counts) -> str:
    numbers = {"new": counts.n_new, "updated": counts.n_updated, "unchanged": counts.n_unchanged}
    if not counts.n_new and not counts.n_updated:
        return ""
    return f"{noun} " + " ".join(f"{number} {word}" for word, number in numbers.items() if number)


def _unchanged(loaded: Loaded) -> str:
    return "the talks themselves updated" if loaded.revision else "nothing changed"
