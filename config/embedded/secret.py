"""Secrets of one home: each made once, kept in PARLEY_HOME, readable by its owner only."""

import contextlib
import os
import secrets
from pathlib import Path

from config.embedded.errors import ServicesCouldNotStart
from config.embedded.home import Home

_KEY_BYTES = 50
_PASSWORD_BYTES = 12


def find_secret_key(home: Home) -> str | None:
    """The key of the embedded mode, or None before it was made, or where it can't be read. Makes nothing."""
    return _find(home, "secret_key")


def secret_key(home: Home) -> str:
    """The key, made now if need be. Several processes at once get the same one.

    Raises: ServicesCouldNotStart where the home can't be written.
    """
    return _find_or_make(home, "secret_key", _KEY_BYTES)


def demo_password(home: Home) -> str:
    """What the demo logs in with, made now if need be.

    Raises: ServicesCouldNotStart where the home can't be written.
    """
    return _find_or_make(home, "demo_password", _PASSWORD_BYTES)


def _find(home: Home, name: str) -> str | None:
    try:
        return (home.path / name).read_text().strip() or None
    except OSError:
        return None


def _find_or_make(home: Home, name: str, n_bytes: int) -> str:
    if known := _find(home, name):
        return known
    home.prepare()
    try:
        _publish(home.path / name, secrets.token_urlsafe(n_bytes))
        return (home.path / name).read_text().strip()
    except OSError as problem:
        raise ServicesCouldNotStart(home.cannot_write(problem)) from problem


def _publish(file: Path, secret: str) -> None:
    """Write beside, then link: the file is there whole or not at all, and the first of several writers wins."""
    draft = file.with_name(f".{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
            stream.write(secret + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, file)
    finally:
        draft.unlink(missing_ok=True)
