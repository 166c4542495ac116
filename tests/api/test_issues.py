"""`negotiations/{slug}/issues/`."""

from django.test import Client

from tests.api.asking import RIVER, ask, n_queries
from tests.world import RiverTalks, one_more_issue

ISSUES = f"{RIVER}issues/"


def test_an_issue_comes_with_the_proposition_that_a_stance_is_towards(client: Client, talks: RiverTalks):
    share, dam = ask(client, ISSUES)["results"]
    assert (share["slug"], share["kind"], share["topic"]) == ("water-share", "issue", "water")
    assert share["proposition"] == "Southland receives half of the river's water."
    assert (share["parent"], share["scale"]) == (None, [])
    assert dam["slug"] == "dam"


def test_an_issue_comes_with_what_it_is_part_of_and_what_its_scale_means(client: Client, talks: RiverTalks):
    talks.dam.parent = talks.water_share
    talks.dam.scale = [{"value": 0, "label": "No dam"}, {"value": 100, "label": "A dam as planned"}]
    talks.dam.save()
    dam = ask(client, ISSUES)["results"][1]
    assert dam["parent"] == "water-share"
    assert dam["scale"] == [{"value": 0, "label": "No dam"}, {"value": 100, "label": "A dam as planned"}]


def test_the_number_of_queries_does_not_grow_with_the_issues(client: Client, talks: RiverTalks):
    # negotiation, issues with their parents
    assert n_queries(client, ISSUES) == 2
    for number in range(4):
        one_more_issue(talks, f"sluice-{number}", parent=talks.dam)
    assert n_queries(client, ISSUES) == 2
