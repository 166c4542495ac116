"""Fixtures that every test may use: people, and the small world of the river talks."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from hypothesis import settings as examples
from pytest_django.plugin import DjangoDbBlocker

from config import embedded
from positions.migrations.schema.roles import make_groups
from tests.river import talk_about_the_river
from tests.site import Site, serving_site
from tests.worker import until
from tests.world import RiverTalks, may_look, river_talks, signed_in

# How long an example takes says more of what else the machine does than of the code.
examples.register_profile("parley", deadline=None)
examples.load_profile("parley")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database of the tests, left by everybody in the end: whoever still holds a session is named."""
    yield
    with django_db_blocker.unblock():
        try:
            until(lambda: not other_sessions(), what="every other session of the database ended", patience_seconds=30)
        except AssertionError as late:
            late.add_note("\n".join(other_sessions()))
            raise
        finally:
            connection.close()


def other_sessions() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('%s %s since %s: %s', application_name, state, state_change, query) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        return [row[0] for row in cursor.fetchall()]


@pytest.fixture
def curator(db: None) -> User:
    return may_look(User.objects.create_user("ada", is_staff=True))


@pytest.fixture
def talks(curator: User) -> RiverTalks:
    return river_talks(by=curator)


@pytest.fixture
def grace(talks: RiverTalks) -> Client:
    """The browser of somebody who may do everything."""
    return signed_in(User.objects.create_superuser("grace"))


@pytest.fixture
def river(talks: RiverTalks) -> RiverTalks:
    """The river talks when much has been said."""
    talk_about_the_river(talks)
    return talks


@pytest.fixture
def site(settings: Any) -> Iterator[Site]:
    """A site of ours, which may be asked for all that it is not public."""
    with serving_site() as site:
        settings.OUTBOUND_HOSTS = frozenset({site.host})
        yield site


@pytest.fixture
def roles(db: None) -> None:
    """Groups as the migration makes them: tests that commit empty all tables after them, its rows too."""
    make_groups(apps)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[embedded.Home]:
    """A fresh PARLEY_HOME whose servers are gone at the end."""
    home = embedded.Home(tmp_path / "a home")
    yield home
    embedded.stop(home)
