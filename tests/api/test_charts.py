"""`…/comparison/chart.svg`: pictures that say what they show, with their data and a text alternative."""

import csv
from datetime import date
from io import StringIO
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from positions import history
from positions.charts import agreement, blocking, matrix
from positions.charts.labels import width_of
from positions.models import Participation, Position, ProposalTerm
from positions.vocabulary import ChartKind, Salience, Stance
from tests.api.asking import RIVER, ask, refused
from tests.world import RiverTalks, hold, one_more_issue, one_more_party

pytestmark = pytest.mark.usefixtures("river")
SVG = "{http://www.w3.org/2000/svg}"
MORE = {"responses": {"proposal": "league-draft"}, "timeline": {"party": "northland"}}


def draw(client: Client, kind: str, form: str = "svg", **asked: str) -> bytes:
    answer = client.get(f"{RIVER}comparison/chart.{form}", {"kind": kind, "valid_on": "2024-05-01", **asked})
    assert answer.status_code == 200
    return answer.content


def rows(client: Client, kind: str, **asked: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(draw(client, kind, "csv", **asked).decode())))


@pytest.mark.parametrize("kind", [kind.value for kind in ChartKind])
def test_every_kind_has_a_title_a_source_and_a_text_alternative(client: Client, kind: str):
    picture = ET.fromstring(draw(client, kind, **MORE.get(kind, {})))
    words = [text.text or "" for text in picture.iter(f"{SVG}text")]
    assert picture.get("role") == "img"
    assert len(picture.findtext(f"{SVG}title") or "") > 10
    assert len(picture.findtext(f"{SVG}desc") or "") > 10
    assert any(word.startswith("Source: Parley, river-talks") for word in words)
    assert not list(picture.iter(f"{SVG}script"))


def test_the_title_says_what_is_to_be_seen(client: Client):
    picture = ET.fromstring(draw(client, "convergence", left="northland", right="southland"))
    assert picture.findtext(f"{SVG}title") == (
        "Northland and Southland agree more than on 12 January 2024: by 38 % instead of 0 %"
    )


def title_of(client: Client, kind: str, **asked: str) -> str | None:
    return ET.fromstring(draw(client, kind, **asked)).findtext(f"{SVG}title")


def test_who_agree_most_do_so_on_as_many_targets_as_the_title_says(client: Client, river: RiverTalks):
    assert title_of(client, "agreement") == "Northland and Southland agree most, by 38 % on 2 targets"
    for party in (river.league, river.southland):
        hold(river, party, river.league_draft, Stance.OPPOSES, date(2024, 4, 10))
    hold(river, river.northland, river.league_draft, Stance.SUPPORTS, date(2024, 4, 10))
    assert title_of(client, "agreement") == "Southland and River League agree most, by 100 % on 1 target"


def test_numbers_are_explained_where_cells_have_them(client: Client, monkeypatch: pytest.MonkeyPatch):
    told = "below it on how many targets that rests"
    assert told in draw(client, "agreement").decode()
    monkeypatch.setattr(agreement, "MOST_WITH_NUMBERS", 1)
    assert told not in draw(client, "agreement").decode()


def test_who_has_a_score_with_nobody_has_no_place_among_those_who_agree(client: Client):
    picture = ET.fromstring(draw(client, "agreement"))
    words = [text.text or "" for text in picture.iter(f"{SVG}text")]
    assert "Northland" in words
    assert "River League" not in words
    assert "1 party without a score is left out." in " ".join(words)


def test_two_that_can_no_longer_be_compared_are_not_said_to_agree(client: Client, river: RiverTalks):
    hold(river, river.league, river.water_share, Stance.SUPPORTS, date(2024, 4, 10))
    pair = {"left": "river-league", "right": "southland"}
    (position,) = Position.objects.as_of().filter(party=river.league, target=river.water_share)
    history.withdraw_position(position, on=date(2024, 4, 20), by=river.by)
    assert title_of(client, "convergence", **pair) == (
        "River League and Southland have nothing any more that could be compared; they last agreed by 100 %"
    )


def test_the_data_are_the_answers_numbers(client: Client):
    pair = {"left": "northland", "right": "southland"}
    drawn = rows(client, "convergence", **pair)
    points = ask(client, f"{RIVER}comparison/convergence/", to="2024-05-01", **pair)["points"]
    assert [(row["on"], row["score"]) for row in drawn] == [
        (point["on"], "" if point["score"] is None else str(point["score"])) for point in points
    ]
    pairs = ask(client, f"{RIVER}comparison/agreement/", valid_on="2024-05-01")["pairs"]
    assert [row["low"] for row in rows(client, "agreement")] == [
        "" if pair["agreement"]["low"] is None else str(pair["agreement"]["low"]) for pair in pairs
    ]


