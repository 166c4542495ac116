"""`negotiations/{slug}/download/` and the zip that it tells of."""

import base64
import hashlib
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client

from positions import downloads, follow_ups
from positions.models import Download, Negotiation
from positions.vocabulary import Stance
from tests.api.asking import RIVER, ask, n_queries, refused
from tests.world import RiverTalks, hold, river_talks

pytestmark = pytest.mark.django_db(transaction=True)

RECORD, FILE = f"{RIVER}download/", f"{RIVER}download.zip"


@pytest.fixture
def talks(monkeypatch: pytest.MonkeyPatch) -> RiverTalks:
    monkeypatch.setattr(follow_ups, "wake", lambda *_: None)
    talks = river_talks(by=User.objects.create_user("ada", is_staff=True))
    hold(talks, talks.northland, talks.dam, Stance.SUPPORTS, date(2024, 3, 1))
    return talks


@pytest.fixture
def packed(talks: RiverTalks) -> Download:
    made = downloads.make_download(talks.negotiation.pk)
    assert made is not None
    return made


def test_the_record_tells_what_the_zip_is(client: Client, packed: Download):
    told = ask(client, RECORD)
    response = client.get(told["address"], headers={"accept-encoding": "gzip"})
    body = b"".join(response.streaming_content)
    assert (told["revision"], told["sha256"], told["n_bytes"]) == (2, hashlib.sha256(body).hexdigest(), len(body))
    assert (response["Content-Type"], response["Content-Length"]) == ("application/zip", str(len(body)))
    assert response["Repr-Digest"] == f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"
    assert response["Content-Disposition"] == 'attachment; filename="river-talks-r2.zip"'
    assert {"data/positions.jsonl", "data/positions.csv"} <= {file["name"] for file in told["files"]}


def test_the_data_set_can_be_cited(client: Client, packed: Download):
    told = ask(client, RECORD, revision=2)
    citation, (item,) = told["citation"], told["citation"]["csl"]
    for words in (citation["text"], citation["bibtex"], str(item)):
        parts = (
            "Talks on the Silver River",
            "revision 2",
            told["known_at"],
            told["sha256"],
            f"http://testserver{RECORD}",
        )
        assert [part for part in parts if part not in words] == []
    assert "?" not in item["URL"]  # what is asked for is kept until three more are packed; the address stays
    assert (item["type"], item["version"], item["id"]) == ("dataset", "2", "parley-river-talks-r2")


def test_the_zip_is_sent_in_parts(client: Client, talks: RiverTalks, monkeypatch):
    monkeypatch.setattr(downloads.keeping, "PART_BYTES", 1000)
    made = downloads.make_download(talks.negotiation.pk)
    parts = list(client.get(FILE).streaming_content)
    assert made is not None
    assert {len(part) for part in parts[:-1]} == {1000}
    assert len(b"".join(parts)) == made.n_bytes


def test_who_has_it_is_told_so(client: Client, packed: Download):
    etag = client.get(FILE)["ETag"]
    assert client.get(FILE, headers={"if-none-match": etag}).status_code == 304
    head = client.head(FILE)
    assert (head.status_code, head["Content-Length"], b"".join(head)) == (200, str(packed.n_bytes), b"")


def test_what_is_not_there_is_a_problem(client: Client, talks: RiverTalks):
    assert refused(client, RECORD)["type"] == "/docs/problems/unknown-download"
    assert refused(client, FILE)["type"] == "/docs/problems/unknown-download"
    downloads.make_download(talks.negotiation.pk)
    problem = refused(client, FILE, revision=99)
    assert (problem["status"], problem["errors"][0]["nearest"]) == (400, ["2"])
    assert refused(client, FILE, revision="x")["status"] == 400
    assert refused(client, FILE, revison=1)["type"] == "/docs/problems/unknown-parameter"


def test_a_draft_s_is_there_for_nobody(client: Client, packed: Download):
    Negotiation.objects.update(is_published=False)
    assert refused(client, FILE)["type"] == "/docs/problems/unknown-negotiation"


def test_the_number_of_queries_is_two(client: Client, packed: Download):
    assert n_queries(client, RECORD) == 2  # talks; download
