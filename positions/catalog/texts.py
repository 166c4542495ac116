"""Files as people's programs save them: their size and their encoding. Pure: no database.

In: a path, or bytes. Out: text, or why it is none, in words. Used by catalogs, mappings, data sets and sheets.
"""

from pathlib import Path

from positions.catalog.problems import CatalogFileInvalid, Problem

# What files begin with, and what that says of them.
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
FOREIGN = {
    b"PK\x03\x04": "is a workbook, a document or an archive, no text; if a sheet is in it, save that as “CSV UTF-8”",
    b"\xd0\xcf\x11\xe0": "is an old Office file, no text; if a sheet is in it, save that as “CSV UTF-8”",
    b"%PDF": "is a PDF, no text",
}


def read_text(path: Path, *, largest: int) -> str:
    """Of a file in UTF-8 or UTF-16. Others can't be told apart, and nobody looks at the letters before they are stored.

    Raises: CatalogFileInvalid.
    """
    try:
        with path.open("rb") as file:
            content = file.read(largest + 1)
    except (OSError, ValueError) as error:
        raise refused(path, f"can't be read: {getattr(error, 'strerror', None) or error}") from error
    text, _ = decoded(content, path, largest=largest)
    return text


def decoded(content: bytes, path: Path, *, largest: int, guesses: bool = False) -> tuple[str, str]:
    """The text and the encoding that it was taken for: utf-8, utf-8-sig, utf-16 or, as a guess, cp1252.

    Raises: CatalogFileInvalid.
    """
    if len(content) > largest:
        raise refused(path, f"is larger than {largest:,} bytes")
    for mark, what in FOREIGN.items():
        if content.startswith(mark):
            raise refused(path, what)
    marked = next((name for mark, name in MARKS.items() if content.startswith(mark)), None)
    encoding = marked or "utf-8"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        if marked:
            raise refused(path, f"begins as {marked[:6].upper()} and is not: {error.reason}") from error
        if not guesses:
            says = "is not UTF-8, so that its letters could only be guessed; save it in UTF-8 (Excel: “CSV UTF-8”)"
            raise refused(path, says, line=content.count(b"\n", 0, error.start) + 1) from error
        text, encoding = in_windows_letters(content, path), "cp1252"
    if "\0" in text:
        raise refused(path, "holds NUL characters; if it is UTF-16, its mark is missing. Save it in UTF-8")
    return text, encoding


def in_windows_letters(content: bytes, path: Path) -> str:
    """Windows-1252, which leaves five bytes without a meaning. Raises: CatalogFileInvalid."""
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise refused(path, "is neither UTF-8, UTF-16 nor Windows-1252; save it as “CSV UTF-8”") from error


def refused(path: Path, why: str, *, line: int | None = None) -> CatalogFileInvalid:
    """The file as a whole can't be read."""
    return CatalogFileInvalid(path, [Problem(line, "", why)])
