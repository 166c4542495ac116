"""The account that the servers run as.

PostgreSQL refuses to run as root. An ordinary user's servers run as that user. Root's run as `nobody`, without any
capability, and reach their folders in a way that needs no permission on the folders above (see `server`): the
data lies in a root-owned 0700 folder, so another process that happens to run as `nobody` cannot walk to it, nor to
the sockets. (It could still look through /proc/<pid of our server>, as any process of one account can; so root's
embedded servers are for one person's machine.) No account is created, no permission changed outside PARLEY_HOME.
"""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path

from config.embedded.errors import ServicesCouldNotStart

UNPRIVILEGED = "nobody"


@dataclass(frozen=True)
class Account:
    """Whom the servers run as. `drops` is true when that is somebody else than us."""

    uid: int
    gid: int
    drops: bool

    def own(self, path: Path) -> None:
        """Give a file or folder of ours to the account."""
        if self.drops:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def make_folder(self, path: Path) -> None:
        """Make a folder that only the account can enter, below one that only we can enter."""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.mkdir(mode=0o700, exist_ok=True)
        self.own(path)


def servers_account() -> Account:
    """The account for the servers of whoever runs this process.

    Raises: ServicesCouldNotStart for root on a system without the unprivileged account.
    """
    if os.geteuid() != 0:
        return Account(uid=os.geteuid(), gid=os.getegid(), drops=False)
    try:
        entry = pwd.getpwnam(UNPRIVILEGED)
    except KeyError as problem:
        raise ServicesCouldNotStart(
            f"PostgreSQL does not run as root and this system has no account {UNPRIVILEGED!r}: "
            "run Parley as an ordinary user, or set DATABASE_URL and REDIS_URL."
        ) from problem
    return Account(uid=entry.pw_uid, gid=entry.pw_gid, drops=True)


def own_name() -> str:
    """The name of the user who runs this process, as PostgreSQL's peer authentication will see it.

    Raises: ServicesCouldNotStart where the user has no entry in the system's list of accounts.
    """
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError as problem:
        raise ServicesCouldNotStart(
            f"User number {os.geteuid()} has no name on this system, which PostgreSQL needs: "
            "run Parley as a user with an account, or set DATABASE_URL and REDIS_URL."
        ) from problem