def test_a_picture_for_previews_is_a_png(client: Client):
    assert draw(client, "matrix", "png").startswith(b"\x89PNG")


def test_a_table_too_large_for_a_picture_says_what_it_shows_of_it(client: Client, monkeypatch: pytest.MonkeyPatch):
    said = "The picture shows 1 of 3 parties,"
    whole = ET.fromstring(draw(client, "matrix"))
    assert "The picture shows" not in (whole.findtext(f"{SVG}desc") or "")
    monkeypatch.setattr(matrix, "MOST_PARTIES", 1)
    picture = ET.fromstring(draw(client, "matrix"))
    assert said in (picture.findtext(f"{SVG}desc") or "")
    assert said in " ".join(text.text or "" for text in picture.findall(f"{SVG}text"))


def subtitle_of(client: Client, kind: str) -> str:
    return " ".join(text.text or "" for text in ET.fromstring(draw(client, kind)).findall(f"{SVG}text"))


def test_what_is_too_much_for_a_picture_is_counted_in_it(
    client: Client, river: RiverTalks, monkeypatch: pytest.MonkeyPatch
):
    for party, stance in [(river.northland, Stance.SUPPORTS), (river.southland, Stance.OPPOSES)]:
        hold(river, party, river.league_draft, stance, date(2024, 4, 10), salience=Salience.RED_LINE)
    assert not any("The picture shows" in subtitle_of(client, kind) for kind in ("agreement", "blocking-issues"))
    monkeypatch.setattr(agreement, "MOST_DRAWN", 2)
    monkeypatch.setattr(blocking, "MOST_BARS", 1)
    assert "The picture shows 2 of 3 parties." in subtitle_of(client, "agreement")
    assert "The picture shows the first 1 of 2." in subtitle_of(client, "blocking-issues")


def test_of_many_whose_red_lines_a_proposal_crosses_the_title_names_four_and_counts_the_others(
    client: Client, river: RiverTalks
):
    ProposalTerm.objects.create(
        proposal=river.league_draft, issue=river.dam, number=1, stance=Stance.SUPPORTS.value, text="The dam is built."
    )
    for name in ("Aland", "Bland", "Cland", "Dland", "Eland"):
        party = one_more_party(river, name.lower(), name=name)
        hold(river, party, river.dam, Stance.OPPOSES, date(2024, 2, 10), salience=Salience.RED_LINE)
    assert title_of(client, "responses", **MORE["responses"]) == (
        "“The League's draft of March”: 1 party accepts it; "
        "it crosses a red line of Southland, Aland, Bland, Cland and 2 more"
    )


def test_issues_whose_titles_begin_alike_have_a_row_each(client: Client, river: RiverTalks):
    for box in ("amber", "blue"):
        title = f"Reduction of domestic support in agriculture: {box} box"
        hold(river, river.northland, one_more_issue(river, box, title=title), Stance.OPPOSES, date(2024, 1, 20))
    for kind in ("matrix", "timeline"):
        words = [text.text for text in ET.fromstring(draw(client, kind, **MORE.get(kind, {}))).iter(f"{SVG}text")]
        rows_drawn = [word for word in words if word and word.startswith("Reduction")]
        assert rows_drawn == [f"Reduction of domestic…agriculture: {box} box" for box in ("amber", "blue")]


@pytest.mark.parametrize("kind", ["matrix", "timeline", "blocking-issues"])
def test_names_of_rows_have_room_in_the_picture(client: Client, river: RiverTalks, kind: str):
    """They end where the picture begins, and are as wide as a browser without the first fonts writes them."""
    dam = one_more_issue(river, "arms", title="MMMMMMMM WWWWWWWW MMMMMMMM WWWWWW")
    values = {"salience": Salience.RED_LINE}
    hold(river, river.northland, dam, Stance.OPPOSES, date(2024, 1, 20), **values)
    hold(river, river.southland, dam, Stance.SUPPORTS, date(2024, 1, 20))
    picture = ET.fromstring(draw(client, kind, **MORE.get(kind, {})))
    (group,) = [group for group in picture.iter(f"{SVG}g") if group.get("font-family")]
    left = float((group.get("transform") or "")[len("translate(") :].partition(",")[0])
    names = [text for text in group.iter(f"{SVG}text") if text.get("text-anchor") == "end"]
    assert any((name.text or "").startswith("MMMM") for name in names)
    assert all(left + float(name.get("x") or 0) > width_of(name.text or "") - 0.1 for name in names)


