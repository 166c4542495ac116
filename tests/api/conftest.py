"""What every test of the API starts from."""

from io import StringIO
from typing import Any

import pytest
import yaml
from django.core.cache import cache
from django.core.management import call_command


@pytest.fixture(autouse=True)
def nothing_counted_yet() -> None:
    """No test is refused because of how often others asked. Empties the cache's own database in Redis alone."""
    cache.clear()


@pytest.fixture(scope="session")
def described() -> Any:
    """The schema, as a tree."""
    written = StringIO()
    call_command("spectacular", stdout=written)
    return yaml.safe_load(written.getvalue())
