"""Everything public of one negotiation in one zip: complete, the same for the same state, and nothing else in it."""

import csv
import hashlib
import io
import json
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from zipfile import ZipFile

import pytest
from django.contrib.auth.models import User
from django.db import connection

from positions import downloads, follow_ups, review, take_down
from positions.downloads import keeping, packing
from positions.downloads.describing import LAYOUT
from positions.models import Download, Negotiation, Position, Revision, Statement
from positions.queries.listing.public_rows import PUBLIC_TABLES
from positions.vocabulary import Stance
from tests.world import RiverTalks, hold, river_talks, say

pytestmark = pytest.mark.django_db(transaction=True)

YES, NO = Stance.SUPPORTS, Stance.OPPOSES
TABLES = [table.name for table in PUBLIC_TABLES]


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """No broker, and the next may be packed a moment after the last."""
    monkeypatch.setattr(follow_ups, "wake", lambda *_: None)
    monkeypatch.setattr(keeping, "LEAST_BETWEEN", timedelta(0))


@pytest.fixture
def talks() -> RiverTalks:
    """Northland moved once, by statements; another statement waits, one was rejected."""
    talks = river_talks(by=User.objects.create_user("ada-the-curator", is_staff=True))
    for stance, day in ((NO, date(2024, 3, 1)), (YES, date(2024, 3, 9))):
        review.accept_statement(say(talks, talks.northland, talks.dam, stance, day), by=talks.by, reason="wombat")
    say(talks, talks.southland, talks.dam, NO, date(2024, 3, 2), quote="zanzibar")
    review.reject_statement(say(talks, talks.league, talks.dam, NO, date(2024, 3, 2), quote="yarrow"), by=talks.by)
    return talks


def packed(talks: RiverTalks) -> bytes:
    made = downloads.make_download(talks.negotiation.pk)
    assert made is not None
    return b"".join(downloads.find_parts(made))


def files_in(body: bytes) -> dict[str, bytes]:
    """By the name in the zip's one folder."""
    with ZipFile(io.BytesIO(body)) as opened:
        assert opened.testzip() is None
        return {name.partition("/")[2]: opened.read(name) for name in opened.namelist()}


def lines_of(files: dict[str, bytes], table: str) -> list[Any]:
    return [json.loads(line) for line in files[f"data/{table}.jsonl"].splitlines()]


def test_every_position_that_was_ever_recorded_is_there_with_both_times(talks):
    rows = lines_of(files_in(packed(talks)), "positions")
    assert len(rows) == Position.objects.count() == 3
    superseded, ended, open_row = rows
    assert superseded["superseded_at"] == ended["recorded_at"] == open_row["recorded_at"]
    assert (ended["valid_from"], ended["valid_to"], ended["end_reason"]) == ("2024-03-01", "2024-03-09", "party_moved")
    assert (open_row["valid_from"], open_row["valid_to"], open_row["superseded_at"]) == ("2024-03-09", None, None)


def test_any_past_answer_can_be_made_of_it_again(talks):
    rows = lines_of(files_in(packed(talks)), "positions")
    known_at = Position.objects.order_by("id")[0].recorded_at.isoformat().replace("+00:00", "Z")
    said = [r for r in rows if r["recorded_at"] <= known_at and (r["superseded_at"] or "9") > known_at]
    assert [(row["stance"], row["valid_to"]) for row in said] == [("opposes", None)]


def test_both_forms_have_the_same_rows_and_evidence_leads_to_words(talks):
    files = files_in(packed(talks))
    for table in TABLES:
        rows = list(csv.DictReader(io.StringIO(files[f"data/{table}.csv"].decode())))
        assert len(rows) == len(lines_of(files, table)), table
    statements = {row["id"]: row for row in lines_of(files, "statements")}
    articles = {row["id"] for row in lines_of(files, "articles")}
    positions = {row["id"] for row in lines_of(files, "positions")}
    for proof in lines_of(files, "evidence"):
        assert proof["position"] in positions
        assert statements[proof["statement"]]["article"] in articles
    assert {row["quote"] for row in statements.values()} == {"The quota stays as it is."}


def test_nothing_is_in_it_that_the_public_may_not_see(talks):
    everything = b"\n".join(files_in(packed(talks)).values())
    assert [
        word for word in (b"zanzibar", b"yarrow", b"ada-the-curator", b"wombat", b"Nobody") if word in everything
    ] == []


def test_the_same_state_gives_the_same_bytes_whenever_it_is_packed(talks):
    first = packed(talks)
    Download.objects.all().delete()
    assert packed(talks) == first


def test_every_file_is_described_and_its_hash_is_that_of_its_bytes(talks):
    files = files_in(packed(talks))
    told = json.loads(files["datapackage.json"])
    for resource in told["resources"]:
        assert resource["hash"] == f"sha256:{hashlib.sha256(files[resource['path']]).hexdigest()}"
        if resource["format"] == "csv":
            fields = resource["schema"]["fields"]
            header = files[resource["path"]].decode().splitlines()[0].split(",")
            assert [field["name"] for field in fields if field["description"]] == header
    profiles = {(resource["format"], resource["profile"]) for resource in told["resources"]}
    assert profiles == {("csv", "tabular-data-resource"), ("jsonl", "data-resource")}
    assert told["profile"] == "data-package"  # a tabular one would have to have tables alone
    sums = dict(line.split("  ")[::-1] for line in files["SHA256SUMS"].decode().splitlines())
    assert sums == {name: hashlib.sha256(body).hexdigest() for name, body in files.items() if name != "SHA256SUMS"}
    assert (told["version"], told["licenses"]) == ("3", [{"name": "MIT", "title": "MIT"}])


