"""What docs/two-times.md tells is what happens: its story is played, its tables are compared row by row."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from positions import history
from positions.history import revisions
from positions.models import Position, Revision
from positions.vocabulary import Act, Stance
from tests.api.asking import COMPARISON, ask, cell_of
from tests.world import RiverTalks, hold, river_talks

PAGE = (Path(__file__).parents[2] / "docs" / "two-times.md").read_text(encoding="utf-8")
Row = dict[str, str]


def table_below(heading: str) -> list[Row]:
    """The first table below a heading of the page, by the names of its columns."""
    section = re.split(rf"^#+ {heading}$", PAGE, flags=re.MULTILINE)[1]
    (lines,) = re.findall(r"(?:^\|.*\n)+", re.split(r"^#+ ", section, flags=re.MULTILINE)[0], re.MULTILINE)
    head, _, *rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines.splitlines()]
    return [dict(zip(head, row, strict=True)) for row in rows]


STEPS = table_below("A story")
ANSWERS = table_below("What is answered")


def shown(value: date | datetime | None) -> str:
    """As the page writes days and instants."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M")
    return value.isoformat() if value else ""


def rows_recorded() -> list[Row]:
    """The table of positions as the page shows it."""
    rows = Position.objects.order_by("recorded_at", "valid_from").values(*table_below("After revision 2")[0])
    return [{name: shown(v) if v is None or isinstance(v, date) else v for name, v in row.items()} for row in rows]


def play(curator: User) -> Iterator[RiverTalks]:
    """The story, one revision at a time."""
    talks = river_talks(by=curator)
    place = (talks, talks.northland, talks.water_share)
    yield talks
    hold(*place, Stance.OPPOSES, date(2024, 2, 10))
    yield talks
    yes = hold(*place, Stance.SUPPORTS, date(2024, 3, 5))
    yield talks
    if_there_is_a_dam = history.Content(stance=Stance.CONDITIONAL, act=Act.DECLARATION, condition="the upper dam")
    (yes,) = history.correct_position(yes, content=if_there_is_a_dam, by=curator).recorded
    yield talks
    history.withdraw_position(yes, on=date(2024, 3, 20), by=curator)
    yield talks
    hold(*place, Stance.UNDECIDED, date(2024, 2, 20))
    yield talks


@pytest.fixture
def story(curator: User, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[Row]]:
    """Plays all steps at the instants that the page gives; by revision, the rows of the table after it."""
    clock = iter([datetime.fromisoformat(step["recorded at"]).replace(tzinfo=UTC) for step in STEPS])
    monkeypatch.setattr(revisions, "database_clock", lambda: next(clock))
    return {step["revision"]: rows_recorded() for step, _ in zip(STEPS, play(curator), strict=True)}


@pytest.mark.parametrize("step", STEPS[1:], ids=lambda step: f"revision {step['revision']}")
def test_the_rows_after_each_step_are_those_of_the_page(story, step):
    assert story[step["revision"]] == table_below(f"After revision {step['revision']}")


def test_each_step_is_one_revision_at_the_instant_of_the_page(story):
    committed = Revision.objects.order_by("number").values_list("number", "committed_at")
    assert [(str(number), shown(at)) for number, at in committed] == [(s["revision"], s["recorded at"]) for s in STEPS]


@pytest.mark.parametrize("row", ANSWERS, ids=lambda row: f"{row['valid_on']} known at {row['known_at']}")
def test_the_answer_is_that_of_the_page(client, story, row):
    times = {name: row[name] for name in ("valid_on", "known_at") if row[name]}
    answer = ask(client, COMPARISON, party="northland", target="water-share", **times)
    cell = cell_of(answer, "northland", "water-share")
    found = cell["position"]["stance"] if cell["position"] else cell["absence"]
    assert (found, str(answer["revision"])) == (row["answer"], row["revision"])
    asked_again = ask(
        client,
        COMPARISON,
        party="northland",
        target="water-share",
        valid_on=answer["valid_on"],
        known_at=answer["known_at"],
    )
    assert asked_again["cells"] == answer["cells"]
