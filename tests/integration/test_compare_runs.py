"""`manage.py compare_runs`: what two readings found differently, and what they were made with."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from positions.extraction.contract import ExtractedStatement
from positions.models import ExtractionRun
from positions.statements import store_found
from positions.vocabulary import Act, Attribution, Stance
from tests.world import RiverTalks, write_article

TEXT = "Northland opposes the upper dam. “Never,” said Ada Holm. Southland wants half of the water."
LINE = {
    "party": "northland", "target": "dam", "stance": "opposes", "act": "rejection", "attribution": "reported",
    "speaker": None, "salience": "unspecified", "terms": [], "condition": "", "quote": "Northland opposes", "start": 0,
    "end": 17, "confidence": 0.5, "explanation": "",
}  # fmt: skip


def compare(left: object, right: object) -> tuple[int, list[str]]:
    out = StringIO()
    try:
        call_command("compare_runs", str(left), str(right), stdout=out)
    except SystemExit as stop:
        return stop.code, out.getvalue().splitlines()
    return 0, out.getvalue().splitlines()


def run_that_found(
    talks: RiverTalks, version: str, *spans: tuple[int, int], confidence: float = 0.8, text: str = TEXT
) -> ExtractionRun:
    run = ExtractionRun.objects.create(
        article=write_article(text),
        negotiation=talks.negotiation,
        extractor="rules",
        version=version,
        catalog_revision=1,
    )
    found = [
        ExtractedStatement(
            party="northland",
            target="dam",
            stance=Stance.OPPOSES,
            act=Act.REJECTION,
            attribution=Attribution.REPORTED,
            quote=text[start:end],
            start=start,
            end=end,
            confidence=confidence,
            explanation="a rule",
        )
        for start, end in spans
    ]
    store_found(run, found)
    return run


def written(path: Path, *statements: dict, **articles: list[dict]) -> Path:
    """A file of the article a1, or of the ones named."""
    found = articles or {"a1": list(statements)}
    lines = [{"article": name, "negotiation": "river-talks", "statements": rows} for name, rows in found.items()]
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    return path


def test_equal_runs_are_the_same(talks):
    left, right = (run_that_found(talks, version, (0, 32)) for version in "12")
    assert compare(left.uuid, right.uuid) == (
        0,
        ["version: 1 → 2", "1 the same, 0 with other values, 0 only left, 0 only right"],
    )


def test_what_differs_is_told_line_by_line(talks):
    left = run_that_found(talks, "1", (0, 32), (34, 39))
    right = run_that_found(talks, "2", (0, 20), (41, 55), confidence=0.6)
    status, lines = compare(left.uuid, right.uuid)
    assert status == 1
    assert "− northland opposes dam at 34: “Never”" in lines
    assert any(line.startswith("+ northland opposes dam at 41") for line in lines)
    (changed,) = [line for line in lines if line.startswith("~")]
    assert "end: 32 → 20; confidence: 0.8 → 0.6" in changed
    assert lines[-1] == "0 the same, 1 with other values, 1 only left, 1 only right"


def test_files_that_extract_wrote_are_compared_alike(tmp_path):
    left = written(tmp_path / "left.jsonl", LINE, LINE | {"target": "water-share"})
    right = written(tmp_path / "right.jsonl", LINE | {"attribution": "predicted", "speaker": "Ada Holm"})
    status, lines = compare(left, right)
    assert status == 1
    assert "attribution: reported → predicted; speaker:  → Ada Holm" in "\n".join(lines)
    assert lines[-1] == "0 the same, 1 with other values, 1 only left, 0 only right"
    assert compare(left, left)[0] == 0


def test_of_several_articles_each_line_names_its_own_and_what_one_side_alone_read_is_told(tmp_path):
    left = written(tmp_path / "left.jsonl", a1=[LINE], a2=[LINE], a3=[])
    right = written(tmp_path / "right.jsonl", a1=[LINE], a2=[], a4=[])
    assert compare(left, right) == (
        1,
        [
            "only the left read: a3",
            "only the right read: a4",
            "− a2: northland opposes dam at 0: “Northland opposes”",
            "1 the same, 0 with other values, 1 only left, 0 only right",
        ],
    )


def test_runs_over_different_articles_are_told_as_such_even_where_they_found_nothing(talks):
    left, right = run_that_found(talks, "1"), run_that_found(talks, "1", text=f"{TEXT} It rained.")
    status, lines = compare(left.uuid, right.uuid)
    assert status == 1
    assert lines[0] == f"only the left read: {left.article} ({left.article.uuid})"
    assert lines[1] == f"only the right read: {right.article} ({right.article.uuid})"


def test_a_file_is_read_whatever_marks_and_line_separators_stand_in_it(tmp_path):
    quote = "Northland\u2028opposes Ċ"  # the last letter has the byte of a line's end in UTF-16
    line = json.dumps({"article": "a", "statements": [LINE | {"quote": quote}]}, ensure_ascii=False)
    (tmp_path / "left.jsonl").write_text(line + "\n", encoding="utf-8")
    (tmp_path / "right.jsonl").write_text(line + "\r\n", encoding="utf-8-sig")
    (tmp_path / "shell.jsonl").write_text(line + "\r\n", encoding="utf-16")  # as PowerShell's > writes it
    for other in ("right", "shell"):
        assert compare(tmp_path / "left.jsonl", tmp_path / f"{other}.jsonl")[0] == 0


def at(start: int, end: int, **values: str) -> dict:
    return LINE | {"start": start, "end": end} | values


@pytest.mark.parametrize(
    ("left", "right", "found"),
    [
        ([LINE], [], "0 with other values, 1 only left, 0 only right"),
        ([], [LINE], "0 with other values, 0 only left, 1 only right"),
        ([LINE], [LINE | {"act": "demand"}], "1 with other values, 0 only left, 0 only right"),
        ([LINE], [LINE | {"target": "water-share"}], "0 with other values, 1 only left, 1 only right"),
        # side by side they don't overlap
        ([at(0, 17)], [at(17, 30)], "0 with other values, 1 only left, 1 only right"),
        ([at(17, 30)], [at(0, 17)], "0 with other values, 1 only left, 1 only right"),
    ],
)
def test_one_difference_of_whatever_kind_is_enough(tmp_path, left, right, found):
    files = written(tmp_path / "left.jsonl", *left), written(tmp_path / "right.jsonl", *right)
    status, lines = compare(*files)
    assert (status, lines[-1]) == (1, f"0 the same, {found}")


def test_the_same_place_goes_before_one_that_overlaps(tmp_path):
    left = written(tmp_path / "left.jsonl", at(0, 17), at(10, 30))
    right = written(tmp_path / "right.jsonl", at(10, 30))
    assert compare(left, right)[1][-1] == "1 the same, 0 with other values, 1 only left, 0 only right"


def test_what_differs_is_told_in_the_order_of_the_text(tmp_path):
    left = written(tmp_path / "left.jsonl", at(90, 99), at(80, 89), at(50, 60), at(0, 9))
    right = written(tmp_path / "right.jsonl", at(75, 79), at(70, 74), at(50, 60, act="demand"), at(2, 9))
    told = [line.partition("“")[0] for line in compare(left, right)[1][:-1]]
    assert told == [
        f"{sign} northland opposes dam at {start}: "
        for sign, start in zip("−−++~~", (80, 90, 70, 75, 0, 50), strict=True)
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "broken JSON: Expecting property name"),
        ("[]", "a value in it is of another kind than it should be"),
        ('{"article": "a"}', "the key “statements” is missing"),
        ('{"article": "a", "statements": [{"party": "p"}]}', "the key “terms” is missing"),
        ("\xff", "it is not UTF-8"),
    ],
)
def test_what_is_neither_run_nor_file_is_refused_in_a_line(db, tmp_path, content, reason):
    file = tmp_path / "x.jsonl"
    file.write_bytes(content.encode("latin-1"))
    with pytest.raises(CommandError, match=f"is no file that extract wrote: {reason}"):
        compare(file, file)
    with pytest.raises(CommandError, match="There is no run with the id “0190c1de-8a52-7c6e-b6a1-51d8a3f0c0bb”"):
        compare("0190c1de-8a52-7c6e-b6a1-51d8a3f0c0bb", file)
