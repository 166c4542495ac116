"""A file comes in from the admin, as an analyst brings it: two rows are bad, they are put right, and it is stored."""

from pathlib import Path

import pytest

from positions.models import Position, Statement
from tests.browser import Visit
from tests.pages.desk_at_work import administrator, sign_in
from tests.world import RiverTalks

ROWS = [
    "party;target;stance;valid_from;scale_low;scale_high;condition",
    "Northland;dam;supports;2024-02-01;55,5;60;",
    "Southland;dam;oposes;2024-02-01;;;",
    "Southland;water-share;supports;12 March 2024;;;",
    "River League;dam;conditional;2024-02-01;;;’=2+2 für’s Erste",
]


@pytest.fixture
def analyst(visit: Visit, talks: RiverTalks) -> Visit:
    sign_in(visit, administrator())
    return visit


def bring(visit: Visit, path: Path) -> None:
    page = visit.page
    page.get_by_label("Talks").select_option("river-talks")
    page.get_by_label("File", exact=True).set_input_files(path)
    page.get_by_role("button", name="Dry run").click()


def test_a_file_with_two_bad_rows_is_refused_then_put_right_and_stored(analyst, talks, tmp_path):
    path = tmp_path / "from Excel.csv"
    path.write_bytes("\r\n".join(ROWS).encode("cp1252"))
    page = analyst.open("/admin/positions/position/")
    page.get_by_role("link", name="Import (CSV)").click()
    bring(analyst, path)
    page.get_by_role("heading", name="Nothing was stored. Put this right").wait_for()
    analyst.assert_accessible()
    stance, day = page.locator(".sheet-problems tbody tr").all_inner_texts()
    assert stance.startswith("3\tstance\t")
    assert "did you mean “opposes”?" in stance
    assert day == "4\tvalid_from\tmust be a date, YEAR-MONTH-DAY, such as 2025-03-14"
    assert not Position.objects.exists()
    right = "\r\n".join(ROWS).replace("oposes", "opposes").replace("12 March 2024", "2024-03-12")
    path.write_bytes(right.encode("cp1252"))
    bring(analyst, path)
    page.get_by_text("It is not in UTF-8 and was read as Windows-1252").wait_for()
    page.get_by_text("Stored, it would come to: river-talks: positions 4 new.").wait_for()
    analyst.assert_accessible()
    assert not Position.objects.exists()
    page.get_by_role("button", name="Store all of it").click()
    page.get_by_text("Stored: river-talks: positions 4 new.").wait_for()
    assert Position.objects.get(party=talks.league).condition == "’=2+2 für’s Erste"
    assert analyst.failed_requests == [f"400 {analyst.address}/admin/positions/position/import/"]
    analyst.assert_no_script_error()


def test_a_file_of_a_hundred_megabytes_is_told_of_before_it_is_sent_and_refused_when_it_is(analyst, tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    page = analyst.open("/admin/positions/statement/import/")
    page.get_by_label("Talks").select_option("river-talks")
    field = page.get_by_label("File", exact=True)
    field.set_input_files(path)
    assert field.evaluate("e => e.validationMessage") == "The file has 100 MB; at most 20 MB are taken."
    field.evaluate("e => e.setCustomValidity('')")  # as without the script
    page.get_by_role("button", name="Dry run").click()
    page.get_by_text("what was sent has 95.4 MB, and at most 22.9 MB are taken").wait_for()
    analyst.assert_accessible()
    assert not Statement.objects.exists()
