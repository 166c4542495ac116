"""A coded data set becomes positions: by its mapping alone, all or nothing, as often as you like."""

import csv
import io
import unicodedata
from io import StringIO
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from django.core.management import call_command
from django.test import Client

from positions import history
from positions.catalog import rename_entry, rename_talks
from positions.models import Article, Issue, Negotiation, Participation, Party, Position, Revision, Target
from tests.integration.catalog.lake_talks import CSV, MAPPING, write

pytestmark = pytest.mark.django_db


def run(folder: Path, *, slug: str = "lake-talks", text: str = CSV, mapping: str = MAPPING) -> tuple[int, str, str]:
    """The command's exit status, standard output, and standard error without the folder's name."""
    write(folder, text=text, mapping=mapping)
    return imported(folder, slug=slug)


def run_on(folder: Path, content: bytes, *, mapping: str = MAPPING) -> tuple[int, str, str]:
    """The same of a file that isn't plain text."""
    path, _ = write(folder, mapping=mapping)
    path.write_bytes(content)
    return imported(folder)


def imported(folder: Path, *, slug: str = "lake-talks") -> tuple[int, str, str]:
    path, mapped = folder / "lake.csv", folder / "lake.yaml"
    out, err = StringIO(), StringIO()
    try:
        call_command("import_positions", str(path), negotiation=slug, mapping=mapped, by=None, stdout=out, stderr=err)
    except SystemExit as ended:
        return int(str(ended.code)), out.getvalue(), err.getvalue().replace(f"{folder}/", "")
    return 0, out.getvalue(), err.getvalue()


def refused(folder: Path, **files: str) -> list[str]:
    """What the command says is wrong; nothing was stored."""
    before = Position.objects.count(), Revision.objects.count(), Party.objects.count()
    status, out, err = run(folder, **files)
    assert (status, out) == (1, "")
    assert (Position.objects.count(), Revision.objects.count(), Party.objects.count()) == before
    *problems, last = err.splitlines()
    assert last == "Nothing was stored."
    return problems


def held(party: str, issue: str) -> Position:
    return Position.objects.known().get(party__slug=party, target__slug=issue)


def test_the_mapping_alone_makes_the_talks(tmp_path):
    assert run(tmp_path) == (0, "lake-talks (revision 11): parties 4 new, issues 3 new, positions 10 new\n", "")
    assert Negotiation.objects.get().title == "Talks on the lake"
    names = dict(Participation.objects.values_list("party__slug", "name"))
    assert names == {"alder": "Alder", "birch": "Birch (with Cedar)", "elm": "Elm", "lake-ministry": "Lake Ministry"}
    assert Party.objects.get(slug="lake-ministry").kind == "government"
    assert Issue.objects.get(slug="quota").proposition == "Elm receives all of the water."


def test_the_former_name_of_talks_means_them_and_makes_no_others(tmp_path, curator):
    run(tmp_path)
    rename_talks(Negotiation.objects.get(), "upper-lake", by=curator)
    assert run(tmp_path) == (0, "upper-lake: nothing changed\n", "")
    assert Negotiation.objects.get().slug == "upper-lake"


def test_a_position_has_its_place_on_the_scale_its_salience_and_its_source(tmp_path):
    run(tmp_path)
    row = held("elm", "tolls")
    assert (row.stance, float(row.scale_low), float(row.scale_high)) == ("unspecified", 33.25, 33.25)
    assert (row.salience_value, str(row.valid_from)) == (0.8, "2024-05-01")
    assert row.summary == "Coded in “Lake survey”."
    source = Article.objects.get()
    assert (source.extent, source.title, source.text, str(source.published_on)) == (
        "source",
        "Lake survey",
        "",
        "2024-06-01",
    )


def test_again_it_changes_nothing(tmp_path):
    run(tmp_path)
    revision = Revision.objects.latest("number")
    assert run(tmp_path) == (0, "lake-talks: nothing changed\n", "")
    assert (Revision.objects.latest("number"), Article.objects.count()) == (revision, 1)


