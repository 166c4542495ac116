"""The addresses at which the embedded servers answer once they are started. Nothing here starts or makes anything.

A Unix socket's path may have 107 bytes at most, and a checkout's path is often longer, so the sockets lie in a
folder with a short name made from the home's path and the user: `/run/parley-0-<hash>` for root (where nobody
else can write), `/tmp/parley-<uid>-<hash>` for others. The folder is 0700; `sockets` refuses one that is not.
TMPDIR and XDG_RUNTIME_DIR are left out on purpose: all processes of one home must come to the same name.
"""

import hashlib
import os
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlencode

from config.embedded.home import Home

DATABASE = "parley"
"""Name of the database and of the role that owns it."""


def runtime_folder(home: Home) -> Path:
    """The short folder, 0700 and ours, that holds the sockets' folder."""
    uid = os.geteuid()
    base = "/run" if uid == 0 and os.access("/run", os.W_OK) else "/tmp"  # noqa: S108 - fixed name, ownership checked
    key = hashlib.sha256(os.fsencode(home.path)).hexdigest()[:16]
    return Path(base) / f"parley-{uid}-{key}"


def sockets_folder(home: Home) -> Path:
    """Where both servers put their sockets; it belongs to the account they run as."""
    return runtime_folder(home) / "s"


def valkey_socket(home: Home) -> Path:
    """The socket of Valkey."""
    return sockets_folder(home) / "valkey.sock"


def database_url(home: Home) -> str:
    """The address of the database, for DATABASE_URL and dj-database-url."""
    return f"postgresql://{DATABASE}@{quote(str(sockets_folder(home)), safe='')}/{DATABASE}"


def redis_url(home: Home) -> str:
    """The address of Valkey as Celery writes it, for REDIS_URL."""
    return f"redis+socket://{valkey_socket(home)}?virtual_host=0"


def redis_client_url(url: str, *, database: int | None = None) -> str:
    """The same address as redis-py writes it, for the same database or another; redis-py takes `db` before a path."""
    if url.startswith("redis+socket://"):
        url = url.replace("redis+socket://", "unix://", 1).replace("virtual_host=", "db=", 1)
    if database is None:
        return url
    address, _, options = url.partition("?")
    others = [(name, value) for name, value in parse_qsl(options) if name != "db"]
    return f"{address}?{urlencode([*others, ('db', str(database))])}"
