"""`manage.py create_token USERNAME --scope SCOPE [--days N]`: makes a token and prints its secret, once."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from positions.tokens import make_token
from positions.vocabulary import Scope

DEFAULT_DAYS = 90
# Ten years; who wants more means never, and says so with 0.
MOST_DAYS = 3650


class Command(BaseCommand):
    help = "Makes a token for the API and prints it; it is shown only now. The admin lists and revokes tokens."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", metavar="USERNAME", help="whose token it is")
        parser.add_argument(
            "--scope",
            dest="scopes",
            action="append",
            required=True,
            type=Scope,
            choices=list(Scope),
            help="what it may do; repeat the option for more than one",
        )
        parser.add_argument(
            "--days",
            type=days,
            default=DEFAULT_DAYS,
            metavar="N",
            help=f"days until it expires (default {DEFAULT_DAYS}); 0: never",
        )

    def handle(self, *_args: object, **options: Any) -> None:
        user = User.objects.filter(username=options["username"], is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active user “{options['username']}”; `createsuperuser` makes one.")
        lifetime = timedelta(days=options["days"]) if options["days"] else None
        made = make_token(user, scopes=options["scopes"], lifetime=lifetime)
        until = f"until {made.token.expiry:%Y-%m-%d %H:%M} UTC" if made.token.expiry else "without an end"
        self.stderr.write(f"A token of {user} to {', '.join(made.token.scopes)}, {until}; it is shown only now:")
        self.stdout.write(made.secret)


def days(written: str) -> int:
    if not written.isdecimal() or int(written) > MOST_DAYS:
        raise ArgumentTypeError(f"{written!r} is no number of days from 0 to {MOST_DAYS}")
    return int(written)