def test_what_a_curator_corrected_since_stays(tmp_path, curator):
    run(tmp_path)
    row = held("alder", "quota")
    history.withdraw_position(row, on=row.valid_from.replace(month=7), by=curator)
    assert run(tmp_path)[1] == "lake-talks: nothing changed\n"
    assert held("alder", "quota").end_reason == "withdrawn"


def test_a_changed_value_corrects_and_the_old_one_stays_on_record(tmp_path):
    run(tmp_path)
    assert run(tmp_path, text=CSV.replace("water,10,0.9", "water,15,0.9"))[1] == (
        "lake-talks (revision 12): positions 1 updated 9 unchanged\n"
    )
    assert [float(row.scale_low) for row in Position.objects.filter(party__slug="alder", target__slug="quota")] == [
        10,
        15,
    ]


def test_the_agreement_of_all_pairs_is_right_against_an_independent_computation(tmp_path, client: Client):
    run(tmp_path)
    rows = list(csv.DictReader(io.StringIO(CSV)))
    actors, issues = (list(dict.fromkeys(row[key] for row in rows)) for key in ("actor", "issue"))
    place, salience = np.full((2, len(actors), len(issues)), np.nan)
    for row in rows:
        at = actors.index(row["actor"]), issues.index(row["issue"])
        place[at], salience[at] = float(row["position"]), float(row["salience"])
    weight = np.where(np.isnan(salience), 2, 4 * salience)
    slugs = ["alder", "birch", "elm", "lake-ministry"]
    expected = {}
    for left, right in combinations(range(len(actors)), 2):
        pair_weight = (weight[left] + weight[right]) / 2
        agreement = 1 - np.abs(place[left] - place[right]) / 100
        both = ~np.isnan(agreement)
        score = np.average(agreement[both], weights=pair_weight[both])
        expected[slugs[left], slugs[right]] = (score, pair_weight[both].sum() / pair_weight.sum())
    answer = client.get("/api/v1/negotiations/lake-talks/comparison/agreement/", {"valid_on": "2024-06-01"}).json()
    found = {(p["left"], p["right"]): (p["agreement"]["score"], p["agreement"]["coverage"]) for p in answer["pairs"]}
    assert found.keys() == expected.keys()
    for pair, numbers in expected.items():
        assert found[pair] == pytest.approx(numbers, abs=1e-9)


def test_every_wrong_cell_is_named_with_its_line_and_column(tmp_path):
    text = (
        CSV.replace("water,55,", "water,5x,").replace("fishing,80.5,", "fishing,180.5,").replace("Elm,Tolls", ",Tolls")
    )
    text = text.replace("100,0,0.4", "100,7,0.4").replace("33.25,0.8,0.1", "33.25,0.8")
    others = [
        "lake.csv:3: position: “5x” is not a number",
        "lake.csv:8: position: 180.50 is more than 100",
        "lake.csv:11: salience: 7 is more than 1.0",
    ]
    width = 'lake.csv:10: has 5 cells, the header 6; a cell with a separator in it needs “"” around it'
    assert refused(tmp_path, text=text) == sorted([*others, width], key=lambda line: int(line.split(":")[1]))
    text = text.replace("33.25,0.8", "33.25,0.8,0.1")
    empty = "lake.csv:10: actor: is empty; a line needs a party"
    assert refused(tmp_path, text=text) == [*others[:2], empty, others[2]]


@pytest.mark.parametrize("day", ["0001-01-01", "2999-03-01", "9999-12-31"])
def test_a_day_that_the_forms_refuse_is_refused_here_too(tmp_path, day):
    late = MAPPING.replace("valid_from: {value: 2024-05-01}", f"valid_from: {{value: {day}}}")
    told = f"lake.csv:2: valid_from: {day} lies too far away; look at the year (also in lines 3, 4, 5, 6 and 5 more)"
    assert refused(tmp_path, mapping=late) == [told]


