"""Whatever is asked, sensible or not: no 5xx, and nothing that the schema does not say."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from positions.api import throttles
from positions.tokens import make_token
from positions.vocabulary import Scope
from tests.api.examples import river_talks_of_the_examples
from tests.api.fuzzing import fuzz
from tests.api.posting import may_decide


@pytest.fixture
def address(transactional_db: None, live_server, settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server with something to answer, that lets one ask as often as one likes."""
    settings.RATE_PUBLIC = settings.RATE_KNOWN = settings.RATE_WRITES = 0
    for throttle in throttles.Throttle.__subclasses__() + throttles.ByAddress.__subclasses__():
        monkeypatch.setattr(throttle, "rate", "0/min")
    river_talks_of_the_examples(by=may_decide(User.objects.create_user("ada", is_staff=True)))
    return live_server.url


def test_the_public_gets_what_the_schema_says(address: str, tmp_path: Path):
    fuzz(address, folder=tmp_path)


def test_a_curator_gets_what_the_schema_says(address: str, tmp_path: Path):
    token = make_token(User.objects.get(username="ada"), scopes=list(Scope), lifetime=None).secret
    fuzz(address, "--header", f"Authorization: Bearer {token}", folder=tmp_path)
