"""Fixtures that every test may use: people, and the small world of the river talks."""

import pytest
from django.contrib.auth.models import User
from hypothesis import settings

from tests.world import RiverTalks, river_talks

# How long an example takes says more of what else the machine does than of the code.
settings.register_profile("parley", deadline=None)
settings.load_profile("parley")


@pytest.fixture
def curator(db: None) -> User:
    return User.objects.create_user("ada", is_staff=True)


@pytest.fixture
def talks(curator: User) -> RiverTalks:
    return river_talks(by=curator)
