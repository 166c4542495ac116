#!/usr/bin/env python
"""Parley's command line: brings the servers up where a command needs them, then hands over to Django."""

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
        with make_ready(sys.argv[1] if len(sys.argv) > 1 else "help"):
            execute_from_command_line(sys.argv)
        sys.stdout.flush()
    except (NotReady, ImproperlyConfigured) as problem:
        sys.exit(f"parley: {problem}")
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # Whoever read the output has had enough (`| head`); Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


if __name__ == "__main__":
    main()
