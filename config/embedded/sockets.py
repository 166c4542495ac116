"""Making and guarding the folder in which the servers put their sockets.

The name can be guessed, and /tmp is everybody's: what is found there is used only when it is a real folder, ours,
and closed to others. The servers get the inner folder as an open descriptor, so that the account which root's
servers run as can use it although the outer folder is root's.
"""

import os
import shutil
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.embedded.account import Account
from config.embedded.addresses import runtime_folder, sockets_folder
from config.embedded.errors import ServicesCouldNotStart
from config.embedded.home import Home


def is_guarded(folder: Path) -> bool:
    """Whether the folder is a real one, ours, and closed to others."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and not stat.S_IMODE(found.st_mode) & 0o077


def make_sockets_folder(home: Home, account: Account) -> None:
    """Make both folders, or accept what is there.

    Raises: ServicesCouldNotStart where the outer one is not ours alone.
    """
    outer = runtime_folder(home)
    try:
        outer.mkdir(mode=0o700, exist_ok=True)
    except OSError as problem:
        raise ServicesCouldNotStart(f"The folder for sockets {outer} can't be made ({problem.strerror}).") from problem
    if not is_guarded(outer):
        raise ServicesCouldNotStart(
            f"The folder for sockets {outer} is not yours alone, somebody else may have made it: remove it, "
            "or let PARLEY_HOME name another folder."
        )
    account.make_folder(sockets_folder(home))


def remove_sockets_folder(home: Home) -> None:
    """Remove both folders, unless the outer one is not ours alone."""
    if is_guarded(runtime_folder(home)):
        shutil.rmtree(runtime_folder(home), ignore_errors=True)


def listens(path: Path) -> bool:
    """Whether any process listens at the socket."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        try:
            connection.connect(str(path))
        except OSError:
            return False
    return True


@contextmanager
def opened(folder: Path) -> Iterator[int]:
    """A descriptor of the folder, to hand to a server."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
