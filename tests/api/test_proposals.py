"""`negotiations/{slug}/proposals/`."""

from datetime import date
from decimal import Decimal

from django.test import Client

from positions.models import Proposal, ProposalTerm
from tests.api.asking import RIVER, ask, n_queries
from tests.world import RiverTalks, one_more_proposal

PROPOSALS = f"{RIVER}proposals/"


def test_a_proposal_comes_with_who_tabled_it_when(client: Client, talks: RiverTalks):
    (draft,) = ask(client, PROPOSALS)["results"]
    assert (draft["slug"], draft["kind"], draft["proposed_by"], draft["proposed_on"]) == (
        "league-draft",
        "proposal",
        ["river-league"],
        "2024-03-03",
    )
    assert (draft["replaces"], draft["terms"]) == (None, [])


def test_a_proposal_comes_with_its_terms_in_their_order(client: Client, talks: RiverTalks):
    ProposalTerm.objects.create(proposal=talks.league_draft, issue=talks.dam, number=2, text="The dam waits.")
    ProposalTerm.objects.create(
        proposal=talks.league_draft,
        issue=talks.water_share,
        number=1,
        stance="supports",
        scale_low=60,
        scale_high=Decimal("62.5"),
        text="The quota grows within five years.",
        quantity_value=5,
        quantity_unit="year",
    )
    first, second = ask(client, PROPOSALS)["results"][0]["terms"]
    assert first == {
        "issue": "water-share",
        "stance": "supports",
        "scale": {"low": 60, "high": 62.5},
        "text": "The quota grows within five years.",
        "quantity": {"value": 5, "unit": "year"},
    }
    assert (second["issue"], second["scale"], second["quantity"]) == ("dam", None, None)


def test_a_proposal_names_the_one_it_replaces(client: Client, talks: RiverTalks):
    table(talks, "second-draft")
    Proposal.objects.filter(slug="second-draft").update(replaces=talks.league_draft)
    assert ask(client, PROPOSALS)["results"][1]["replaces"] == "league-draft"


def test_the_number_of_queries_does_not_grow_with_the_proposals(client: Client, talks: RiverTalks):
    # negotiation, proposals with what they replace, who tabled them, terms
    assert n_queries(client, PROPOSALS) == 4
    for number in range(4):
        draft = table(talks, f"draft-{number}")
        draft.proposed_by.add(talks.northland)
        ProposalTerm.objects.create(proposal=draft, issue=talks.dam, number=1)
    assert n_queries(client, PROPOSALS) == 4


def table(talks: RiverTalks, slug: str) -> Proposal:
    return one_more_proposal(talks, slug, proposed_on=date(2024, 4, 1))
