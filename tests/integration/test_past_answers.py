"""A question with both times given has one answer for ever: byte for byte, whatever is written later."""

from contextlib import suppress
from datetime import date, timedelta
from random import Random

import orjson
import pytest
from django.test import Client

from positions import history
from positions.models import Position, Revision
from positions.vocabulary import Act, Stance
from tests.world import RiverTalks

N_WRITES = 1_000
FIRST = date(2024, 2, 1)
STANCES = [stance for stance in Stance if stance is not Stance.UNSPECIFIED]
REFUSALS = (history.PositionNotStanding, history.PeriodsOverlap, history.PeriodNotForward)


def write(talks: RiverTalks, draw: Random) -> None:
    """One write of a random kind; where history refuses it, none."""
    party = draw.choice([talks.northland, talks.southland, talks.league])
    target = draw.choice([talks.water_share, talks.dam, talks.league_draft])
    day = FIRST + timedelta(days=draw.randrange(60))
    content = history.Content(stance=draw.choice(STANCES), act=Act.DECLARATION, summary=f"Said {draw.random()}.")
    standing = Position.objects.as_of(valid_on=day).filter(party=party, target=target).first()
    kind = draw.choice(["record", "correct", "withdraw"])
    with suppress(*REFUSALS):
        if kind == "correct" and standing:
            history.correct_position(standing, content=content, by=talks.by)
        elif kind == "withdraw" and standing:
            history.withdraw_position(standing, on=day, by=talks.by)
        else:
            history.record_position(party=party, target=target, content=content, valid_from=day, by=talks.by)


@pytest.mark.django_db
def test_a_thousand_later_writes_change_no_past_answer(client: Client, talks: RiverTalks):
    draw = Random(20240201)
    for _ in range(30):
        write(talks, draw)
    known_at = Revision.objects.latest("number").committed_at
    days = [FIRST + timedelta(days=day) for day in (0, 20, 45)]

    def answers() -> list[bytes]:
        address = f"/api/v1/negotiations/{talks.negotiation.slug}/comparison/"
        asked = [{"valid_on": day, "known_at": known_at.isoformat()} for day in days]
        return [orjson.dumps(client.get(address, times).json()["cells"]) for times in asked]

    before, revision = answers(), Revision.objects.latest("number").number
    for _ in range(N_WRITES):
        write(talks, draw)
    assert Revision.objects.latest("number").number > revision + N_WRITES / 2
    assert answers() == before
    assert any(b'"withdrawn"' in answer for answer in before)
