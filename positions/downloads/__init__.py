"""The stage that packs everything public of one negotiation into one zip, whenever its revision has moved.

In: the public tables, read from one state of the database. Out: a zip in parts, in a table, the same bytes for the same
state. Called by `follow_ups` and the API.

    describing     datapackage.json: what each file and each column is      packing     the zip, row by row
    keeping        made, kept, found, and gone again                        citation    how to name it in print
"""

from positions.downloads.citation import cite_download
from positions.downloads.keeping import (
    UnknownDownload,
    UnknownRevision,
    find_parts,
    get_download,
    list_behind,
    make_download,
)

__all__ = [
    "UnknownDownload",
    "UnknownRevision",
    "cite_download",
    "find_parts",
    "get_download",
    "list_behind",
    "make_download",
]
