"""The schema has no finding by the rules that others check schemas with."""

import json

from tests.clients.node import CI, ROOT, needs_node, run, tool

SCHEMA = str(ROOT / "docs" / "openapi.yaml")


@needs_node
def test_redocly_s_recommended_rules_find_nothing():
    config = str(CI / "redocly.yaml")
    found = json.loads(run(tool("redocly"), "lint", "--config", config, "--format", "json", SCHEMA, folder=CI))
    assert found["totals"] == {"errors": 0, "warnings": 0, "ignored": 0}


@needs_node
def test_spectral_s_rules_for_openapi_find_nothing():
    rules = str(CI / "spectral.yaml")
    run(tool("spectral"), "lint", "--ruleset", rules, "--fail-severity", "hint", SCHEMA, folder=CI)