def test_it_is_packed_again_only_when_the_revision_moved_and_the_last_three_are_kept(talks, django_assert_num_queries):
    assert downloads.list_behind() == [talks.negotiation.pk]
    packed(talks)
    assert downloads.list_behind() == []
    with django_assert_num_queries(1):  # what is behind
        assert downloads.make_download(talks.negotiation.pk) is None
    for day in range(1, 5):
        hold(talks, talks.league, talks.water_share, YES if day % 2 else NO, date(2024, 3, day))
        packed(talks)
    assert list(Download.objects.values_list("revision", flat=True)) == [7, 6, 5]


def test_talks_that_nothing_was_made_public_of_have_nothing_to_pack(talks):
    Negotiation.objects.create(slug="hill-talks", title="Talks on the hill", started_on=date(2024, 2, 1))
    assert downloads.list_behind() == [talks.negotiation.pk]


def test_talks_that_move_all_the_time_are_packed_every_half_minute_and_no_others_wait_for_them(talks, monkeypatch):
    monkeypatch.setattr(keeping, "LEAST_BETWEEN", timedelta(seconds=30))
    packed(talks)
    hold(talks, talks.league, talks.water_share, YES, date(2024, 3, 1))
    assert downloads.make_download(talks.negotiation.pk) is None
    packed(river_talks(by=talks.by, slug="hill-talks"))
    assert set(Download.objects.values_list("negotiation__slug", flat=True)) == {"river-talks", "hill-talks"}


def test_all_tables_are_of_one_moment_whatever_is_recorded_meanwhile(talks, monkeypatch):
    first, *others = PUBLIC_TABLES

    def record() -> None:
        hold(talks, talks.league, talks.water_share, YES, date(2024, 3, 1))
        connection.close()

    def read(negotiation: Negotiation) -> Any:
        if Revision.objects.count() == 3:
            with ThreadPoolExecutor(1) as another:
                another.submit(record).result()
        return first.read(negotiation)

    monkeypatch.setattr(packing, "PUBLIC_TABLES", [replace(first, read=read), *others])
    files = files_in(packed(talks))
    assert [row["revision"] for row in lines_of(files, "revisions")] == [1, 2, 3]


def test_a_zip_of_an_earlier_layout_is_packed_again_and_the_new_one_is_sent(talks):
    packed(talks)
    Download.objects.update(layout=0)
    assert downloads.list_behind() == [talks.negotiation.pk]
    packed(talks)
    assert downloads.get_download(talks.negotiation).layout == LAYOUT


def test_a_draft_is_never_packed(talks):
    Negotiation.objects.update(is_published=False)
    assert downloads.list_behind() == []
    assert downloads.make_download(talks.negotiation.pk) is None


def test_what_has_words_that_were_taken_down_is_gone_at_once(talks):
    packed(talks)
    old = Download.objects.get()
    article = Statement.objects.order_by("id")[0].article
    take_down.take_down_article(article, reason="Order of the court.", by=talks.by)
    assert not Download.objects.exists()
    old.pk = None
    old.save()  # as by a worker that read before and is done after
    with pytest.raises(downloads.UnknownDownload):
        downloads.get_download(talks.negotiation)
    files = files_in(packed(talks))
    assert lines_of(files, "revisions")[-1]["article"] == str(article.uuid)
    assert [row["quote"] for row in lines_of(files, "statements")].count("") == 1
    assert list(Download.objects.values_list("revision", flat=True)) == [4]


def test_two_workers_do_not_pack_the_same(talks):
    with connection.copy().cursor() as other:  # a session of its own
        other.execute("SELECT pg_advisory_lock(%s, %s)", [keeping.LOCKS, talks.negotiation.pk])
        assert downloads.make_download(talks.negotiation.pk) is None
        other.connection.close()


def test_of_two_workers_that_packed_the_same_the_first_keeps_it(talks, monkeypatch):
    pack = keeping.pack_one_state

    def slowly(*given: Any) -> Any:
        made = pack(*given)
        monkeypatch.setattr(keeping, "pack_one_state", pack)
        packed(talks)
        return made

    monkeypatch.setattr(keeping, "pack_one_state", slowly)
    assert downloads.make_download(talks.negotiation.pk) is None
    assert Download.objects.count() == 1


def test_ten_times_the_rows_take_no_more_memory(talks, monkeypatch):
    """Of what Python holds; the table of statements is repeated, since storing as many takes long."""
    sizes = [peak_of_packing(talks, monkeypatch, times=times) for times in (300, 3000)]
    assert sizes[1] < sizes[0] * 1.5


def peak_of_packing(talks: RiverTalks, monkeypatch: pytest.MonkeyPatch, *, times: int) -> int:
    """In bytes."""
    (table,) = [table for table in PUBLIC_TABLES if table.name == "statements"]
    rows = list(table.read(talks.negotiation))
    repeated = type(table)(table.name, table.record, lambda _: (row for _ in range(times) for row in rows))
    monkeypatch.setattr("positions.downloads.packing.PUBLIC_TABLES", [repeated])
    Download.objects.all().delete()
    tracemalloc.start()
    assert downloads.make_download(talks.negotiation.pk) is not None
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak
