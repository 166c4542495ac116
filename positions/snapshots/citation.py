"""How a snapshot is named in print: a sentence, BibTeX, and CSL-JSON for reference managers."""

import re
from dataclasses import dataclass
from typing import Any

from positions.comparison.records import Record, instant_text
from positions.models import Snapshot

AUTHOR = "Parley"
# What BibTeX would read as a command. A backslash goes first: all at once, so that no replacement is replaced.
SPECIAL = re.compile(r"[\\{}$&%#_^~]")
WORDS = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}


@dataclass(frozen=True)
class Citation(Record):
    """How to cite this snapshot."""

    text: str
    """A reference as it is printed."""
    bibtex: str
    """An entry for BibTeX or BibLaTeX."""
    csl: list[dict[str, Any]]
    """One item of CSL-JSON, as Zotero, Pandoc and others read it."""


def cite(snapshot: Snapshot, *, address: str) -> Citation:
    """Shape: one item; `address` is the snapshot's permanent one."""
    title = title_of(snapshot)
    made = snapshot.made_at
    note = f"Engine {snapshot.engine}, codebook {snapshot.codebook}, SHA-256 {snapshot.sha256}"
    return Citation(
        text=f"{AUTHOR} ({made.year}). {title}. Snapshot {snapshot.uuid}, made {made.date()}. {note}. {address}",
        bibtex=bibtex(snapshot, title=title, note=note, address=address),
        csl=[
            {
                "id": f"parley-{snapshot.uuid}",
                "type": "dataset",
                "title": title,
                "author": [{"literal": AUTHOR}],
                "issued": {"date-parts": [[made.year, made.month, made.day]]},
                "number": str(snapshot.uuid),
                "version": snapshot.engine,
                "note": note,
                "URL": address,
            }
        ],
    )


def title_of(snapshot: Snapshot) -> str:
    what = snapshot.comparison.replace("-", " ")
    when = f"on {snapshot.valid_on}, as known at {instant_text(snapshot.known_at)} (revision {snapshot.revision})"
    return f"{snapshot.negotiation.title}: {what} {when}"


def bibtex(snapshot: Snapshot, *, title: str, note: str, address: str) -> str:
    fields = {
        "author": f"{{{AUTHOR}}}",
        "title": f"{{{escaped(title)}}}",
        "year": str(snapshot.made_at.year),
        "number": str(snapshot.uuid),
        "note": escaped(note),
        "url": address,
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{parley-{snapshot.uuid},\n{lines}}}\n"


def escaped(words: str) -> str:
    return SPECIAL.sub(lambda found: WORDS.get(found[0], f"\\{found[0]}"), words)
