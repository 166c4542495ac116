"""`manage.py evaluate`, `train_extractor`, `calibrate`: as commands, on invented articles and on stored decisions."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from positions import review
from positions.extraction.contract import ExtractedStatement
from positions.extraction.judging.judgement import WEIGHTS_FILE, load_weights
from positions.management.commands.train_extractor import INVENTED
from positions.models import ExtractionRun, Negotiation, Statement
from positions.statements import store_found
from positions.vocabulary import Act, Attribution, Stance
from tests.world import RiverTalks, write_article

CATALOG = """
negotiation: {slug: river-talks, title: Talks on the Silver River, started_on: 2024-02-01}
parties:
  - {slug: northland, name: Northland, kind: state, role: principal}
  - {slug: southland, name: Southland, kind: state, role: principal}
issues:
  - {slug: quota, title: Water quota, proposition: Southland takes more water., toward: [water quota]}
  - {slug: dam, title: Upper dam, proposition: Northland builds the upper dam., toward: [upper dam]}
"""
SAYS = [
    ("southland", "quota", "supports", "Southland demanded a water quota in round {}."),
    ("northland", "quota", "opposes", "Northland rejected the water quota in round {}."),
    ("northland", "dam", "supports", "Northland insists on the upper dam, it said in round {}."),
    ("southland", "dam", "opposes", '"We will never accept the upper dam," Southland said in round {}.'),
]
NOISE = "The envoys of Northland and Southland met in round {}, and the upper dam was shown on a map."


@pytest.fixture
def gold(tmp_path: Path) -> dict[str, Path]:
    """Six coded articles about one negotiation, as the three folders that the commands read."""
    for name in ("statements", "articles", "catalogs"):
        (tmp_path / name).mkdir()
    (tmp_path / "catalogs" / "river-talks.yaml").write_text(CATALOG, encoding="utf-8")
    for number in range(6):
        coded = [(p, t, s, words.format(number)) for p, t, s, words in SAYS]
        text = "\n\n".join([*(quote for *_, quote in coded), *[NOISE.format(n) for n in range(number + 1)]])
        write(tmp_path / "articles" / f"a{number}.json", {"id": f"a{number}", "text": text})
        statements = [
            {"party": p, "target": t, "stance": s, "quote": q, "attribution": "quoted" if '"' in q else "reported"}
            for p, t, s, q in coded
        ]
        write(tmp_path / "statements" / f"a{number}.json", {"negotiation": "river-talks", "statements": statements})
    folders = {"gold": "statements", "articles": "articles", "catalogs": "catalogs"}
    return {option: tmp_path / folder for option, folder in folders.items()}


def write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content), encoding="utf-8")


def run(name: str, **options: object) -> str:
    out = StringIO()
    call_command(name, stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def test_figures_come_as_json_and_add_up(gold):
    figures = json.loads(run("evaluate", **gold, json=True))
    counts = figures["party_target_stance"]
    assert (figures["articles"], counts["gold"], figures["quotes_verbatim"]) == (6, 24, 1.0)
    assert counts["matched"] == sum(row["matched"] for row in figures["by_article"].values()) > 12
    assert figures["interval_95"]["f1"][0] <= counts["f1"] <= figures["interval_95"]["f1"][1]


def test_misses_and_false_alarms_are_shown_with_their_sentences(gold):
    strict = run("evaluate", **gold, errors=True, min_confidence=0.99)
    assert "a0 missed southland supports quota: Southland demanded a water quota in round 0." in strict
    write(gold["gold"] / "a0.json", {"negotiation": "river-talks", "statements": []})
    assert "a0 false alarm northland opposes quota" in run("evaluate", **gold, errors=True)


def test_a_quote_that_is_not_in_its_article_is_told_by_name(gold):
    write(gold["articles"] / "a3.json", {"id": "a3", "text": "Nothing of the kind was said anywhere in it."})
    with pytest.raises(CommandError, match="a3: the quote “Southland demanded"):
        run("evaluate", **gold)


@pytest.fixture
def invented(tmp_path) -> Path:
    """Two of the package's; all of them take minutes to read."""
    folder = tmp_path / "invented"
    for name in ("articles", "statements"):
        (folder / name).mkdir(parents=True)
        for stem in ("c-055", "c-m207"):
            (folder / name / f"{stem}.json").write_bytes((INVENTED / name / f"{stem}.json").read_bytes())
    (folder / "catalogs").symlink_to(INVENTED / "catalogs")
    return folder


