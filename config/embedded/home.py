"""Where one installation keeps what is its own: PARLEY_HOME and what lies in it.

Everything that must last lies under `Home.path`; a stopped home can be moved or deleted as one folder.
What can be made again (sockets, copies of binaries) lies outside, see `addresses` and `binaries`.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from config.embedded.errors import ServicesCouldNotStart

CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Home:
    """One PARLEY_HOME. Two homes are the same when their resolved paths are."""

    path: Path

    def __post_init__(self) -> None:
        # In the words of `os`, which leave a path that leads nowhere as it is: whoever uses it is told.
        object.__setattr__(self, "path", Path(os.path.realpath(os.path.expanduser(self.path))))  # noqa: PTH111

    @classmethod
    def from_environment(cls) -> "Home":
        """The folder PARLEY_HOME names, else `.parley` in the checkout.

        Raises: ServicesCouldNotStart where it begins with the name of nobody, who has no folder.
        """
        named = os.environ.get("PARLEY_HOME") or str(CHECKOUT / ".parley")
        if os.path.expanduser(named).startswith("~"):  # noqa: PTH111
            raise ServicesCouldNotStart(f"PARLEY_HOME is {named}, and there is no such user: write its whole path.")
        return cls(Path(named))

    @property
    def logs(self) -> Path:
        """Logs of both servers and of the supervisor; each is cut at a fixed size."""
        return self.path / "logs"

    @property
    def users_lock(self) -> Path:
        """Shared by every process that uses the services; exclusive for the supervisor that stops them."""
        return self.path / "locks" / "users"

    @property
    def change_lock(self) -> Path:
        """Exclusive for whoever starts or stops something."""
        return self.path / "locks" / "change"

    @property
    def supervisor_lock(self) -> Path:
        """Exclusive for the supervisor as long as it lives; the file holds its process number."""
        return self.path / "locks" / "supervisor"

    def prepare(self) -> None:
        """Make the folders, closed to others.

        Raises: ServicesCouldNotStart where the home can't be written or belongs to somebody else.
        """
        try:
            for folder in (self.path, self.logs, self.users_lock.parent):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            owner = self.path.stat().st_uid
        except OSError as problem:
            raise ServicesCouldNotStart(self.cannot_write(problem)) from problem
        if owner != os.geteuid():
            raise ServicesCouldNotStart(
                f"{self.path} belongs to user number {owner}, not to you: run this as that user, "
                "or let PARLEY_HOME name a folder of your own."
            )

    def cannot_write(self, problem: OSError) -> str:
        """The sentence for a home that can't be written."""
        return (
            f"Parley cannot write in {self.path} ({problem.strerror}): "
            "let PARLEY_HOME name a folder that you can write and that has room."
        )
