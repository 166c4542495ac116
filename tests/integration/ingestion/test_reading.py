"""What is read from pages of many layouts, what is doubted, and what is said of pages that have no article."""

import gzip
from datetime import date

import pytest

from positions.ingestion import Claims
from positions.ingestion.reading import Page, read_page
from positions.ingestion.recognition import NoArticle
from positions.markup import apart
from tests.hostile import ENDLESS_TO_READ
from tests.layouts import BODY, DAY, FIRST, LAST, LAYOUTS, NO_ARTICLES, PARAGRAPHS, TITLE, page

TODAY = date(2024, 6, 1)
URL = "https://news.example/world/dam"


def read(html: str | bytes, *, url: str = URL, claimed: date | None = None, **page_fields: str):
    body = html.encode() if isinstance(html, str) else html
    return read_page(Page(body=body, url=url, **page_fields), claims=Claims(published_on=claimed), today=TODAY)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_text_is_found_in_every_layout(layout):
    found = read(LAYOUTS[layout]())
    assert [sentence for sentence in BODY if sentence not in found.text] == []
    assert [word for word in ("Weather", "Terms", "Buy now", "Another story", "I disagree") if word in found.text] == []
    assert (found.title, found.published_on, found.language) == (TITLE, date(2024, 3, 5), "en")


@pytest.mark.parametrize("kind", NO_ARTICLES)
def test_a_page_without_an_article_is_recognised(kind):
    html, reason = NO_ARTICLES[kind]
    with pytest.raises(NoArticle, match=reason):
        read(html)


def test_a_page_that_keeps_the_reader_busy_is_given_up_and_the_next_is_read(monkeypatch):
    monkeypatch.setattr(apart, "SECONDS", 0.5)
    with pytest.raises(NoArticle, match=r"The page could not be read within 0.5 seconds\."):
        read(ENDLESS_TO_READ)
    assert read(LAYOUTS["both"]()).title == TITLE


def test_author_and_outlet_are_kept():
    found = read(LAYOUTS["both"]())
    assert (found.author, found.outlet) == ("Ada Holm", "The Silver Post")


def test_a_page_that_names_no_outlet_and_author_has_those_that_were_said():
    bare = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    claims = Claims(outlet="The Silver Post", author="Ada Holm")
    silent = Page(body=f"<html><body><article>{bare}</article></body></html>".encode(), url=URL)
    found = read_page(silent, claims=claims, today=TODAY)
    assert (found.outlet, found.author) == ("The Silver Post", "Ada Holm")
    assert read_page(silent, claims=Claims(), today=TODAY).outlet == "news.example"


def test_a_front_page_is_no_article():
    with pytest.raises(NoArticle, match="front page"):
        read(page(PARAGRAPHS, head=""), url="https://news.example/")


def test_dates_that_contradict_each_other_are_doubted():
    found = read(LAYOUTS["article"](), url="https://news.example/2024/01/09/dam", claimed=date(2024, 2, 1))
    assert found.published_on == date(2024, 3, 5)
    assert [doubt for doubt in found.doubts if "not certain" in doubt] == [
        f"The date {DAY} is not certain: who named the address says 2024-02-01.",
        f"The date {DAY} is not certain: the address says 2024-01-09.",
    ]


def test_a_date_in_the_future_is_not_kept():
    found = read(LAYOUTS["both"]().replace(DAY, "2025-03-05"), claimed=date(2024, 3, 6))
    assert found.published_on == date(2024, 3, 6)
    assert any("future" in doubt for doubt in found.doubts)


def test_a_text_without_a_date_says_so():
    text = "\n".join(BODY * 3)
    assert read(text, content_type="text/plain").doubts == ["No date of publication was found.", "No title was found."]


@pytest.mark.parametrize(
    ("charset", "header", "declared"),
    [("windows-1251", "windows-1251", ""), ("windows-1251", "", "windows-1251"), ("utf-16", "utf-16", "")],
)
def test_characters_are_read_as_the_page_or_its_header_says(charset, header, declared):
    meta = f"<meta charset='{declared}'>" if declared else ""
    html = LAYOUTS["article"]().replace("<head>", f"<head>{meta}").replace("minister said", "министр said")
    assert "министр said" in read(html.encode(charset), charset=header).text


@pytest.mark.parametrize("charset", ["undefined", "a\0b", "no-such", "zlib"])
def test_a_name_of_no_characters_is_as_none(charset):
    found = read(LAYOUTS["article"]().replace("minister", "café").encode("windows-1252"), charset=charset)
    assert "café said" in found.text
    assert any("guessed" in doubt for doubt in found.doubts)


def test_a_page_that_was_saved_has_the_address_it_names_where_that_is_one():
    for said, kept in (("https://news.example/dam", True), (f"https://news.example/{'a' * 2_000}", False)):
        html = LAYOUTS["both"]().replace("<head>", f"<head><link rel='canonical' href='{said}'>")
        found = read_page(Page(body=html.encode()), claims=Claims(), today=TODAY)
        assert found.url == (said if kept else "")


def test_a_packed_body_that_nobody_announced_is_not_unpacked():
    with pytest.raises(NoArticle):
        read(gzip.compress(bytes(50_000_000)))


def test_what_is_no_page_is_no_article():
    for body in (b"", b"\x00\x01\x02", b"<", b"<html>", b"<div>" * 20_000, b"{}"):
        with pytest.raises(NoArticle):
            read(body)
    assert FIRST in read(LAYOUTS["divs"]()).text
    assert LAST in read(LAYOUTS["divs"]()).text
