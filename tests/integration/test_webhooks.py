"""Webhooks with a real worker, broker and receiver: every event arrives, signed, and is processed once by its id."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from redis import Redis

from config import embedded
from positions import webhooks
from positions.models import Delivery, Webhook
from positions.vocabulary import EventKind, Stance
from tests.worker import ROOT, running_worker, until
from tests.world import RiverTalks, hold, river_talks

pytestmark = pytest.mark.django_db(transaction=True)

YES, NO = Stance.SUPPORTS, Stance.OPPOSES
DAYS = [date(2024, 3, day) for day in range(1, 9)]


@pytest.fixture
def talks() -> RiverTalks:
    return river_talks(by=User.objects.create_user("ada", is_staff=True))


@pytest.fixture(autouse=True)
def broker() -> Iterator[None]:
    """An empty broker: messages of other tests speak of talks that are gone."""
    with Redis.from_url(embedded.redis_client_url(settings.CELERY_BROKER_URL)) as broker:
        broker.flushall()
        yield
        broker.flushall()


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def told(talks: RiverTalks, port: int) -> Webhook:
    asked = webhooks.NewWebhook(address=f"http://127.0.0.1:{port}/told", events=[EventKind.STANCE_CHANGED])
    return webhooks.make_webhook(asked, owner=talks.by)


@contextmanager
def receiving(port: int, folder: Path, secret: str) -> Iterator[subprocess.Popen[bytes]]:
    """The receiver, killed at the end of the block if it lives till then."""
    command = [sys.executable, str(ROOT / "tests" / "receiver.py"), str(port), str(folder), secret]
    receiver = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield receiver
    finally:
        receiver.kill()
        receiver.wait()


def processed(folder: Path) -> list[Path]:
    return sorted(folder.glob("evt_*"))


def move_to_and_fro(talks: RiverTalks, *, n_moves: int) -> None:
    for number, day in enumerate(DAYS[:n_moves]):
        hold(talks, talks.northland, talks.dam, YES if number % 2 else NO, day)


def test_a_receiver_killed_in_the_middle_gets_every_event_and_processes_each_once(talks, told, port, tmp_path):
    (tmp_path / "die").touch()
    with running_worker(PARLEY_OUTBOUND_HOSTS=f"127.0.0.1:{port}", PARLEY_WEBHOOK_RETRY_SECONDS=",".join("1" * 90)):
        with receiving(port, tmp_path, told.secret) as receiver:
            move_to_and_fro(talks, n_moves=3)
            receiver.wait(timeout=60)  # it has processed one, and died before it said so
        move_to_and_fro(talks, n_moves=8)
        (tmp_path / "die").unlink()
        with receiving(port, tmp_path, told.secret):
            until(
                lambda: Delivery.objects.filter(delivered_at__isnull=False).count() == Delivery.objects.count() > 0,
                what="all deliveries",
            )
    ids = {webhooks.message_id(delivery.event) for delivery in Delivery.objects.select_related("event")}
    assert {path.name for path in processed(tmp_path)} == ids
    assert (tmp_path / "again").read_text().split()[0] in ids
    messages = [json.loads(path.read_bytes()) for path in processed(tmp_path)]
    assert {message["type"] for message in messages} == {"stance.changed"}