def test_a_column_that_is_not_there_is_named_with_the_line_of_the_mapping(tmp_path):
    assert refused(tmp_path, mapping=MAPPING.replace("column: position", "column: positon")) == [
        "lake.yaml:6: scale.column: “positon” is no column of lake.csv; did you mean “position”?"
    ]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("scale: {column: position}", "", "lake.yaml:2: needs a stance, a scale, or scale_low and scale_high"),
        ("{value: 2024-05-01}", "{}", "lake.yaml:8: valid_from: needs either a column or a value"),
        ("{value: 2024-05-01}", "{value: May 2024}", "lake.csv:2: valid_from: must be a date, YEAR-MONTH-DAY"),
        ("scale:", "scal:", "lake.yaml:6: scal: is no key here; did you mean “scale”?"),
        (
            "{Birch (with Cedar): birch}",
            "{Élm: elm, E\u0301lm: birch}",
            "lake.yaml:4: party.words: “Élm” stands here a second time",
        ),
        ("otherwise: organisation", "otherwise: town", "lake.csv:2: actor: “town” is not one of state"),
        (
            "{column: issue}",
            "{column: issue, words: {Quota: Alder Quota!}, otherwise: '!'}",
            "has other letters than a-z",
        ),
        ("  negotiation: {title: Talks on the lake, started_on: 2024-05-01}", "", "There are no talks “lake-talks”"),
    ],
    ids=lambda text: text[:30],
)
def test_a_mapping_that_is_wrong_is_refused_with_a_sentence(tmp_path, old, new, problem):
    assert old in MAPPING
    assert problem in refused(tmp_path, mapping=MAPPING.replace(old, new, 1))[0]


def test_the_same_cell_coded_twice_is_refused(tmp_path):
    twice = CSV + "Alder,Quota,Share of the lake's water,12,0.9,0.3\n"
    assert refused(tmp_path, text=twice) == ["lake.csv:12: alder on quota from 2024-05-01 stands on line 2 already"]


def test_two_names_that_would_become_one_slug_are_told_apart_by_hand(tmp_path):
    both = CSV + "Älder,Tolls,Tolls for cargo boats,12,0.9,0.3\n"
    assert "“Älder” and “Alder” (line 2) both become alder" in refused(tmp_path, text=both)[0]
    states = CSV.replace("Elm,", "US,").replace("Lake Ministry,", "Us,")
    assert "“Us” and “US” (line 4) both become us" in refused(tmp_path, text=states)[0]


def test_two_spellings_of_one_new_name_are_one_party_and_the_first_stays(tmp_path):
    head, *lines = CSV.replace("Elm,", "Côte d’Elm,").splitlines(keepends=True)
    both = "".join([head, *lines[:6], *(line.replace("’", "'") for line in lines[6:])])
    assert "Côte d'Elm,Tolls" in both
    assert "Côte d’Elm,Quota" in both
    assert run(tmp_path, text=both)[0] == 0
    assert Participation.objects.get(party__slug="cote-d-elm").name == "Côte d’Elm"
    assert run(tmp_path, text=both) == (0, "lake-talks: nothing changed\n", "")


def test_a_name_that_would_make_the_slug_of_another_party_is_not_taken_for_it(tmp_path):
    run(tmp_path)
    other = CSV + "Älder,Tolls,Tolls for cargo boats,12,0.9,0.3\n"
    assert refused(tmp_path, text=other) == [
        "lake.csv:12: actor: “Älder” would become alder, which is “Alder”; say in words which it is"
    ]
    rest_of_it = CSV + "Рада Elm,Tolls,Tolls for cargo boats,12,0.9,0.3\n"
    assert "“Рада Elm” has other letters than a-z" in refused(tmp_path, text=rest_of_it)[0]


def test_a_slug_that_lost_an_accent_is_not_taken_for_a_party_that_goes_by_a_longer_name(tmp_path):
    run(tmp_path)
    Participation.objects.filter(party__slug="elm").update(name="Republic of Elm")
    line = "{},Quota,Share of the lake's water,100,1,0.1\n"
    known = CSV.replace("Elm,", "elm,")
    assert refused(tmp_path, text=known + line.format("Élm")) == [
        "lake.csv:12: actor: “Élm” would become elm, which is “Republic of Elm”; say in words which it is"
    ]
    assert run(tmp_path, text=CSV) == (0, "lake-talks: nothing changed\n", "")
    assert run(tmp_path, text=CSV.replace("Elm,", "Elm.,")) == (0, "lake-talks: nothing changed\n", "")


