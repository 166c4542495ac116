"""Reading article files: JSON as in the gold data, plain text, HTML, and folders of them.

In: a path. Out: `ArticleFile`, plain values; nothing is stored. Called by commands and the admin.
"""

import json
import re
from codecs import BOM_UTF8, BOM_UTF16, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone

from positions.counting import counted
from positions.ingestion.reading import Page, read_page
from positions.ingestion.recognition import NoArticle
from positions.ingestion.store import SourceText
from positions.ingestion.submissions import Claims
from positions.ingestion.texts import ArticleRefused, looks_like_html, require_characters

# Unit: bytes. The largest news pages, scripts included, have about 3 MB; no article's text comes near it.
MAX_FILE_BYTES = 4_000_000
SUFFIXES = (".json", ".txt", ".html", ".htm")
# Names of a folder's unread files that are told.
MOST_NAMED = 5


@dataclass(frozen=True, kw_only=True)
class ArticleFile(SourceText):
    """An article as a file gives it. `stem` is the file's name without its ending.

    `published_on` is None too where the file names only a month: its first day would date what was said too early.
    """

    stem: str


class ArticleFileUnreadable(Exception):
    """The file can't be used as an article; the message is one line that names the file and says why."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path, self.reason = path, reason


def list_article_files(path: Path) -> list[Path]:
    """The file itself, or a folder's article files in order of name, links to nothing among them.

    Raises: ArticleFileUnreadable where there is nothing to read.
    """
    if not path.is_dir():
        return [path]
    found = sorted(entry for entry in path.iterdir() if is_read(entry))
    if not found:
        raise ArticleFileUnreadable(path, f"the folder has no {', '.join(SUFFIXES)} files.")
    return found


def is_read(entry: Path) -> bool:
    """Whether what stands in a folder is taken for an article."""
    return entry.suffix.lower() in SUFFIXES and not entry.is_dir()


def what_is_left_out(path: Path) -> str:
    """What of a folder is not read, in words, but for hidden files; an empty text of a file."""
    if not path.is_dir():
        return ""
    left = [entry for entry in sorted(path.iterdir()) if not is_read(entry) and not entry.name.startswith(".")]
    folders = [entry.name for entry in left if entry.is_dir()]
    files = [entry.name for entry in left if not entry.is_dir()]
    kinds = ((files, "file", f" with other endings than {', '.join(SUFFIXES)}"), (folders, "folder", ""))
    told = [f"{counted(len(names), noun)}{why} ({in_short(names)})" for names, noun, why in kinds if names]
    return f"{path}: not read: {' and '.join(told)}" if told else ""


def in_short(names: Sequence[str]) -> str:
    shown = ", ".join(names[:MOST_NAMED])
    return f"{shown}, …" if len(names) > MOST_NAMED else shown


def read_article_file(path: Path) -> ArticleFile:
    """The article in a file.

    Raises: ArticleFileUnreadable for a file that is missing, too large, not UTF-8, empty or not what its name says.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        is_there = path.exists()
        says = f"the name must end in {', '.join(SUFFIXES)}." if is_there else "there is no such file or folder."
        raise ArticleFileUnreadable(path, says)
    content = read_bytes(path)
    if suffix in {".html", ".htm"}:
        return read_html(path, content)
    text = decode_text(path, content)
    if suffix == ".json":
        return read_json(path, text)
    return ArticleFile(stem=path.stem, text=require_plain_text(path, text))


def read_bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise ArticleFileUnreadable(
                path, f"{size:,} bytes are too many for an article ({MAX_FILE_BYTES:,} at most)."
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise ArticleFileUnreadable(path, "there is no such file.") from None
    except OSError as problem:
        raise ArticleFileUnreadable(path, f"{problem.strerror or problem}.") from None


def decode_text(path: Path, content: bytes) -> str:
    try:
        return content.decode("utf-16" if content.startswith((BOM_UTF16_BE, BOM_UTF16_LE)) else "utf-8-sig")
    except UnicodeDecodeError as problem:
        raise ArticleFileUnreadable(path, f"not UTF-8 (byte {problem.start:,}); save it as UTF-8.") from None


def read_pasted(content: bytes, *, called: str = "standard input") -> ArticleFile:
    """An article from standard input or a form, by what it looks like: JSON, a page, or plain text.

    Raises: ArticleFileUnreadable.
    """
    name = Path(called)
    if len(content) > MAX_FILE_BYTES:
        raise ArticleFileUnreadable(name, f"more than {MAX_FILE_BYTES:,} bytes are too many for an article.")
    is_json = content.lstrip(BOM_UTF8 + BOM_UTF16 + b"\0 \t\r\n").startswith(b"{")
    if not is_json and looks_like_html(content.decode("ascii", "ignore")):
        return read_html(name, content)
    text = decode_text(name, content)
    if is_json:
        return read_json(name, text)
    return ArticleFile(stem=name.stem, text=require_plain_text(name, text))


def require_plain_text(path: Path, text: str) -> str:
    if not text.strip():
        raise ArticleFileUnreadable(path, "the article has no text.")
    if looks_like_html(text):
        raise ArticleFileUnreadable(path, "the text is HTML; save it as .html or give its plain text.")
    return text


def read_json(path: Path, content: str) -> ArticleFile:
    """An article as `{id, url, title, published_on, text}`; only `text` is needed."""
    try:
        data = json.loads(content)
    except ValueError as problem:
        raise ArticleFileUnreadable(path, f"broken JSON: {problem}.") from None
    except RecursionError:
        raise ArticleFileUnreadable(path, "broken JSON: nested too deeply.") from None
    if not isinstance(data, dict):
        raise ArticleFileUnreadable(path, "the JSON must be an object with the key “text”.")
    if "text" not in data:
        raise ArticleFileUnreadable(path, "the key “text” is missing.")
    if not isinstance(data["text"], str):
        raise ArticleFileUnreadable(path, "the value of “text” must be a string.")
    day, month = read_date(path, data.get("published_on"))
    return ArticleFile(
        stem=path.stem,
        text=require_plain_text(path, data["text"]),
        title=optional_text(path, data, "title"),
        url=optional_text(path, data, "url"),
        outlet=optional_text(path, data, "outlet"),
        language=optional_text(path, data, "language"),
        published_on=day,
        month=month,
    )


def optional_text(path: Path, data: dict[str, Any], key: str) -> str:
    value = data.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ArticleFileUnreadable(path, f"the value of “{key}” must be a string.")
    try:
        require_characters(value, of=f"the value of “{key}”")
    except ArticleRefused as refused:
        raise ArticleFileUnreadable(path, str(refused)) from None
    return value


def read_date(path: Path, value: object) -> tuple[date | None, date | None]:
    """A day, or the first of a month, each None where it is not what is named."""
    if value is None or value == "":
        return None, None
    printed = str(value)
    is_month = re.fullmatch(r"\d{4}-\d{2}", printed) is not None
    try:
        day = date.fromisoformat(f"{printed}-01" if is_month else printed)
    except ValueError:
        raise ArticleFileUnreadable(path, f"“{printed}” is no date (published_on is YYYY-MM-DD or YYYY-MM).") from None
    return (None, day) if is_month else (day, None)


def read_html(path: Path, content: bytes) -> ArticleFile:
    """The main text of a page that was saved, read and doubted as a fetched one is."""
    try:
        found = read_page(Page(body=content), claims=Claims(), today=timezone.now().date())
    except NoArticle as nothing:
        raise ArticleFileUnreadable(path, str(nothing)) from None
    return ArticleFile(stem=path.stem, **{f.name: getattr(found, f.name) for f in fields(found)})
