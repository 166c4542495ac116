"""`manage.py train_entailment`: what it teaches is what extraction then reads; what is missing is said in a line."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError

from tests.coded_articles import run, six_coded_articles, two_invented_articles

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv-training" / "bin" / "python"
# Under CI it is there, and the tests fail where it isn't.
needs_pytorch = pytest.mark.skipif(
    not os.environ.get("CI") and not PYTHON.exists(), reason="needs PyTorch: “make training” sets it up"
)
TEACH_TWICE = """
import sys
from pathlib import Path
import numpy as np
from positions.evaluation.entailment_training import padded, teach, write_model
from positions.evaluation.lessons import Asked, Lesson
from positions.extraction.entailment import entailments
from positions.extraction.modelfiles import open_model

def lesson(n):
    yes = Asked(proposition=(1, 1024, 17_000 + n), is_said=True, is_against=n % 2 == 0, weight=1.0)
    no = Asked(proposition=(2, 1024, 18_000 + n), is_said=False, is_against=False, weight=0.5)
    return Lesson(sentence=(1, 17_000 + n, 2, 1012), asked=(yes, no))

lessons = [lesson(n) for n in range(24)]
first, second = (teach(lessons, n_passes=1) for _ in range(2))
answers = first(*padded(lessons)).detach().numpy()
print("the same twice:", np.array_equal(answers, second(*padded(lessons)).detach().numpy()))
path = Path(sys.argv[1])
write_model(first, path)
model = open_model(path)
rows = [entailments(one.sentence, [a.proposition for a in one.asked], model=model) for one in lessons]
# A byte a weight: so much is rounded away.
print("as in the file:", np.abs(np.concatenate(rows) - answers).max() < 0.5)
"""


@pytest.fixture
def gold(tmp_path: Path) -> dict[str, Path]:
    return six_coded_articles(tmp_path)


@pytest.fixture
def invented(tmp_path: Path) -> Path:
    return two_invented_articles(tmp_path / "invented")


@needs_pytorch
def test_the_same_lessons_give_a_model_that_answers_the_same_in_its_file(tmp_path):
    command = [str(PYTHON), "-W", "ignore", "-c", TEACH_TWICE, str(tmp_path / "model.onnx")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-2:] == ["the same twice: True", "as in the file: True"], done.stderr


@needs_pytorch
def test_the_command_writes_a_model_and_what_others_read_apart(gold, invented, tmp_path):
    apart, output = tmp_path / "apart.json", tmp_path / "model.onnx"
    options = {**gold, "folds": 2, "passes": 1, "invented": invented, "apart": apart, "output": output}
    command = [str(PYTHON), "-W", "ignore", "manage.py", "train_entailment", "--by-negotiation"]
    command += [part for name, value in options.items() for part in (f"--{name}", str(value))]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert f"wrote {output}" in done.stdout, done.stderr
    stored = json.loads(apart.read_text())
    for kind in ("by_article", "by_negotiation"):
        assert set(stored[kind]) == {f"a{number}" for number in range(6)}
        assert all(len(row) == 2 for pairs in stored[kind].values() for row in pairs.values())
    said = run("train_extractor", **gold, folds=2, invented=invented, apart=apart, output=tmp_path / "weights.json")
    assert "2 folds by article, best F1" in said
    assert json.loads((tmp_path / "weights.json").read_text())["said"] != [1.0, 0.0, 0.0]


def test_without_pytorch_it_says_how_to_get_it_and_writes_nothing(gold, invented, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    monkeypatch.delitem(sys.modules, "positions.evaluation.entailment_training", raising=False)
    with pytest.raises(CommandError, match="“make training” sets up what this needs"):
        run("train_entailment", **gold, folds=2, invented=invented, apart=tmp_path / "a", output=tmp_path / "m")
    assert not any((tmp_path / name).exists() for name in ("a", "m"))


def test_fewer_articles_than_parts_are_refused(gold, tmp_path):
    with pytest.raises(CommandError, match="6 articles can't be left out in 7 parts"):
        run("train_entailment", **gold, folds=7, apart=tmp_path / "a", output=tmp_path / "m")


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("", "not a file that train_entailment wrote"),
        ("[]", "not a file that train_entailment wrote"),
        ('{"by_article": {"a0": {}}, "by_negotiation": {}}', "Nothing was read apart of a"),
    ],
)
def test_readings_that_do_not_fit_the_articles_are_refused_in_a_line(gold, invented, tmp_path, content, line):
    apart = tmp_path / "apart.json"
    apart.write_text(content)
    with pytest.raises(CommandError, match=line):
        run("train_extractor", **gold, folds=2, invented=invented, apart=apart, output=tmp_path / "weights.json")
    assert not (tmp_path / "weights.json").exists()
