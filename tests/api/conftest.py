"""What every test of the API starts from."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def nothing_counted_yet() -> None:
    """No test is refused because of how often others asked. Empties the cache's own database in Redis alone."""
    cache.clear()