def test_training_twice_gives_the_same_bytes_and_weights_that_read(gold, invented, tmp_path):
    for name in ("first", "second"):
        said = run("train_extractor", **gold, folds=2, invented=invented, output=tmp_path / name)
    assert "2 folds by article, best F1" in said
    assert "attribution right" in said
    assert "false publications 0 of 0 predictions" in said
    assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes()
    assert load_weights(tmp_path / "first").calibration.version == "6 coded articles, 2 folds"


def test_fewer_articles_than_folds_are_refused_before_anything_is_learnt(gold, tmp_path):
    with pytest.raises(CommandError, match="6 articles can't be cross-validated in 10 folds"):
        run("train_extractor", **gold, output=tmp_path / "none")
    assert not (tmp_path / "none").exists()


def decide(talks: RiverTalks, *, n_right: int, n_wrong: int) -> None:
    """Suggestions of the rules with a confidence of 0.8, so many accepted and so many rejected."""
    text = "Northland opposes the upper dam. " * (n_right + n_wrong)
    run_row = ExtractionRun.objects.create(
        article=write_article(text), negotiation=talks.negotiation, extractor="rules", version="2", catalog_revision=1
    )
    found = [dam(text, start=33 * number) for number in range(n_right + n_wrong)]
    store_found(run_row, found)
    for number, statement in enumerate(Statement.objects.order_by("start")):
        (review.mark_duplicate if number < n_right else review.reject_statement)(statement, by=talks.by)


def dam(text: str, *, start: int) -> ExtractedStatement:
    return ExtractedStatement(
        party="northland",
        target="dam",
        stance=Stance.OPPOSES,
        act=Act.REJECTION,
        attribution=Attribution.REPORTED,
        quote=text[start : start + 31],
        start=start,
        end=start + 31,
        confidence=0.8,
        explanation="a rule",
    )


def test_confidence_becomes_what_curators_decided(talks, tmp_path):
    decide(talks, n_right=60, n_wrong=60)
    said = run("calibrate", output=tmp_path / "weights.json")
    assert "0.80 given, 0.50 right, of 120" in said
    old, new = load_weights(), load_weights(tmp_path / "weights.json")
    assert new.calibration.version.endswith("+ 120 decisions")
    assert new.calibration.confidence(old.calibration.probability(0.8)) == pytest.approx(0.5, abs=0.02)
    assert new.relevance.roots.tolist() == old.relevance.roots.tolist()


def test_a_dry_run_shows_and_stores_nothing(talks, tmp_path):
    before = WEIGHTS_FILE.read_bytes()
    decide(talks, n_right=90, n_wrong=30)
    said = run("calibrate", output=tmp_path / "weights.json", dry_run=True)
    assert said.index("before, mean error") < said.index("after, mean error")
    assert not (tmp_path / "weights.json").exists()
    assert WEIGHTS_FILE.read_bytes() == before


def test_too_few_decisions_calibrate_nothing(talks, tmp_path):
    decide(talks, n_right=5, n_wrong=2)
    with pytest.raises(CommandError, match=r"Too few decisions: 7 on .* 100 are needed"):
        run("calibrate", output=tmp_path / "weights.json")


def test_decisions_of_another_negotiation_do_not_count(talks, tmp_path):
    decide(talks, n_right=60, n_wrong=60)
    Negotiation.objects.create(slug="other-talks", title="Other talks")
    with pytest.raises(CommandError, match="Too few decisions: 0 on"):
        run("calibrate", negotiation="other-talks", output=tmp_path / "weights.json")


def test_talks_that_there_are_not_are_named_with_those_that_there_are(talks, tmp_path):
    with pytest.raises(CommandError, match=r"There are no talks “lake-talks”; known: river-talks\."):
        run("calibrate", negotiation="lake-talks", output=tmp_path / "weights.json")


def test_a_file_that_cannot_be_written_is_told(talks, tmp_path):
    decide(talks, n_right=60, n_wrong=60)
    with pytest.raises(CommandError, match="can't be written"):
        run("calibrate", output=tmp_path / "no" / "folder.json")
