"""`check_catalog` and `suggest_cues`: what a catalog finds in articles, what it lacks, and at what price."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from positions import review
from positions.review import Amendment
from positions.statements import CodedStatement, code_statement
from positions.vocabulary import Act, Attribution, Stance
from tests.world import RiverTalks, write_article

CATALOG = """
negotiation: {slug: river-talks, title: Talks on the Silver River, started_on: 2024-02-01}
parties:
  - slug: northland
    name: Northland
    kind: state
    role: principal
    aliases: [Northport, the council]
    speakers: [{name: Ada Holm, title: Minister}]
  - slug: southland
    name: Southland
    kind: state
    role: principal
    speakers: [{name: Bo Holm, title: President}]
  - {slug: new-southland, name: New Southland, kind: state, role: observer}
issues:
  - {slug: water-quota, title: Water quota, proposition: Southland takes more., toward: [quota of water, Northport]}
  - {slug: upper-dam, title: Upper dam, proposition: Northland builds the upper dam., toward: [barrage, water quota]}
  - {slug: fish-ladder, title: Fish ladder, proposition: Salmon can pass the river.}
"""
TEXT = (
    "Southland demanded a water quota on Monday. Northland rejects the turbine hall, said the council. "
    "Work on the turbine hall will never begin, Northland told reporters. The weather was fine."
)


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    file = tmp_path / "catalog.yaml"
    file.write_text(CATALOG, encoding="utf-8")
    return file


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "b.txt").write_text("The turbine hall is a red line, Ada Holm of Northland said.", encoding="utf-8")
    return folder


def output_of(*arguments: object, **options: object) -> str:
    out = StringIO()
    call_command(*map(str, arguments), stdout=out, **options)
    return out.getvalue()


def code(folder: Path, name: str, *rows: dict) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps({"article": name, "statements": list(rows)}), encoding="utf-8")
    return folder


def test_a_catalog_is_told_what_it_finds_and_what_is_in_its_way(catalog, articles):
    told = output_of("check_catalog", catalog, "--articles", articles)

    assert "2 articles" in told
    assert "Targets that nothing finds: 2\n  water-quota\n  fish-ladder\n" in told
    assert "Parties that are never named: 1\n  new-southland\n" in told
    assert "upper-dam: “barrage”" in told.split("Cues that match nothing")[1].split("What each cue")[0]
    assert "   1 in    1 article  upper-dam (cue) “water quota”: Southland demanded a water quota" in told
    assert "   1 northland “Ada Holm”" in told


def test_a_cue_whose_place_a_longer_one_takes_is_not_said_to_match_nothing(catalog, articles):
    catalog.write_text(CATALOG.replace("[barrage,", "[barrage, quota,"), encoding="utf-8")

    told = output_of("check_catalog", catalog, "--articles", articles)

    nothing, within = (told.split(title)[1].split("\n\n")[0] for title in ("Cues that match nothing", "Cues that only"))
    assert "“quota”" in within
    assert "“quota”" not in nothing


def test_names_and_cues_that_collide_are_named(catalog, articles):
    told = output_of("check_catalog", catalog, "--articles", articles)

    assert "“Holm” alone could be Ada Holm (northland), Bo Holm (southland)" in told
    assert "“Southland” (southland) stands within “New Southland” (new-southland)" in told
    assert "“the council” (northland) is an ordinary word" in told
    assert "“Northport” (water-quota toward) holds nothing but names" in told
    assert "“quota of water” names upper-dam toward and water-quota toward: a match counts for one of them" in told


def test_two_parties_with_one_alias_are_refused_by_name_and_line(catalog, articles):
    catalog.write_text(
        CATALOG.replace("name: New Southland", "name: New Southland, aliases: [northport]"), encoding="utf-8"
    )
    for command in (["check_catalog", catalog, "--articles"], ["extract", "--catalog", catalog]):
        with pytest.raises(CommandError, match="“northport” is a name of northland already, on line 8"):
            output_of(*command, articles)


def test_cues_are_proposed_with_gain_and_cost(catalog, articles, tmp_path, db):
    rows = [
        {"party": "northland", "target": ["upper-dam"], "quote": quote, "speaker": None}
        for quote in ("Northland rejects the turbine hall", "Work on the turbine hall will never begin")
    ]
    gold = code(tmp_path / "gold", "a", *rows)
    code(gold, "b")

    told = output_of("suggest_cues", "--catalog", catalog, "--articles", articles, "--gold", gold)

    assert "2 stances in 2 articles; no cue names 2 of them." in told
    assert "  upper-dam: “turbine hall”  +2 in 1 article, 1 in vain" in told
    assert "none to propose" in output_of(
        "suggest_cues", "--catalog", catalog, "--articles", articles, "--gold", gold, "--min-precision", "0.9"
    )


def test_speakers_whom_the_catalog_lacks_are_proposed(catalog, articles, tmp_path, db):
    (articles / "c.txt").write_text("We want the upper dam, said Cara Lind.", encoding="utf-8")
    row = {"party": "northland", "target": "upper-dam", "quote": "We want the upper dam", "speaker": "Cara Lind"}
    gold = code(tmp_path / "gold", "c", row)
    told = output_of("suggest_cues", "--catalog", catalog, "--articles", articles, "--gold", gold)
    assert "  northland: “Cara Lind”  +1 in 1 article" in told


def coded(talks: RiverTalks, quote: str, text: str) -> object:
    article = write_article(text)
    start = text.index(quote)
    values = {"act": Act.DEMAND, "attribution": Attribution.REPORTED, "said_on": article.published_on}
    place = {"quote": quote, "start": start, "end": start + len(quote)}
    statement = CodedStatement(
        article=article, party=talks.northland, target=talks.water_share, stance=Stance.OPPOSES, **place, **values
    )
    return code_statement(statement, coder=talks.by)


def test_curators_decisions_teach_cues_as_they_amended_them(talks):
    first = coded(talks, "Northland rejects the turbine hall", "Northland rejects the turbine hall, it said.")
    second = coded(talks, "No turbine hall, Northland said", "No turbine hall, Northland said. It rained.")
    wrong = coded(talks, "The turbine hall is large", "The turbine hall is large. Northland is small.")
    for statement in (first, second):
        review.amend_statement(statement, by=talks.by, amendment=Amendment(target="dam"))
    review.reject_statement(wrong, by=talks.by)

    told = output_of("suggest_cues", "--negotiation", "river-talks")

    assert "2 stances in 3 articles" in told
    assert "  dam: “turbine hall”  +2 in 2 articles, 1 in vain" in told


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--negotiation", "lake-talks"], "There are no talks “lake-talks”; known: river-talks."),
        (["--negotiation", "river-talks"], "Nobody has decided"),
        (
            ["--negotiation", "river-talks", "--catalog", "c.yaml"],
            "With --negotiation what is stored is taken: leave out --catalog, --articles and --gold.",
        ),
        ([], "Give --negotiation, or --catalog, --articles and --gold."),
        (["--negotiation", "river-talks", "--min-gain", "0"], "must be a whole number"),
        (["--negotiation", "river-talks", "--min-precision", "2"], "must be a number from 0 to 1"),
    ],
)
def test_what_can_not_be_suggested_from_is_said_in_a_line(talks, arguments, said):
    with pytest.raises(CommandError, match=said.replace("?", ".")):
        output_of("suggest_cues", *arguments)


def told_wrong(*arguments: object) -> str:
    """What is named on standard error by a command that goes on, and ends with status 1."""
    err = StringIO()
    with pytest.raises(SystemExit) as ended:
        output_of(*arguments, stderr=err)
    assert ended.value.code == 1
    return err.getvalue()


def test_articles_that_can_not_be_read_end_the_check_with_status_1(catalog, articles):
    (articles / "c.txt").write_text("Südland hat am Dienstag eine neue Wasserquote verlangt.", encoding="utf-8")
    (articles / "d.txt").write_text("", encoding="utf-8")
    told = told_wrong("check_catalog", catalog, "--articles", articles)
    assert "c: The text is in German" in told
    assert "d.txt: the article has no text." in told


def test_a_coded_quote_that_the_article_does_not_have_is_named(catalog, articles, tmp_path, db):
    row = {"party": "northland", "target": "upper-dam", "quote": "Nobody said this", "speaker": None}
    gold = code(tmp_path / "gold", "b", row)
    told = told_wrong("suggest_cues", "--catalog", catalog, "--articles", articles, "--gold", gold)
    assert told == f"{gold / 'b.json'}: the quote “Nobody said this” is not in the text.\n"


def test_codings_that_are_not_there_are_told_from_articles_that_are_not(catalog, articles, tmp_path, db):
    files = ["suggest_cues", "--catalog", catalog, "--articles", articles, "--gold"]
    with pytest.raises(CommandError, match="nodir: there is no such folder"):
        output_of(*files, tmp_path / "nodir")
    with pytest.raises(CommandError, match=r"There is no article to read with a file of statements in .*gold"):
        output_of(*files, code(tmp_path / "gold", "z"))


def test_a_broken_file_of_codings_is_named(catalog, articles, tmp_path, db):
    gold = tmp_path / "gold"
    gold.mkdir()
    (gold / "a.json").write_text('{"statements": [{"party": 3}]}', encoding="utf-8")
    with pytest.raises(CommandError, match=r"a\.json: no file of coded statements: the key “quote” is missing"):
        output_of("suggest_cues", "--catalog", catalog, "--articles", articles, "--gold", gold)