@pytest.mark.parametrize("asked", [{"kind": "timeline"}, {"kind": "convergence"}], ids=lambda asked: asked["kind"])
def test_the_last_day_of_an_axis_has_room_in_the_picture(client: Client, river: RiverTalks, asked: dict[str, str]):
    """Its word ends a way right of the day, however wide the picture is."""
    dam = one_more_issue(river, "arms", title="MMMMMMMM WWWWWWWW MMMMMMMM WWWWWW MMMMMMMM")
    hold(river, river.northland, dam, Stance.OPPOSES, date(2024, 1, 10))
    asked = {**asked, **MORE.get(asked["kind"], {}), "valid_on": "2024-01-20"}
    picture = ET.fromstring(draw(client, **asked))
    (group,) = [group for group in picture.iter(f"{SVG}g") if group.get("font-family")]
    left = 20 + float((group.get("transform") or "")[len("translate(") :].partition(",")[0])
    words = [text for text in group.iter(f"{SVG}text") if text.get("text-anchor") == "middle"]
    ends = [left + float(word.get("x") or 0) + width_of(word.text or "") / 2 for word in words]
    assert max(ends) <= float(picture.get("width") or 0)


def test_on_its_first_day_a_position_has_a_bar_with_its_sign(client: Client):
    picture = ET.fromstring(draw(client, "timeline", party="northland", valid_on="2024-01-10"))
    assert "−" in [text.text for text in picture.iter(f"{SVG}text")]


def test_a_line_has_a_gap_where_there_is_no_score(client: Client, river: RiverTalks):
    hold(river, river.league, river.water_share, Stance.SUPPORTS, date(2024, 4, 10))
    (position,) = Position.objects.as_of().filter(party=river.league, target=river.water_share)
    history.withdraw_position(position, on=date(2024, 4, 20), by=river.by)
    hold(river, river.league, river.water_share, Stance.OPPOSES, date(2024, 4, 25))
    pair = {"left": "river-league", "right": "southland"}
    scored = [row["score"] != "" for row in rows(client, "convergence", **pair)]
    picture = ET.fromstring(draw(client, "convergence", **pair))
    (line,) = [path.get("d") or "" for path in picture.iter(f"{SVG}path") if path.get("stroke-width") == "3"]
    assert line.count("M") == sum(now and not before for before, now in pairwise([False, *scored])) == 3
    assert len(list(picture.iter(f"{SVG}circle"))) == sum(scored)


def test_the_signs_that_a_picture_explains_stand_apart(client: Client):
    """Without this mark programs make one blank of several."""
    (told,) = [text for text in ET.fromstring(draw(client, "matrix")).iter(f"{SVG}text") if "supports   ±" in text.text]
    assert told.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"


def test_names_are_text_and_never_markup(client: Client, river: RiverTalks):
    Participation.objects.filter(party=river.northland).update(name='<script>alert("x")</script> & co')
    picture = draw(client, "matrix").decode()
    assert "<script" not in picture
    assert "&lt;script&gt;" in picture


@pytest.mark.parametrize("form", ["svg", "png", "csv"])
@pytest.mark.parametrize("kind", [kind.value for kind in ChartKind])
def test_before_all_positions_every_kind_has_a_picture(client: Client, kind: str, form: str):
    assert draw(client, kind, form, **{"valid_on": "2000-01-01", **MORE.get(kind, {})})


def test_what_a_party_holds_later_is_not_in_its_timeline(client: Client):
    """Neither in its title nor in its data."""
    for day, title, begun in [
        ("2024-01-09", "Northland has put no position on record", []),
        ("2024-01-10", "Northland has spoken on 1 issue or proposal", ["2024-01-10"]),
        ("2024-02-01", "Northland has spoken on 2 issues and proposals", ["2024-01-10", "2024-02-01"]),
    ]:
        asked = {"party": "northland", "valid_on": day}
        assert title_of(client, "timeline", **asked) == title
        assert sorted(row["from"] for row in rows(client, "timeline", **asked)) == begun


def test_wrong_questions_are_refused_as_everywhere(client: Client):
    for asked, parameter in [
        ({"kind": "pie"}, "kind"),
        ({}, "kind"),
        ({"kind": "timeline"}, "party"),
        ({"kind": "responses"}, "proposal"),
        ({"kind": "convergence", "left": "northland"}, "right"),
        ({"kind": "matrix", "party": "nobody"}, "party"),
        ({"kind": "matrix", "known_at": "2199-01-01T00:00:00Z"}, "known_at"),
    ]:
        problem = refused(client, f"{RIVER}comparison/chart.svg", **asked)
        assert problem["errors"][0]["parameter"] == parameter


@pytest.mark.parametrize("kind", [kind.value for kind in ChartKind])
def test_talks_without_positions_have_a_picture_that_says_so(client: Client, kind: str):
    asked = {"known_at": "2020-01-01T00:00:00Z", **MORE.get(kind, {})}
    picture = ET.fromstring(draw(client, kind, **asked))
    assert picture.findtext(f"{SVG}title")
    assert not list(picture.iter(f"{SVG}path"))
