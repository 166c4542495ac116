"""Settings of the bare view: Django without any middleware."""

from tests.benchmarks.settings_plain import *  # noqa: F403

MIDDLEWARE: list[str] = []
