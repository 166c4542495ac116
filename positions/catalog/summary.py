"""What a load or an import changed, in one line for whoever asked for it; and what to look at after it."""

from collections.abc import Iterator

from positions.catalog.changes import Counts
from positions.catalog.load import Loaded
from positions.counting import counted


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


def rewordings_of(loaded: Loaded) -> Iterator[str]:
    """A sentence for every proposition that is another one now, under stances that were towards the former."""
    for one in loaded.reworded:
        numbers = {"position": one.n_positions, "waiting statement": one.n_waiting}
        standing = " and ".join(counted(number, noun) for noun, number in numbers.items() if number)
        yield (
            f"The proposition of {one.slug} was “{one.before}” and is “{one.now}” now. "
            f"The stances of {standing} were towards the former and count towards this one: look whether they still do."
        )


def _changes(noun: str, counts: Counts) -> str:
    numbers = {"new": counts.n_new, "updated": counts.n_updated, "unchanged": counts.n_unchanged}
    if not counts.n_new and not counts.n_updated:
        return ""
    return f"{noun} " + " ".join(f"{number} {word}" for word, number in numbers.items() if number)


def _unchanged(loaded: Loaded) -> str:
    if loaded.is_new:
        return "the talks are new"
    return "the talks themselves updated" if loaded.revision else "nothing changed"
