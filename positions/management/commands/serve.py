"""`manage.py serve [--port N]`: web server, worker and beat on this machine, until Ctrl-C."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from positions.management import serving


class Command(BaseCommand):
    help = "Runs everything until Ctrl-C: the web server (pages, API, admin), the workers, and beat, their clock."

    def add_arguments(self, parser: CommandParser) -> None:
        serving.add_arguments(parser)

    def handle(self, *_args: object, **options: Any) -> None:
        with serving.serving(port=options["port"], host=options["host"]) as site:
            for name, address in site.lines():
                self.stdout.write(f"{name:6} {address}")
            self.stdout.write("Ctrl-C stops.")
            try:
                site.wait()
            except KeyboardInterrupt:
                self.stdout.write("Stopping ...")
