"""`manage.py services status|stop`: the embedded servers of this PARLEY_HOME. Starts nothing."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config import embedded

NOT_RUNNING = 3
"""Exit status of `status` when the servers don't answer, as of init scripts (LSB)."""


class Command(BaseCommand):
    help = "Shows or stops the embedded PostgreSQL and Valkey of this PARLEY_HOME."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["status", "stop"])

    def handle(self, *_args: object, **options: object) -> None:
        home = embedded.Home.from_environment()
        if options["action"] == "stop":
            self._stop(home)
        else:
            self._show(embedded.status(home))

    def _stop(self, home: embedded.Home) -> None:
        users = embedded.list_users(home)
        try:
            was_running = embedded.stop(home)
        except embedded.ServicesCouldNotStop as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"Stopped the services of {home.path}." if was_running else f"Nothing runs in {home.path}.")
        if was_running and users:
            self.stdout.write("They were in use by:")
            self._list(users)

    def _show(self, found: embedded.Status) -> None:
        self.stdout.write(found.sentence)
        for label, value in found.details:
            self.stdout.write(f"  {label:<11} {value}")
        self.stdout.write("  used by" if found.users else "  used by     nobody")
        self._list(found.users)
        if not found.is_running:
            raise SystemExit(NOT_RUNNING)

    def _list(self, users: list[embedded.User]) -> None:
        for user in users:
            self.stdout.write(f"    {user.pid:>7} {user.command}")