def test_a_name_with_an_accent_and_a_title_of_its_own_is_the_same_again(tmp_path):
    ferry = CSV.replace("Tolls,", "Fähre,")
    assert run(tmp_path, text=ferry)[0] == 0
    assert Issue.objects.get(slug="fahre").title == "Tolls for cargo boats"
    assert run(tmp_path, text=ferry) == (0, "lake-talks: nothing changed\n", "")


def test_a_name_that_a_party_has_comes_before_a_slug_that_another_had(tmp_path, curator):
    run(tmp_path)
    lake = Negotiation.objects.get()
    rename_entry(lake, "parties", "elm", "elm-republic", by=curator)
    Participation.objects.filter(party__slug="elm-republic").update(name="Republic of the East")
    assert run(tmp_path) == (0, "lake-talks: nothing changed\n", "")
    Participation.objects.filter(party__slug="alder").update(name="Elm")
    line = f"{CSV.splitlines()[0]}\nElm,Quota,Share of the lake's water,30,0.9,0.3\n"
    assert run(tmp_path, text=line)[0] == 0
    assert (held("alder", "quota").scale_low, held("elm-republic", "quota").scale_low) == (30, 100)
    assert "would become elm, which is “Elm”" in refused(tmp_path, text=line.replace("Elm,", "Elm!,"))[0]


def test_a_file_that_has_letters_and_their_marks_apart_names_the_same_parties(tmp_path):
    text, mapping = CSV.replace("Elm", "Élm"), MAPPING.replace("Birch (with Cedar)", "Bírch")
    text = text.replace("Birch (with Cedar)", "Bírch")
    assert run(tmp_path, text=text, mapping=mapping)[0] == 0
    apart = run(tmp_path, text=unicodedata.normalize("NFD", text), mapping=mapping)
    assert apart == (0, "lake-talks: nothing changed\n", "")


def test_a_title_that_two_issues_have_is_refused_and_not_taken_for_the_last_of_them(tmp_path, talks):
    Target.objects.filter(slug="water-share").update(title="The upper dam")
    text = "who;what;says;from;to;weight;number;if;note;since\nnorthland;The upper dam;+;;;;;;;2024-02-10\n"
    status, _, err = run(tmp_path, slug="river-talks", text=text, mapping=STANCES)
    assert status == 1
    assert "lake.csv:2: what: “The upper dam” names more than one target: dam, water-share; give the slug" in err


def test_what_many_lines_have_wrong_alike_is_told_once(tmp_path):
    run(tmp_path)
    lines = "".join(f"新国,Tolls,Tolls for cargo boats,{n},0.9,0.3\n" for n in range(9)) + "Elm,Tolls,,x,0.9,0.3\n"
    told = "lake.csv:12: actor: “新国” has other letters than a-z, which no slug has; give it one in words"
    assert refused(tmp_path, text=CSV + lines) == [
        f"{told} (also in lines 13, 14, 15, 16 and 4 more)",
        "lake.csv:21: position: “x” is not a number",
    ]


def test_an_empty_cell_is_no_stance_and_is_left_out_only_when_asked_for(tmp_path):
    gap = CSV.replace("boats,33.25,", "boats,,")
    assert "neither a stance nor a scale value" in refused(tmp_path, text=gap)[0]
    assert "positions 9 new" in run(tmp_path, text=gap, mapping=MAPPING + "skip_empty: true\n")[1]
    assert not Position.objects.filter(party__slug="elm", target__slug="tolls").exists()


@pytest.mark.parametrize("rest", ["", ",,,,,\n", "Elm,Quota,Share of the lake's water,,1,0.1\n"])
def test_where_no_row_codes_anything_nothing_is_made(tmp_path, rest):
    text = CSV.splitlines()[0] + "\n" + rest
    nothing = "lake.csv: has no row below its header that could be stored"
    assert refused(tmp_path, text=text, mapping=MAPPING + "skip_empty: true\n") == [nothing]
    assert not Negotiation.objects.exists()


