"""The answers that the schema shows as examples, and how to make them again.

`python -m pytest tests/api/test_schema.py` compares; to renew them, write the new answers to `positions/api/examples/`.
"""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User

from positions import history, review
from positions.extraction.contract import Term
from positions.models import Position, ProposalTerm, Statement
from positions.vocabulary import Act, Salience, Stance
from tests.api.asking import RIVER
from tests.world import RiverTalks, hold, one_more_proposal, river_talks, say

# Where each operation's example is asked, and with which parameters.
ANSWERS: dict[str, tuple[str]] = {
    "list_negotiations": ("/api/v1/negotiations/",),
    "get_negotiation": (RIVER,),
    "list_parties": (f"{RIVER}parties/",),
    "list_issues": (f"{RIVER}issues/",),
    "list_proposals": (f"{RIVER}proposals/",),
    "follow_changes": ("/api/v1/changes/?negotiation=river-talks&after=1&limit=1",),
    "list_conditional_links": (f"{RIVER}comparison/conditional-links/",),
    "follow_convergence": (f"{RIVER}comparison/convergence/?left=northland&right=southland&to=2024-03-05",),
    "list_responses": (f"{RIVER}proposals/league-draft/responses/?valid_on=2024-03-05",),
    "set_proposals_side_by_side": (f"{RIVER}proposals/league-second-draft/side-by-side/",),
    "list_contradictions": (f"{RIVER}comparison/contradictions/?valid_on=2024-03-05",),
    "list_changes": (f"{RIVER}comparison/changes/?from_valid_on=2024-02-01&to_valid_on=2024-03-05",),
    "compare_pair": (f"{RIVER}comparison/pairwise/?left=northland&right=southland&valid_on=2024-03-05",),
    "list_agreement": (f"{RIVER}comparison/agreement/?valid_on=2024-03-05",),
    "list_blocking_issues": (f"{RIVER}comparison/blocking-issues/?valid_on=2024-03-05",),
    "compare_positions": (
        f"{RIVER}comparison/?party=northland&party=southland&target=water-share&target=league-draft&valid_on=2024-03-05",
    ),
}
POSITIONS, STATEMENTS = "/api/v1/positions/", "/api/v1/statements/"
ANSWERS |= {
    "list_positions": (f"{POSITIONS}?valid_on=2024-03-05&party=northland&expand=party",),
    "get_position": (f"{POSITIONS}{{position}}/?evidence=none",),
    "get_position_history": (f"{POSITIONS}{{position}}/history/",),
    "measure_quality": ("/api/v1/quality/",),
    "list_statements": (f"{STATEMENTS}?party=northland",),
    "get_statement": (f"{STATEMENTS}{{statement}}/?expand=target",),
}
ID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
INSTANT = re.compile(r"^\d{4}-\d\d-\d\dT[\d:.]+Z$")
OFFSETS = {"start", "end"}
CURSOR = re.compile(r"^\w{20,}$|(?<=cursor=)\w+")


def river_talks_of_the_examples(*, by: User) -> RiverTalks:
    """Northland has rejected an equal share of the water, which is a red line; Southland is undecided on the draft.

    Each waits for the other: Northland with the water, Southland with the draft.
    """
    talks = river_talks(by=by)
    ProposalTerm.objects.create(
        proposal=talks.league_draft,
        issue=talks.water_share,
        number=1,
        stance=Stance.SUPPORTS.value,
        scale_low=60,
        scale_high=60,
        text="The quota grows to three fifths within five years.",
        quantity_value=5,
        quantity_unit="year",
    )
    table_second_draft(talks)
    said = say(talks, talks.northland, talks.water_share, Stance.OPPOSES, date(2024, 2, 10), act=Act.REJECTION)
    as_worded_by_a_curator = history.Content(
        stance=Stance.OPPOSES,
        act=Act.REJECTION,
        salience=Salience.RED_LINE,
        scale=(Decimal(40), Decimal(40)),
        terms=(Term(text="the present quota", value=Decimal(40), unit="percent"),),
        summary="Northland wants the present quota kept.",
    )
    review.accept_statement(said, by=by, content=as_worded_by_a_curator)
    hold(talks, talks.southland, talks.league_draft, Stance.UNDECIDED, date(2024, 3, 4), salience=Salience.HIGH)
    ends = (talks.northland, talks.water_share), (talks.southland, talks.league_draft)
    for one, other in (ends, ends[::-1]):
        link = history.Link(party=one[0], target=one[1], awaits_party=other[0], awaits_target=other[1])
        history.set_link(link, by=by)
    return talks


def table_second_draft(talks: RiverTalks) -> None:
    """The League's second draft replaces its first: the same growth in seven years, and no upper dam."""
    draft = one_more_proposal(
        talks,
        "league-second-draft",
        title="The League's draft of April",
        proposed_on=date(2024, 4, 2),
        replaces=talks.league_draft,
    )
    draft.proposed_by.add(talks.league)
    growth = "The quota grows to three fifths within seven years."
    ProposalTerm.objects.create(
        proposal=draft,
        issue=talks.water_share,
        number=1,
        stance=Stance.SUPPORTS.value,
        scale_low=60,
        scale_high=60,
        text=growth,
        quantity_value=7,
        quantity_unit="year",
    )
    ProposalTerm.objects.create(
        proposal=draft, issue=talks.dam, number=2, stance=Stance.OPPOSES.value, text="The upper dam is not built."
    )


def asked(operation: str) -> str:
    """The address of an operation's example, with the ids that things have in this database."""
    (address,) = ANSWERS[operation]
    held = Position.objects.filter(party__slug="northland").first()
    said = Statement.objects.first()
    return address.format(position=held and held.uuid, statement=said and said.uuid)


def like_the_example(answer: Any, name: str = "") -> Any:
    """The answer without what differs from one database to the next: ids, instants, offsets, cursors."""
    if isinstance(answer, dict):
        return {key: like_the_example(value, key) for key, value in answer.items()}
    if isinstance(answer, list):
        return [like_the_example(item) for item in answer]
    if isinstance(answer, str) and (ID.match(answer) or INSTANT.match(answer)):
        return "an id" if ID.match(answer) else "an instant"
    if isinstance(answer, str) and name in {"cursor", "next"}:
        return CURSOR.sub("a cursor", answer)
    return "an offset" if name in OFFSETS else answer
