"""The secret key of the embedded mode: made once, kept in PARLEY_HOME, readable by its owner only."""

import contextlib
import os
import secrets
from pathlib import Path

from config.embedded.errors import ServicesCouldNotStart
from config.embedded.home import Home

_BYTES = 50


def find_secret_key(home: Home) -> str | None:
    """The key, or None before it was made. Makes nothing."""
    try:
        return _file(home).read_text().strip() or None
    except FileNotFoundError:
        return None


def secret_key(home: Home) -> str:
    """The key, made now if need be. Several processes at once get the same one.

    Raises: ServicesCouldNotStart where the home can't be written.
    """
    if known := find_secret_key(home):
        return known
    home.prepare()
    try:
        _publish(_file(home), secrets.token_urlsafe(_BYTES))
    except OSError as problem:
        raise ServicesCouldNotStart(home.cannot_write(problem)) from problem
    return _file(home).read_text().strip()


def _file(home: Home) -> Path:
    return home.path / "secret_key"


def _publish(file: Path, key: str) -> None:
    """Write beside, then link: the file is there whole or not at all, and the first of several writers wins."""
    draft = file.with_name(f".secret_key.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
            stream.write(key + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, file)
    finally:
        draft.unlink(missing_ok=True)
