"""Reads a page as a program would: what stands in each cell of the table."""

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from django.test import Client
from lxml import html

from positions.pages.words import ABSENCES, STANCES

WORDS = {look.letter: word.value for words in (STANCES, ABSENCES) for word, look in words.items()}


@dataclass(frozen=True)
class ReadCell:
    """What the page says of a cell, in the API's words."""

    says: str
    is_red_line: bool
    is_stale: bool


def open_page(client: Client, address: str, *, status: int = 200) -> html.HtmlElement:
    answer = client.get(address)
    assert answer.status_code == status, address
    return html.fromstring(answer.content.decode())


def cells_of(page: html.HtmlElement) -> dict[tuple[str, str], ReadCell]:
    """By party and target, what the table shows."""
    found = {}
    for cell in page.xpath("//table[@id='grid']//td[a]"):
        letters = cell.get("class").split()
        (link,) = cell.xpath("a/@href")
        party, _, target = parse_qs(urlsplit(link).query)["cell"][0].partition("~")
        assert str(cell.xpath("string(a/b | a/@aria-label)")) != ""
        found[party, target] = ReadCell(WORDS[letters[0]], "r" in letters, "f" in letters)
    return found


def cells_of_api(client: Client, address: str) -> dict[tuple[str, str], ReadCell]:
    found = {}
    for cell in client.get(address).json()["cells"]:
        position = cell["position"]
        found[cell["party"], cell["target"]] = (
            ReadCell(position["stance"], position["salience"] == "red_line", position["is_stale"])
            if position
            else ReadCell(cell["absence"], False, False)
        )
    return found


def text_of(page: html.HtmlElement) -> str:
    """What a reader reads, with single spaces."""
    return " ".join(page.text_content().split())
