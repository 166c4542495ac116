"""What would come of a target tells which way its speaker leans; where the words don't say, nothing is suggested."""

from itertools import combinations

import pytest

from positions.extraction.language.lexicon import load_lexicon
from positions.extraction.rules import RulesExtractor
from positions.extraction.which_way.outcomes import GROUPS
from tests.unit.extraction.conftest import CATALOG, SOURCE

AGAINST = """
would drive up prices
would lead to job losses
would mean fewer jobs
would mean the end of the steel industry
would bring hardship to poor families
would create new divisions
would leave farmers without income
would make bread more expensive
would make the region less safe
would make it harder to sell steel
would reduce trust
would cut wages
would force companies out of business
would push families into poverty
would pave the way for corruption
would take away workers' rights
would not bring peace
is likely to cost thousands of jobs
could trigger a recession
would not solve the problem
would hand the smugglers a monopoly
would encourage smuggling
would place an unbearable burden on future generations
"""
IN_FAVOUR = """
would create thousands of new jobs
would bring down prices
would lower prices
would cut emissions by a third
would end decades of conflict
would prevent a new war
would reduce the risk of accidents
would lead to lower prices
would make the region safer
would make it easier to sell steel
would put an end to the violence
would lift thousands out of poverty
would pave the way for peace
would give workers more rights
would not raise prices
would not cost a single job
would help the poor
would protect young boxers from brain damage
would smash the cartel
will finally settle a quarrel over the harbour
is going to bring stability
would delay the closure of the mills
would stop smuggling
would not cost taxpayers a single euro and would make hospitals safer
would bring justice to the victims
"""
UNSAID = """
would cover twelve ports
would replace an older rule
would give both sides ten days
might cause short-term pain but would save the mills
would leave prices unchanged
"""
FRAMES = {"northland": "Ada Holm said the carbon levy {}.", "southland": "“A carbon levy {},” Bo Varga said."}


def read(outcomes: str) -> list[tuple[str, str | None]]:
    """What is suggested to a curator of each outcome, in each frame."""
    rules = RulesExtractor()
    found = []
    for outcome in outcomes.split("\n"):
        for party, frame in FRAMES.items() if outcome else ():
            text = frame.format(outcome)
            stances = [s.stance.value for s in rules.extract(text, catalog=CATALOG, source=SOURCE) if s.party == party]
            found.append((text, next(iter(stances), None)))
    return found


def test_no_verb_is_said_to_do_two_things() -> None:
    lexicon = load_lexicon()
    groups = {group: lexicon.words[f"doings.{group}"] for group in GROUPS}

    assert [(a, b, groups[a] & groups[b]) for a, b in combinations(groups, 2) if groups[a] & groups[b]] == []


def test_who_says_that_harm_would_come_of_a_thing_is_against_it() -> None:
    assert [said for said in read(AGAINST) if said[1] != "opposes"] == []


def test_who_says_that_good_would_come_of_a_thing_is_for_it() -> None:
    assert [said for said in read(IN_FAVOUR) if said[1] != "supports"] == []


def test_of_what_would_come_of_it_in_words_of_no_worth_nothing_is_made() -> None:
    assert [said for said in read(UNSAID) if said[1] is not None] == []


def test_a_plan_to_do_it_does_what_it_does(stances) -> None:
    assert stances("A plan to put a levy on carbon would ruin farmers, Bo Varga said.") == {
        ("southland", "carbon-levy"): "opposes"
    }


@pytest.mark.parametrize(
    "text",
    [
        "Ada Holm said critics of the carbon levy would ruin the mills.",
        "Ada Holm said the talks on the carbon levy would end the war.",
        "Ada Holm said the row over the carbon levy would hurt farmers.",
    ],
)
def test_what_comes_of_its_friends_and_foes_does_not_come_of_it(text) -> None:
    assert [
        s for s in RulesExtractor().extract(text, catalog=CATALOG, source=SOURCE) if s.target == "carbon-levy"
    ] == []


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Both sides hailed the compromise on the carbon levy.", "supports"),
        ("Southland called for a compromise on the carbon levy.", "supports"),
        ("Southland said there can be no compromise on the carbon levy.", "supports"),
        ("Southland will not compromise on the carbon levy.", "supports"),
        ("Northland rejects the carbon levy. Southland agrees.", "opposes"),
    ],
)
def test_a_compromise_on_a_thing_is_not_against_it(stances, text, stance) -> None:
    assert stances(text)["southland", "carbon-levy"] == stance
