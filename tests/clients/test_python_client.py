"""A client for Python is generated from the schema, type-checked, and does real work; as docs/client-python.md says."""

import importlib
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from positions.api.answering.schemas import read_example
from tests.api.examples import ANSWERS
from tests.clients.decoded import as_instants, misfit_in
from tests.clients.node import ROOT, run
from tests.clients.pages import check_output, file_on, program_on, write

# Of the generator's own file, and none of what it makes of our schema.
TYPES = """[mypy]
strict = true
[mypy-parley_client.client]
disable_error_code = arg-type
"""
SCHEMA = ROOT / "docs" / "openapi.yaml"


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the client was generated into."""
    folder = tmp_path_factory.mktemp("python")
    write(folder, "generator.yaml", file_on("client-python.md", "generator.yaml"))
    run(
        *(str(Path(sys.executable).with_name("openapi-python-client")), "generate", "--fail-on-warning"),
        *("--path", str(SCHEMA), "--meta", "none", "--output-path", "parley_client"),
        *("--config", "generator.yaml"),
        folder=folder,
        PATH=f"{Path(sys.executable).parent}:/usr/bin:/bin",
    )
    return folder


@pytest.fixture
def models(generated: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(generated))
    return importlib.import_module("parley_client.models")


def model_of(operation: str) -> str:
    """What the schema calls an operation's answer."""
    paths = yaml.load(SCHEMA.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["paths"]
    (found,) = [o for path in paths.values() for o in path.values() if o["operationId"] == operation]
    name: str = found["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
    return name.rpartition("/")[2]


def test_a_python_client_is_generated_type_checked_and_does_its_work(server, generated: Path):
    write(generated, "program.py", program_on("client-python.md", "python"))
    write(generated, "mypy.ini", TYPES)
    run(sys.executable, "-m", "mypy", "program.py", "parley_client", folder=generated)
    check_output(run(sys.executable, "program.py", folder=generated, **server))


@pytest.mark.parametrize("operation", ANSWERS)
def test_an_answer_is_decoded_as_what_its_types_say_and_nothing_of_it_is_lost(models: Any, operation: str):
    answer = read_example(operation)
    decoded = getattr(models, model_of(operation)).from_dict(answer)
    assert misfit_in(decoded, operation) == ""
    assert as_instants(decoded.to_dict()) == as_instants(answer)


NO_SCORE = {"score": None, "low": None, "high": None, "coverage": 0.0, "reason": "nothing_in_common"}
SCORE = {"score": 0.5, "low": 0.2, "high": 0.9, "coverage": 0.6, "reason": None}
COUNTED = {"n_compared": 1, "n_targets": 2, "method": "city-block"}
CELL = {"party": "northland", "target": "dam", "absence": None}


@pytest.mark.parametrize(("given", "shape"), [(NO_SCORE, "Unscored"), (SCORE, "Scored")])
def test_a_score_that_is_null_is_decoded_as_one_that_there_is_not(models: Any, given: Any, shape: str):
    pair = models.PairAgreement.from_dict({"left": "northland", "right": "dam", "agreement": {**given, **COUNTED}})
    assert type(pair.agreement).__name__ == shape


def test_a_cell_that_is_rolled_up_is_decoded_with_its_parts_also_where_a_position_of_its_own_is_held(models: Any):
    matrix = read_example("compare_positions")
    (held, *_) = [cell for cell in matrix["cells"] if cell["position"]]
    parts = [{"party": "northland", "target": "dam", "position": held["position"]}]
    rolled_up = CELL | {"position": held["position"], "parts": parts, "n_places": 2, "differ": False}
    decoded = models.Matrix.from_dict({**matrix, "cells": [held, rolled_up]})
    assert [type(cell).__name__ for cell in decoded.cells] == ["HeldCell", "CombinedCell"]
