"""In whose name a command writes."""

from django.contrib.auth.models import User
from django.core.management.base import CommandError

from positions.catalog import operator_account


def find_user(username: str | None) -> User:
    """The account “operator” where none is named. Raises: CommandError."""
    if username is None:
        return operator_account()
    user = User.objects.filter(username=username).first()
    if user is None:
        raise CommandError(f"There is no user “{username}”; `manage.py createsuperuser` makes one.")
    return user