STANCES = """
delimiter: ";"
party: {column: who}
target: {column: what}
stance: {column: says, words: {"+": supports, "-": opposes}}
scale_low: {column: from, factor: 10}
scale_high: {column: to, factor: 10}
salience: {column: weight, words: {"!": red_line}}
salience_value: {column: number, factor: 0.1}
act: {value: demand}
condition: {column: if}
summary: {column: note}
valid_from: {column: since}
"""


def test_stances_in_words_intervals_factors_and_days_come_from_columns_too(tmp_path, talks):
    text = (
        "who;what;says;from;to;weight;number;if;note;since\n"
        "Northland;dam;+;2;3.5;!;9;once paid;Builds it.;2024-02-10\n"
        "southland;The upper dam;-;;;low;;;;2024-02-11\n"
    )
    status, out, _ = run(tmp_path, slug="river-talks", text=text, mapping=STANCES)
    assert (status, out) == (0, "river-talks (revision 3): positions 2 new\n")
    row, other = held("northland", "dam"), held("southland", "dam")
    assert (row.stance, row.act, row.salience, row.salience_value) == ("supports", "demand", "red_line", 0.9)
    assert (float(row.scale_low), float(row.scale_high), row.condition, row.summary) == (
        20,
        35,
        "once paid",
        "Builds it.",
    )
    assert (other.stance, other.scale_low, other.salience, str(other.valid_from)) == (
        "opposes",
        None,
        "low",
        "2024-02-11",
    )


SEMICOLONS = CSV.replace(",", ";").replace(".", ",")


@pytest.mark.parametrize(
    "content",
    [
        CSV.encode("utf-16"),
        CSV.replace("\n", ",,\r\n").encode("utf-8-sig") + b",,,,,,,\r\n",
        SEMICOLONS.encode(),
        f"sep=;\n{SEMICOLONS}".encode(),
        CSV.replace(",", "\t").encode("utf-16"),
    ],
    ids=["utf-16", "empty cells beyond the header", "semicolons", "sep=", "tabs"],
)
def test_what_spreadsheets_save_is_understood_without_a_delimiter_in_the_mapping(tmp_path, content):
    assert run_on(tmp_path, content) == (
        0,
        "lake-talks (revision 11): parties 4 new, issues 3 new, positions 10 new\n",
        "",
    )
    assert (float(held("elm", "tolls").scale_low), held("elm", "tolls").salience_value) == (33.25, 0.8)


@pytest.mark.parametrize(
    ("content", "mapping", "problem"),
    [
        (b"PK\x03\x04\x14", MAPPING, "lake.csv: is a workbook, a document or an archive, no text; if a sheet is in it"),
        (b"", MAPPING, "lake.csv: is empty; the first row must name the columns"),
        (CSV.replace("Elm", "Éire").encode("cp1252"), MAPPING, "lake.csv:4: is not UTF-8, so that its letters"),
        (
            SEMICOLONS.encode(),
            f"delimiter: ','{MAPPING}",
            "lake.yaml:1: delimiter: the cells of lake.csv are separated by semi",
        ),
        (f'{CSV}"x'.encode(), MAPPING, "look for a quotation mark that is not closed"),
    ],
    ids=["workbook", "empty", "windows", "another delimiter", "open quotation"],
)
def test_what_is_no_table_is_refused_in_one_sentence(tmp_path, content, mapping, problem):
    status, out, err = run_on(tmp_path, content, mapping=mapping)
    assert (status, out) == (1, "")
    (sentence, last) = err.splitlines()
    assert problem in sentence
    assert last == "Nothing was stored."


def test_talks_that_are_there_are_not_renamed_and_unknown_parties_are_refused(tmp_path, talks):
    text = "who;what;says;from;to;weight;number;if;note;since\nNorthlnd;dam;+;;;;;;;2024-02-10\n"
    assert refused(tmp_path, slug="river-talks", text=text, mapping=STANCES) == [
        "lake.csv:2: who: “Northlnd” is no party of these talks; did you mean “Northland”?"
    ]
    assert talks.negotiation.participations.get(party=talks.northland).name == "Northland"
