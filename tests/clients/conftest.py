"""A running server with a worker, and talks in which Northland has said one thing."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from redis import Redis

from config import embedded
from positions import review
from positions.vocabulary import Stance
from tests.api.posting import may_decide
from tests.clients.pages import credentials
from tests.worker import running_worker
from tests.world import river_talks, say


@pytest.fixture
def server(transactional_db: None, live_server) -> Iterator[dict[str, str]]:
    """What a client needs to know: address and token."""
    with Redis.from_url(embedded.redis_client_url(settings.CELERY_BROKER_URL)) as broker:
        broker.flushall()
    by = may_decide(User.objects.create_user("ada", is_staff=True))
    talks = river_talks(by=by)
    review.accept_statement(say(talks, talks.northland, talks.water_share, Stance.OPPOSES, date(2024, 3, 5)), by=by)
    with running_worker():
        yield credentials(live_server.url, by=by)
