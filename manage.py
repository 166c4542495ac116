#!/usr/bin/env python
"""Parley's command line: brings the servers up where a command needs them, then hands over to Django."""

import errno
import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line

        from config.startup import NotReady, make_ready
    except ImportError as missing:
        sys.exit(f"parley: {missing.name} is not installed here; run `make setup`, then .venv/bin/python manage.py")
    try:
        with make_ready(*sys.argv[1:]):
            execute_from_command_line(sys.argv)
        sys.stdout.flush()
    except (NotReady, ImproperlyConfigured) as problem:
        sys.exit(f"parley: {problem}")
    except OSError as problem:
        if problem.errno not in {errno.EPIPE, errno.ENOSPC}:
            raise
        # Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        # Whoever read the output may have had enough (`| head`).
        sys.exit(1 if problem.errno == errno.EPIPE else "parley: there is no room left where this writes; make some.")


if __name__ == "__main__":
    # A stream that is closed (`<&-`) is empty, or takes what it gets.
    sys.stdin, sys.stdout = sys.stdin or open(os.devnull), sys.stdout or open(os.devnull, "w")  # noqa: PTH123, SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: PTH123, SIM115
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
