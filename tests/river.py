"""The river talks with a history that has everything: moves, a withdrawal, a correction, red lines, staleness."""

from datetime import date

from positions import history, review
from positions.vocabulary import Act, Salience, Stance
from tests.world import RiverTalks, hold, say


def talk_about_the_river(talks: RiverTalks) -> None:
    """What the three said from January to May 2024."""
    first = say(talks, talks.northland, talks.water_share, Stance.OPPOSES, date(2024, 1, 10), act=Act.REJECTION)
    review.accept_statement(first, by=talks.by)
    hold(talks, talks.southland, talks.water_share, Stance.SUPPORTS, date(2024, 1, 12), salience=Salience.RED_LINE)
    hold(talks, talks.northland, talks.dam, Stance.SUPPORTS, date(2024, 2, 1))
    hold(talks, talks.southland, talks.dam, Stance.OPPOSES, date(2024, 2, 3), salience=Salience.RED_LINE)
    hold(talks, talks.league, talks.league_draft, Stance.SUPPORTS, date(2024, 3, 3), act=Act.PROPOSAL)
    hold(talks, talks.southland, talks.league_draft, Stance.UNDECIDED, date(2024, 3, 5))
    hold(
        talks,
        talks.northland,
        talks.water_share,
        Stance.CONDITIONAL,
        date(2024, 3, 20),
        condition="if the dam is built",
    )
    withdrawn = hold(talks, talks.league, talks.dam, Stance.CONDITIONAL, date(2024, 3, 4), condition="after a study")
    history.withdraw_position(withdrawn, on=date(2024, 4, 2), by=talks.by)
