"""`manage.py ingest`: each article once, a bad one said, the others stored."""

import json
from io import BytesIO, StringIO, TextIOWrapper

import pytest
from django.core.management import CommandError, call_command

from positions.models import Article, ExtractionRun
from tests.layouts import LAYOUTS, NO_ARTICLES
from tests.site import Page, serving_site
from tests.world import river_talks

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    for n in range(3):
        text = {"text": f"Northland rejects dam {n}, its minister said.", "published_on": "2024-03-05"}
        (tmp_path / f"{n}.json").write_text(json.dumps(text))
    return tmp_path


def ingest(*arguments: str) -> tuple[str, str, int]:
    """(last line, what was said on the way, exit status)."""
    out, err = StringIO(), StringIO()
    status = 0
    try:
        call_command("ingest", *arguments, stdout=out, stderr=err)
    except SystemExit as ended:
        status = int(ended.code)
    return out.getvalue().strip(), err.getvalue(), status


def test_a_folder_is_stored_once_and_queued_for_the_active_talks(folder, talks):
    assert ingest(str(folder)) == ("3 new, 0 known, 0 failed", "0: new\n1: new\n2: new\n", 0)
    assert ingest(str(folder))[0] == "0 new, 3 known, 0 failed"
    assert (Article.objects.count(), ExtractionRun.objects.count()) == (3, 3)


def test_known_articles_are_queued_for_talks_that_are_new_to_them(folder, talks):
    ingest(str(folder))
    river_talks(by=talks.by, slug="lake-talks")
    assert ingest(str(folder), "--negotiation", "lake-talks")[0] == "0 new, 3 known, 0 failed"
    assert ExtractionRun.objects.filter(negotiation__slug="lake-talks").count() == 3


def test_what_a_folder_holds_besides_is_said(folder, talks):
    (folder / "scan.pdf").touch()
    last, said, status = ingest(str(folder))
    assert (last, status) == ("3 new, 0 known, 0 failed", 0)
    assert f"{folder}: not read: 1 file with other endings than .json, .txt, .html, .htm (scan.pdf)\n" in said


def test_a_bad_item_is_said_and_the_others_go_on(folder, talks):
    (folder / "bad.json").write_text("{")
    known = {"text": "Northland rejects.", "url": "https://u:p@news.example/a"}
    (folder / "password.json").write_text(json.dumps(known))
    last, said, status = ingest(str(folder), str(folder / "none.txt"), "ftp://news.example/a", "http://127.0.0.1:1/")
    assert (last, status) == ("3 new, 0 known, 5 failed", 1)
    assert "password: The address has credentials in it; it would be public." in said
    assert f"\n{folder / 'bad.json'}: broken JSON" in f"\n{said}"
    assert f"\n{folder / 'none.txt'}: there is no such file.\n" in said
    assert "\nftp://news.example/a: only" in said
    assert "only http:// and https:// addresses are fetched" in said
    assert "not on the public internet" in said


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"url": "https://news.example/" + "a" * 2_000}, "“url” is longer than 2,000 characters"),
        ({"published_on": "2999-01-01"}, "published_on is in the future: 2999-01-01"),
        ({"published_on": "2999-02"}, "published_on is in the future: 2999-02."),
    ],
)
def test_what_can_only_be_a_slip_in_a_file_is_said_and_the_others_go_on(folder, talks, said, sentence):
    (folder / "0.json").write_text(json.dumps({"text": "Northland rejects."} | said))
    last, told, status = ingest(str(folder))
    assert (last, status) == ("2 new, 0 known, 1 failed", 1)
    assert sentence in told


def test_an_address_is_fetched_at_once(talks, settings):
    with serving_site() as site:
        settings.OUTBOUND_HOSTS = frozenset({site.host})
        site.pages = {"/a": Page(LAYOUTS["both"]()), "/b": Page(LAYOUTS["both"]()), "/c": Page(NO_ARTICLES["video"][0])}
        last, said, _ = ingest(site.url("/a"), site.url("/b"), site.url("/c"), site.url("/a?utm_source=x"))
    assert last == "1 new, 2 known, 1 failed"
    assert "The page shows a video" in said
    assert ExtractionRun.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "last"),
    [
        (b"Northland rejects the dam.", "1 new, 0 known, 0 failed"),
        (b'{"text": "Northland rejects the dam."}', "1 new, 0 known, 0 failed"),
        (LAYOUTS["both"]().encode(), "1 new, 0 known, 0 failed"),
        (b"\xff\xfe", "0 new, 0 known, 1 failed"),
        (b"", "0 new, 0 known, 1 failed"),
    ],
)
def test_standard_input_is_read_by_what_it_looks_like(talks, monkeypatch, content, last):
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(content)))
    assert ingest("-")[0] == last


def test_an_article_without_a_date_is_named_with_the_day_that_counts_for_it(tmp_path, talks):
    (tmp_path / "a.txt").write_text("Northland rejects the dam, its minister said.")
    _, said, _ = ingest(str(tmp_path / "a.txt"))
    day = f"{Article.objects.get().received_at:%-d %B %Y}"
    assert said == f"a: new; without a date: what is said in it counts as said on {day}, when it came in\n"


def test_talks_that_there_are_not_are_named_with_those_that_there_are(folder, talks):
    with pytest.raises(CommandError, match=r"no talks “lake-talks”; known: river-talks"):
        ingest(str(folder), "--negotiation", "lake-talks")
    assert Article.objects.count() == 0


def test_without_talks_articles_are_stored_and_that_is_said(folder):
    last, said, _ = ingest(str(folder))
    assert last == "3 new, 0 known, 0 failed"
    assert "no active talks" in said


def test_saved_pages_are_read_and_refused_as_fetched_ones_are(tmp_path, talks):
    for kind, (html, _) in NO_ARTICLES.items():
        (tmp_path / f"{kind}.html").write_text(html)
    (tmp_path / "dam.htm").write_text(LAYOUTS["both"]())
    last, said, status = ingest(str(tmp_path))
    assert (last, status) == (f"1 new, 0 known, {len(NO_ARTICLES)} failed", 1)
    for kind, (_, reason) in NO_ARTICLES.items():
        assert [line for line in said.splitlines() if f"{kind}.html" in line and reason in line], kind
    article = Article.objects.get()
    assert (article.author, article.outlet, article.language) == ("Ada Holm", "The Silver Post", "en")


def test_a_saved_page_is_read_in_its_own_characters_and_believed_however_short(tmp_path, talks):
    html = "<html><head><meta charset='windows-1251'></head><body><p>Northland rejects the dam (плотина).</p></body>"
    (tmp_path / "short.html").write_bytes(html.encode("windows-1251"))
    assert ingest(str(tmp_path))[0] == "1 new, 0 known, 0 failed"
    article = Article.objects.get()
    assert article.text == "Northland rejects the dam (плотина)."
    assert any("The text is short" in doubt for doubt in article.doubts)
