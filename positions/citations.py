"""How what is kept here is named in print: a sentence, BibTeX, and CSL-JSON for reference managers.

Used by `snapshots` for one answer and by `api` for a whole data set.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from positions.comparison.records import Record

AUTHOR = "Parley"
# What BibTeX would read as a command. A backslash goes first: all at once, so that no replacement is replaced.
SPECIAL = re.compile(r"[\\{}$&%#_^~]")
WORDS = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}


@dataclass(frozen=True)
class Citation(Record):
    """How to cite this."""

    text: str
    """A reference as it is printed."""
    bibtex: str
    """An entry for BibTeX or BibLaTeX."""
    csl: list[dict[str, Any]]
    """One item of CSL-JSON, as Zotero, Pandoc and others read it."""


@dataclass(frozen=True, kw_only=True)
class Work:
    """What is cited. `number`: which one it is, in one word; `named`: the same in a sentence, where one says it."""

    title: str
    issued_on: date
    number: str
    version: str
    note: str
    address: str
    named: str = ""

    @property
    def key(self) -> str:
        return f"parley-{self.number}"


def cite(work: Work) -> Citation:
    """Shape: one item in each form."""
    issued = work.issued_on
    sentences = [f"{AUTHOR} ({issued.year})", work.title, work.named, work.note]
    return Citation(
        text=f"{'. '.join(sentence for sentence in sentences if sentence)}. {work.address}",
        bibtex=bibtex(work),
        csl=[
            {
                "id": work.key,
                "type": "dataset",
                "title": work.title,
                "author": [{"literal": AUTHOR}],
                "issued": {"date-parts": [[issued.year, issued.month, issued.day]]},
                "number": work.number,
                "version": work.version,
                "note": work.note,
                "URL": work.address,
            }
        ],
    )


def bibtex(work: Work) -> str:
    fields = {
        "author": f"{{{AUTHOR}}}",
        "title": f"{{{escaped(work.title)}}}",
        "year": str(work.issued_on.year),
        "number": work.number,
        "note": escaped(work.note),
        "url": work.address,
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{work.key},\n{lines}}}\n"


def escaped(words: str) -> str:
    return SPECIAL.sub(lambda found: WORDS.get(found[0], f"\\{found[0]}"), words)
