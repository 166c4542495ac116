"""Whose own account a text in the third person is, by its title or its site, and what that says of the other side."""

import pytest

from positions.extraction.asking.parts import in_parts
from positions.extraction.asking.prompt import article_message
from positions.extraction.contract import Source
from positions.extraction.who.names import index_names
from positions.extraction.who.publishers import publishers
from positions.vocabulary import Attribution
from tests.unit.extraction.conftest import CATALOG
from tests.unit.extraction.constructed_worlds import TRUCE

TEXT = (
    "Northland has made clear that the carbon levy must come this year. Southland has rejected a levy on carbon.\n\n"
    "Northland rejects an end to night shifts."
)
SITE = "https://www.northern-front.example/news/4"


def published(title: str, url: str = "", catalog=CATALOG) -> list[str]:
    return [holder.party for holder in publishers(Source(title=title, url=url), index_names(catalog))]


@pytest.mark.parametrize(
    ("title", "parties"),
    [
        ("Statement from Trade Minister Ada Holm on the carbon levy", ["northland"]),
        ("Press release by Northland", ["northland"]),
        ("Full statement by Northland on the talks with Southland", ["northland"]),
        ("Readout of Ada Holm's call with the President of Southland", ["northland"]),
        ("Joint declaration by Northland and Southland", ["northland", "southland"]),
        ("Joint statement of President Bo Varga and Trade Minister Ada Holm", ["southland", "northland"]),
    ],
)
def test_a_title_says_whose_account_a_text_is(title, parties):
    assert published(title) == parties


@pytest.mark.parametrize(
    "title",
    [
        "Statement by Holm angers Southland",
        "Statement by Ada Holm Angers Southland",
        "Statement From Northland Sparks Outcry Over Levy",
        "Statement of claim against Southland",
        "Release of prisoners by Northland",
        "Declaration of war by Southland",
        "Joint statement on Southland's carbon levy",
        "Readout of phone call between Ada Holm and Bo Varga",
        "Southland waits",
    ],
)
def test_a_report_and_a_text_about_somebody_are_nobodys_account(title):
    assert published(title) == []


@pytest.mark.parametrize(
    "url", [SITE, "https://northernfront.gov.example/", "http://news.NorthernFront.example.:8080/x"]
)
def test_a_page_of_a_partys_site_is_its_account(url):
    assert published("Truce holds", url, TRUCE) == ["front"]


def test_a_readout_without_a_name_is_its_sites():
    assert published("Readout of the morning's talks", SITE, TRUCE) == ["front"]


@pytest.mark.parametrize("title", ["Joint statement on the truce", "Statement by the Ruling Council on the truce"])
def test_what_others_publish_is_not_the_sites(title):
    assert "front" not in published(title, SITE, TRUCE)


@pytest.mark.parametrize(
    "url",
    ["", "https://northland.example/", "https://front.example/", "http://[bad", "https://news.example/northern-front"],
)
def test_a_site_that_is_called_after_one_word_is_anybodys(url):
    assert published("Truce holds", url, TRUCE) == published("Levy waits", url) == []


def test_a_host_is_told_in_lower_case_or_not_at_all():
    assert Source(url="HTTPS://User:pass@News.Example:443/a").host == "news.example"
    assert Source(url=f"https://{'a' * 300}.example/").host == Source(url="no address").host == ""


def known(extractor, title: str) -> dict[str, set[str]]:
    """How a text with a title is said to know what each party holds."""
    found = extractor.extract(TEXT, catalog=CATALOG, source=Source(title=title))
    return {party: {s.attribution.value for s in found if s.party == party} for party in ("northland", "southland")}


def test_what_one_side_publishes_of_the_other_is_a_guess_and_of_itself_is_none(extractor):
    held = known(extractor, "Statement from Trade Minister Ada Holm on the carbon levy")

    assert held["southland"] == {"predicted"}
    assert held["northland"]
    assert "predicted" not in held["northland"]


@pytest.mark.parametrize("title", ["Joint declaration by Northland and Southland", "Southland waits"])
def test_what_both_sides_publish_or_a_report_says_is_no_guess(extractor, title):
    held = known(extractor, title)

    assert held["southland"]
    assert "predicted" not in held["southland"]


def test_what_a_partys_site_says_of_others_is_a_guess(extractor):
    text = "The Ruling Council rejects the truce. The Northern Front supports an amnesty."
    found = extractor.extract(text, catalog=TRUCE, source=Source(url=SITE))

    assert {(s.party, s.attribution is Attribution.PREDICTED) for s in found} == {("council", True), ("front", False)}


def test_a_language_model_is_told_the_host_and_no_more_of_the_address():
    asked = article_message("Text.", in_parts("Text.")[0], source=Source(url="https://u:p@News.Example/a?b"))

    assert "Published at: news.example\n" in asked
    assert "u:p" not in asked
    assert "/a?b" not in asked
