"""The mapping for the Copenhagen data set imports a file of its shape, and the agreement of all pairs is right."""

import csv
import io
from itertools import combinations
from pathlib import Path
from random import Random

import pytest
from django.core.management import call_command
from django.test import Client

MAPPING = Path("positions/cases/copenhagen-2009/mapping.yaml")
ACTORS = (
    *("USA", "EU (incl Norway)", "Australia", "Canada", "Japan", "Russia", "China India", "Brazil"),
    *("Least Developed Countries", "Developing Countries", "Alliance of Small Island States"),
)
ISSUES = ("Newtreaty", "DevlopC2020", "Domestred", "MRVdecrease", "Commitments", "Control", "Extra")
SLUGS = {
    "USA": "united-states",
    "EU (incl Norway)": "european-union",
    "Alliance of Small Island States": "small-island-states",
}
Coded = dict[str, dict[str, tuple[float, float]]]


def drawn() -> Coded:
    """Figures of our own in the survey's form: two actors have no position on two issues."""
    draw = Random(2009)
    missing = {("Russia", "Commitments"), ("Russia", "Extra")}
    return {
        actor: {
            issue: (draw.randrange(0, 101, 5), draw.randrange(1, 21) / 20)
            for issue in ISSUES
            if (actor, issue) not in missing
        }
        for actor in ACTORS
    }


def as_csv(coded: Coded) -> str:
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow(["actor", "issue", "issue_label", "position", "salience", "power", "scale"])
    for actor, cells in coded.items():
        lines.writerows([actor, issue, f"On {issue}", *cell, 0.1, ""] for issue, cell in cells.items())
    return written.getvalue()


def expected(left: dict[str, tuple[float, float]], right: dict[str, tuple[float, float]]) -> list[float]:
    """Score, low, high and coverage, written out from the formulas."""
    agreed = compared = whole = 0.0
    for issue in ISSUES:
        weight = sum(4 * side[issue][1] if issue in side else 2 for side in (left, right)) / 2
        whole += weight
        if issue in left and issue in right:
            compared += weight
            agreed += weight * (1 - abs(left[issue][0] - right[issue][0]) / 100)
    return [agreed / compared, agreed / whole, (agreed + whole - compared) / whole, compared / whole]


@pytest.mark.django_db
def test_the_agreement_matrix_is_right_to_the_ninth_decimal(tmp_path: Path, client: Client):
    coded = drawn()
    file = tmp_path / "copenhagen.csv"
    file.write_text(as_csv(coded), encoding="utf-8")
    call_command("import_positions", str(file), negotiation="copenhagen-2009", mapping=MAPPING)
    address = "/api/v1/negotiations/copenhagen-2009/comparison/agreement/"
    pairs = client.get(address, {"valid_on": "2009-12-10"}).json()["pairs"]
    found = {(pair["left"], pair["right"]): pair["agreement"] for pair in pairs}
    assert len(found) == 55
    for left, right in combinations(ACTORS, 2):
        names = tuple(SLUGS.get(actor, actor.lower().replace(" ", "-")) for actor in (left, right))
        numbers = [found[names][key] for key in ("score", "low", "high", "coverage")]
        assert numbers == pytest.approx(expected(coded[left], coded[right]), abs=1e-9)
