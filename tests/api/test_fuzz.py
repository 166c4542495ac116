"""Whatever is asked, sensible or not: no 5xx, and nothing that the schema does not say."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from positions import downloads, webhooks
from positions.api.asking import throttles
from positions.ingestion import queue_extraction
from positions.models import Article, ExtractionRun, Position, Snapshot, Statement, Webhook
from positions.tokens import make_token
from positions.vocabulary import EventKind, Scope
from tests.api.examples import river_talks_of_the_examples
from tests.api.fuzzing import fuzz
from tests.api.posting import may_decide
from tests.world import freeze


@dataclass(frozen=True)
class Served:
    """Where, by whom, and what there is: by the name of a parameter in paths."""

    address: str
    by: User
    known: dict[str, str]


@pytest.fixture
def served(transactional_db: None, live_server, settings, monkeypatch: pytest.MonkeyPatch) -> Served:
    """A server with something to answer, that lets one ask as often as one likes."""
    settings.RATE_PUBLIC = settings.RATE_KNOWN = settings.RATE_WRITES = 0
    for throttle in throttles.Throttle.__subclasses__() + throttles.ByAccount.__subclasses__():
        monkeypatch.setattr(throttle, "rate", "0/min")
    by = may_decide(User.objects.create_user("ada", is_staff=True))
    talks = river_talks_of_the_examples(by=by)
    freeze(talks)
    queue_extraction(Article.objects.order_by("id")[0], negotiations=[talks.negotiation])
    asked = webhooks.NewWebhook(address="https://example.org/told", events=[EventKind.STANCE_CHANGED])
    webhooks.make_webhook(asked, owner=by)
    downloads.make_download(talks.negotiation.pk)
    return Served(live_server.url, by, {"slug": "river-talks", "proposal": "league-draft", **ids()})


def ids() -> dict[str, str]:
    """Of one row of each table."""
    tables = {
        "article": Article,
        "position": Position,
        "run": ExtractionRun,
        "snapshot": Snapshot,
        "statement": Statement,
        "webhook": Webhook,
    }
    return {name: str(table.objects.values_list("uuid", flat=True)[0]) for name, table in tables.items()}


def test_the_public_gets_what_the_schema_says(served: Served, tmp_path: Path):
    fuzz(served.address, folder=tmp_path, known=served.known, also=(401,))


def test_a_curator_gets_what_the_schema_says(served: Served, tmp_path: Path):
    token = make_token(served.by, scopes=list(Scope), lifetime=None).secret
    credentials = ("--header", f"Authorization: Bearer {token}")
    # A decision on what was decided meanwhile, more webhooks than one may have, one that was removed.
    fuzz(served.address, *credentials, folder=tmp_path, known=served.known, also=(404, 409, 412))
