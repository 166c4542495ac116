"""The page about analysis: its addresses answer, and the columns that it names are there.

Its programs need pandas and networkx, which Parley does not.
"""

import ast
import csv
import io
import re
from datetime import date
from zipfile import ZipFile

import pytest
from django.contrib.auth.models import User
from django.test import Client

from positions import downloads, follow_ups, review
from positions.vocabulary import Stance
from tests.api.asking import RIVER
from tests.clients.pages import program_on
from tests.world import RiverTalks, hold, river_talks, say

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS = re.compile(r'f"\{TALKS\}/([^"]*)"')
# What the page's placeholders and the bundled case's parties stand for here.
HERE = {
    "{day}": "2024-03-09",
    "{a}": "northland",
    "{b}": "southland",
    "russia": "northland",
    "united-states": "southland",
}
# Words of the program's own, not of an answer.
OWN = {"by", "all"}


@pytest.fixture
def talks(monkeypatch: pytest.MonkeyPatch) -> RiverTalks:
    monkeypatch.setattr(follow_ups, "wake", lambda *_: None)
    talks = river_talks(by=User.objects.create_user("ada", is_staff=True))
    review.accept_statement(say(talks, talks.northland, talks.dam, Stance.SUPPORTS, date(2024, 3, 1)), by=talks.by)
    hold(talks, talks.southland, talks.dam, Stance.OPPOSES, date(2024, 3, 1))
    downloads.make_download(talks.negotiation.pk)
    return talks


def read(client: Client, address: str) -> bytes:
    for placeholder, value in HERE.items():
        address = address.replace(placeholder, value)
    response = client.get(f"{RIVER}{address}")
    assert response.status_code == 200, address
    return b"".join(response.streaming_content) if response.streaming else response.content


def names_in(body: bytes) -> set[str]:
    """Columns of a table, or of those in a zip, and names in JSON."""
    if body.startswith(b"PK"):
        with ZipFile(io.BytesIO(body)) as packed:
            return {name for file in packed.namelist() if file.endswith(".csv") for name in names_in(packed.read(file))}
    text = body.decode()
    return set(re.findall(r'"(\w+)":', text)) if text.startswith("{") else set(next(csv.reader(io.StringIO(text))))


def test_every_address_answers_and_every_name_is_in_an_answer(client: Client, talks: RiverTalks):
    program = program_on("analysis.md", "python")
    addresses = ADDRESS.findall(program)
    assert len(addresses) == len(re.findall("TALKS}", program)) > 5
    known = {name for address in addresses for name in names_in(read(client, address))}
    words = {node.value for node in ast.walk(ast.parse(program)) if isinstance(node, ast.Constant)}
    columns = {word for word in words if isinstance(word, str) and re.fullmatch(r"[a-z_]+(\.[a-z_]+)*", word)}
    tables = {"positions", "evidence", "statements", "articles"}
    assert columns - known - tables - OWN - HERE.keys() - {"agreement.graphml", "left", "index", "columns"} == set()
