"""`manage.py extract`: a JSON line an article, bad files reported, nothing stored."""

import json
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from positions.ingestion.files import (
    MAX_FILE_BYTES,
    ArticleFileUnreadable,
    looks_like_html,
    read_article_file,
    read_pasted,
)
from tests.model_server import ModelServer, coded, finds, reviews, says

CATALOG = """
negotiation: {slug: river-talks, title: Talks on the Silver River, started_on: 2024-02-01}
parties:
  - {slug: northland, name: Northland, kind: state, role: principal, aliases: [Northport]}
  - {slug: southland, name: Southland, kind: state, role: principal, aliases: [Southport]}
issues:
  - {slug: water-quota, title: Water quota, proposition: Southland takes more water., toward: [water quota]}
"""
TEXT = "Southland demanded a water quota for 5 years. 🌊"
STATEMENT_KEYS = [
    "party", "target", "stance", "act", "attribution", "speaker", "salience", "terms", "condition", "quote", "start",
    "end", "confidence", "explanation",
]  # fmt: skip
PAGE = """<!doctype html><html lang="en"><head><title>Quota</title>
<meta property="article:published_time" content="2024-03-05"></head><body><nav>Home</nav><article><h1>Quota</h1>
<p>Southland demanded a water quota on Tuesday, after two days of talks in the capital of the League.</p>
<p>Northland said that it would answer by the end of the week, and the envoys went home for the night.</p>
</article></body></html>"""


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    file = tmp_path / "catalog.yaml"
    file.write_text(CATALOG, encoding="utf-8")
    return file


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    return folder


