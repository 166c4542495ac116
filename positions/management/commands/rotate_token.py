"""`manage.py rotate_token KEY [--hours N] [--days N]`: a new token for another, which works a while longer."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from positions.counting import counted
from positions.management.commands.create_token import DEFAULT_DAYS, days
from positions.models import AccessToken
from positions.tokens import rotate_token

DEFAULT_HOURS = 24
MOST_HOURS = 24 * 90


class Command(BaseCommand):
    help = "Makes a new token with the scopes of another and prints it; the old one still works for some hours."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "key", metavar="KEY", help="how the old token begins, as the admin lists it: parley_ and 8 characters"
        )
        parser.add_argument(
            "--hours",
            type=int,
            default=DEFAULT_HOURS,
            metavar="N",
            help=f"hours until the old token ends (default {DEFAULT_HOURS}); 0: at once",
        )
        parser.add_argument(
            "--days",
            type=days,
            default=DEFAULT_DAYS,
            metavar="N",
            help=f"days until the new token expires (default {DEFAULT_DAYS}); 0: never",
        )

    def handle(self, *_args: object, **options: Any) -> None:
        if not 0 <= options["hours"] <= MOST_HOURS:
            raise CommandError(f"--hours must be from 0 to {MOST_HOURS}.")
        now = timezone.now()
        known = AccessToken.objects.select_related("user").filter(token_key=options["key"])
        valid = [token for token in known if token.is_valid(at=now)]
        if len(valid) != 1:
            raise CommandError(wrong_key(options["key"], n_valid=len(valid)))
        lifetime = timedelta(days=options["days"]) if options["days"] else None
        made = rotate_token(valid[0], lifetime=lifetime, grace=timedelta(hours=options["hours"]), now=now)
        self.stdout.write(made.secret)
        self.stderr.write(
            f"parley: the old token of {valid[0].user} works for {counted(options['hours'], 'hour')} more."
        )


def wrong_key(key: str, *, n_valid: int) -> str:
    """Why no single token is meant."""
    begins = f"More than one valid token begins with “{key}”" if n_valid else f"No valid token begins with “{key}”"
    return f"{begins}; the admin lists the keys of all tokens."
