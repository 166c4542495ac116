"""What the schema shows of addresses that are posted to, or that need something posted first, is a real answer."""

import json
import re
from datetime import date
from typing import Any

import jsonschema
from django.contrib.auth.models import User
from django.test import Client

from positions.api.answering.schemas import read_example
from positions.vocabulary import Scope, Stance
from tests.api.asking import COMPARISON, ask
from tests.api.examples import like_the_example, river_talks_of_the_examples
from tests.api.listing import STATEMENTS
from tests.api.posting import bearer, may_decide, post, posted
from tests.api.test_schema import conform, response_of
from tests.world import say

SNAPSHOTS = "/api/v1/snapshots/"
FROZEN = {
    "negotiation": "river-talks",
    "comparison": "matrix",
    "query": {
        "valid_on": "2024-03-05",
        "party": ["northland", "southland"],
        "target": ["water-share", "league-draft"],
        "evidence": "none",
    },
}
WHAT_IF = f"{COMPARISON}what-if/?valid_on=2024-03-05"
SUPPOSED = {
    "positions": [
        {"party": "northland", "target": "water-share", "stance": "conditional", "condition": "if the League pays"},
        {"party": "southland", "target": "water-share", "stance": "supports", "salience": "high"},
    ]
}
# What differs from one database, one day and one run to the next, also within a citation.
DIFFERENT = [
    (r"[0-9a-f]{64}", "a hash"),
    (r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "an id"),
    (r"\d{4}-\d\d-\d\dT[\d:.]+Z", "an instant"),
    (r"made \d{4}-\d\d-\d\d", "made some day"),
    (r"\(20\d\d\)|\{20\d\d\}", "a year"),
    (r"\[\[20\d\d, \d+, \d+\]\]", "a day"),
]


def alike(answer: Any) -> str:
    text = json.dumps(like_the_example(answer), sort_keys=True)
    for pattern, word in DIFFERENT:
        text = re.sub(pattern, word, text)
    return text


def check(described: Any, operation: str, answer: Any, *, status: str = "200") -> None:
    assert alike(answer) == alike(read_example(operation)), operation
    conform(answer, described, response_of(described, operation, status))


def test_snapshots_look_as_the_schema_says_and_shows(client: Client, curator: User, described: Any):
    river_talks_of_the_examples(by=curator)
    frozen = posted(bearer(curator), SNAPSHOTS, FROZEN, status=201)
    check(described, "make_snapshot", frozen, status="201")
    check(described, "get_snapshot", ask(client, f"{SNAPSHOTS}{frozen['id']}/"))
    check(described, "verify_snapshot", ask(client, f"{SNAPSHOTS}{frozen['id']}/verify/"))


def test_what_if_looks_as_the_schema_says_and_shows(client: Client, curator: User, described: Any):
    river_talks_of_the_examples(by=curator)
    check(described, "suppose_positions", posted(client, WHAT_IF, SUPPOSED))


def test_decisions_look_as_the_schema_says_and_shows(curator: User, described: Any):
    talks = river_talks_of_the_examples(by=curator)
    curating = bearer(may_decide(curator), scopes=[Scope.CURATE])
    said = [say(talks, talks.southland, talks.water_share, Stance.SUPPORTS, date(2024, 3, day)) for day in (1, 2)]
    together = [
        {"statement": str(said[1].uuid), "etag": "0-2024-03-02", "decision": "reject", "reason": "the same speech"}
    ]
    check(described, "decide_statements", posted(curating, f"{STATEMENTS}decisions/", {"decisions": together}))
    body = {"decision": "amend", "stance": "conditional", "condition": "if the League pays for the dam"}
    address = f"{STATEMENTS}{said[0].uuid}/decision/"
    response = post(curating, address, {**body, "reason": "the second half of the sentence"}, **{"if-match": "*"})
    check(described, "decide_statement", response.json())


def test_what_may_be_posted_is_described_without_a_null_among_words(described: Any):
    schemas = described["components"]["schemas"]
    assert schemas["HypotheticalPosition"]["required"] == ["party", "target"]
    assert schemas["HypotheticalWithdrawal"]["properties"]["stance"]["type"] == "null"
    validator = jsonschema.Draft202012Validator(
        {"$ref": "#/components/schemas/WhatIfQuestion", "components": described["components"]}
    )
    validator.validate(SUPPOSED)
    taken_back = {"party": "northland", "target": "dam", "stance": None}
    validator.validate(
        {"positions": [taken_back, {"party": "northland", "target": "dam", "scale": {"low": 1, "high": 2}}]}
    )
    assert not validator.is_valid({"positions": [{**taken_back, "stance": "oposes"}]})


def test_tokens_are_described_as_the_way_to_show_who_asks(described: Any):
    schemes = described["components"]["securitySchemes"]
    assert (schemes["token"]["type"], schemes["token"]["scheme"]) == ("http", "bearer")
    post = described["paths"]["/api/v1/snapshots/"]["post"]
    assert post["security"] == [{"token": []}, {"cookieAuth": []}]
    assert {} in described["paths"]["/api/v1/negotiations/"]["get"]["security"]