def extract(catalog: Path, *paths: Path, **options: str) -> tuple[int, list[dict], str]:
    """Exit status, lines and what was reported."""
    out, err = StringIO(), StringIO()
    try:
        call_command("extract", f"--catalog={catalog}", *map(str, paths), stdout=out, stderr=err, **options)
        status = 0
    except SystemExit as stop:
        status = stop.code
    return status, [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue()


def test_an_article_becomes_one_line_with_the_fixed_fields(catalog, articles):
    file = articles / "a1.json"
    file.write_text(json.dumps({"id": "a1", "text": TEXT, "published_on": "2024-03"}), encoding="utf-8")

    status, lines, reported = extract(catalog, file)

    assert status == 0
    assert "a1: 1 statement\n" in reported
    assert [(line["article"], line["negotiation"]) for line in lines] == [("a1", "river-talks")]
    (statement,) = lines[0]["statements"]
    assert list(statement) == STATEMENT_KEYS
    assert (statement["party"], statement["target"], statement["stance"]) == ("southland", "water-quota", "supports")
    assert TEXT[statement["start"] : statement["end"]] == statement["quote"]
    assert statement["terms"] == [{"text": "5 years", "value": 5, "unit": "year"}]


def test_the_documented_article_has_what_the_page_says_of_the_documented_catalog(catalog, articles):
    page = (Path(__file__).parents[2] / "docs" / "adding-a-negotiation.md").read_text(encoding="utf-8")
    catalog.write_text(re.search(r"```yaml\n(.*?)```", page, re.DOTALL)[1], encoding="utf-8")
    (articles / "vote.json").write_text(re.search(r"```json\n(.*?)```", page, re.DOTALL)[1], encoding="utf-8")

    _, (line,), _ = extract(catalog, articles)

    found = {(said["party"], said["target"], said["stance"]) for said in line["statements"]}
    assert found == {("southland", "league-draft", "supports"), ("northland", "water-share", "opposes")}


def test_a_folder_gives_its_articles_in_order_of_name(catalog, articles):
    (articles / "b.txt").write_text(TEXT, encoding="utf-8")
    (articles / "a.html").write_text(PAGE, encoding="utf-8")
    (articles / "notes.md").write_text("not an article", encoding="utf-8")

    status, lines, _ = extract(catalog, articles)

    assert status == 0
    assert [line["article"] for line in lines] == ["a", "b"]
    assert all(line["statements"] for line in lines)


def test_what_a_folder_holds_besides_is_told_and_a_link_to_nothing_is_a_bad_file(catalog, articles):
    (articles / "a.txt").write_text(TEXT, encoding="utf-8")
    for name in ("notes.md", "scan.pdf", ".hidden"):
        (articles / name).touch()
    (articles / "older").mkdir()
    assert extract(catalog, articles)[0] == 0
    assert extract(catalog, articles)[2].splitlines()[0] == (
        f"{articles}: not read: 2 files with other endings than .json, .txt, .html, .htm (notes.md, scan.pdf) "
        "and 1 folder (older)"
    )
    (articles / "moved.txt").symlink_to(articles / "gone.txt")
    status, lines, reported = extract(catalog, articles)
    assert (status, len(lines)) == (1, 1)
    assert "moved.txt: there is no such file." in reported


def test_a_path_that_does_not_exist_is_told_as_such_whatever_its_name(catalog, articles):
    assert extract(catalog, articles / "nofolder")[2] == f"{articles / 'nofolder'}: there is no such file or folder.\n"


def test_bad_files_are_reported_and_the_others_go_on(catalog, articles):
    (articles / "a.txt").write_text("", encoding="utf-8")
    (articles / "b.txt").write_text(TEXT, encoding="utf-8")
    (articles / "c.txt").write_text("Südland hat am Dienstag eine neue Wasserquote verlangt.", encoding="utf-8")
    (articles / "d.txt").write_text("word " * 200_000, encoding="utf-8")
    (articles / "e.txt").write_text(TEXT.replace("🌊", ""), encoding="utf-16-le")
    (articles / "f.json").write_text(json.dumps({"text": f"{TEXT}\x00"}), encoding="utf-8")
    (articles / "g.json").write_text(json.dumps({"text": TEXT, "title": "The \ud800 quota"}), encoding="utf-8")
    (articles / "h.json").write_text(json.dumps({"text": TEXT, "url": "https://e.org/\0"}), encoding="utf-8")

    status, lines, reported = extract(catalog, articles, articles / "none.txt")

    assert status == 1
    assert [line["article"] for line in lines] == ["b"]
    assert "a.txt: the article has no text." in reported
    assert "c: The text is in German; only English is read." in reported
    assert "d: The text is 1,000,000 characters long; articles of up to 400,000 are read." in reported
    assert "e: The text holds NUL characters; it was decoded wrongly." in reported
    assert "f: The text holds NUL characters; it was decoded wrongly." in reported
    assert "g.json: the value of “title” contains half a character (a lone surrogate)" in reported
    assert "h.json: the value of “url” contains NUL characters" in reported
    assert "none.txt: there is no such file." in reported


@pytest.mark.parametrize("name", ["llm", "both"])
def test_an_extractor_without_its_model_is_refused(catalog, articles, settings, name):
    settings.LLM = None
    (articles / "b.txt").write_text(TEXT, encoding="utf-8")

    with pytest.raises(CommandError, match=f"“{name}” asks a language model, and none is configured") as refusal:
        extract(catalog, articles, extractor=name)

    assert refusal.value.returncode == 2


QUOTA = coded("Southland demanded a water quota for 5 years.", "southland", "water-quota", "supports", act="demand")


def test_a_language_model_reads_articles_and_its_cost_is_told(catalog, articles, settings):
    (articles / "b.txt").write_text(TEXT, encoding="utf-8")

    with ModelServer(finds(QUOTA), reviews()) as server:
        settings.LLM = server.settings(input_price=1, output_price=1)
        status, (line,), reported = extract(catalog, articles, extractor="llm")

    assert status == 0
    (statement,) = line["statements"]
    assert list(statement) == STATEMENT_KEYS
    assert "18,000 tokens in, 200 out in 2 calls; cost 0.0182" in reported


def test_a_model_that_fails_on_one_article_goes_on_with_the_next(catalog, articles, settings):
    for name in "ab":
        (articles / f"{name}.txt").write_text(TEXT, encoding="utf-8")

    with ModelServer(says("nothing"), says("nothing"), finds(QUOTA), reviews()) as server:
        settings.LLM = server.settings()
        status, lines, reported = extract(catalog, articles, extractor="llm")

    assert status == 1
    assert [line["article"] for line in lines] == ["b"]
    assert "a: The language model's answer breaks the agreed shape" in reported


def test_what_is_less_sure_is_shown_when_asked_for_and_only_then(catalog, articles, settings):
    (articles / "b.txt").write_text(TEXT, encoding="utf-8")
    surest = extract(catalog, articles)[1][0]["statements"][0]["confidence"]
    assert extract(catalog, articles, min_confidence=min(1.0, surest + 0.01))[1][0]["statements"] == []
    assert extract(catalog, articles, min_confidence=0.01)[1][0]["statements"]

    with ModelServer(finds(QUOTA | {"certainty": "doubtful"}), reviews()) as server:
        settings.LLM = server.settings()
        assert extract(catalog, articles, extractor="llm", min_confidence=0.6)[1][0]["statements"] == []


def test_the_prompt_is_shown_without_a_model_and_nothing_is_sent(catalog, articles, settings):
    settings.LLM = None
    (articles / "b.txt").write_text(TEXT, encoding="utf-8")
    out = StringIO()

    call_command("extract", f"--catalog={catalog}", "--extractor=llm", "--show-prompt", str(articles), stdout=out)

    shown = out.getvalue()
    assert "PROPOSITION: Southland takes more water." in shown
    assert "`northland`: Northland (state, principal)." in shown
    assert "Published on: unknown" in shown
    assert TEXT in shown


def test_a_bad_catalog_stops_the_command_with_its_problems(catalog, articles):
    catalog.write_text(CATALOG.replace("role: principal", "role: boss", 1), encoding="utf-8")

    with pytest.raises(CommandError, match="role"):
        extract(catalog, articles)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_text_in_either_unicode_encoding_is_the_same_however_it_comes(tmp_path, encoding):
    (tmp_path / "a.txt").write_text("Éire agrees.", encoding=encoding)
    (tmp_path / "a.json").write_text('{"text": "Éire agrees."}', encoding=encoding)
    read = [read_article_file(tmp_path / name) for name in ("a.txt", "a.json")]
    read += [read_pasted((tmp_path / name).read_bytes()) for name in ("a.txt", "a.json")]
    assert {article.text for article in read} == {"Éire agrees."}


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.json", b"{", "broken JSON"),
        ("a.json", b"[]", "must be an object"),
        ("a.json", b'{"title": "x"}', "the key “text” is missing"),
        ("a.json", b'{"text": 3}', "“text” must be a string"),
        ("a.json", b'{"text": "x", "title": 3}', "“title” must be a string"),
        ("a.json", b'{"text": "x", "published_on": "2025-13-45"}', "“2025-13-45” is no date"),
        ("a.txt", b"\xff\xfe\x00", "not UTF-8"),
        ("a.txt", b" \n ", "the article has no text"),
        ("a.txt", PAGE.encode(), "the text is HTML"),
        ("a.txt", b"x" * (MAX_FILE_BYTES + 1), "too many for an article"),
        ("a.html", b"<html><body></body></html>", "has no article"),
        ("a.html", b"", "not HTML"),
        ("a.pdf", b"%PDF", "the name must end in"),
    ],
)
def test_an_unusable_file_is_named_with_its_reason_in_one_line(tmp_path, name, content, reason):
    file = tmp_path / name
    file.write_bytes(content)

    with pytest.raises(ArticleFileUnreadable) as problem:
        read_article_file(file)

    assert reason in str(problem.value)
    assert str(problem.value).startswith(str(file))
    assert "\n" not in str(problem.value)


def test_a_page_gives_its_main_text_title_and_date(tmp_path):
    file = tmp_path / "quota.html"
    file.write_text(PAGE, encoding="utf-8")

    article = read_article_file(file)

    assert (article.stem, article.title, str(article.published_on)) == ("quota", "Quota", "2024-03-05")
    assert "water quota" in article.text
    assert "Home" not in article.text


@pytest.mark.parametrize(
    ("printed", "expected"), [("2024-03-05", "2024-03-05"), ("2024-03", "None"), ("2999-02", "None"), ("", "None")]
)
def test_only_a_day_is_a_date(tmp_path, printed, expected):
    file = tmp_path / "a.json"
    file.write_text(json.dumps({"text": TEXT, "published_on": printed}), encoding="utf-8")

    assert str(read_article_file(file).published_on) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (PAGE, True),
        ("<p>One</p><p>Two</p>", True),
        ("He wrote <b>no</b> and 3 < 4 > 2.", False),
        ("The tag <p> opens a paragraph.", False),
    ],
)
def test_markup_is_told_from_text_that_mentions_it(text, expected):
    assert looks_like_html(text) is expected
