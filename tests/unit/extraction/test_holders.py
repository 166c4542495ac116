"""Who holds a stance, by all the ways in which a text may name a party, and who only seems to."""

import pytest

NORTH, SOUTH, DOCKERS = "northland", "southland", "dockers"
BOTH = {NORTH, SOUTH}
# Probability, 0-1. What a curator is shown.
SHOWN = 0.383


@pytest.fixture
def against(read):
    """The parties that a text has against the carbon levy."""

    def against(text: str) -> set[str]:
        found = [s for s in read(text) if s.target == "carbon-levy" and s.confidence >= SHOWN]
        assert all(s.stance.value == "opposes" for s in found)
        return {s.party for s in found}

    return against


@pytest.mark.parametrize(
    ("who", "parties"),
    [
        ("Southland's president", {SOUTH}),
        ("President Varga", {SOUTH}),
        ("Ms. Holm", {NORTH}),
        ("Southlandic officials", {SOUTH}),
        ("Officials in Southport", {SOUTH}),
        ("The foreign ministry in Southport", {SOUTH}),
        ("The government of Southland", {SOUTH}),
        ("A spokesman for Varga", {SOUTH}),
        ("A source close to Varga", {SOUTH}),
        ("Varga's team", {SOUTH}),
        ("A letter from Southland", {SOUTH}),
        ("Southland's answer", {SOUTH}),
        ("The Southlandic president, Bo Varga,", {SOUTH}),
        ("President Bo Varga of Southland", {SOUTH}),
        ("Southland, whose fleet is idle,", {SOUTH}),
        ("Southland, in a statement,", {SOUTH}),
        ("Lind, the dockworkers' leader,", {DOCKERS}),
        ("Holm's Southlandic counterpart", {SOUTH}),
        ("Southland, not Northland,", {SOUTH}),
        ("Varga spoke to reporters. The Southlandic leader", {SOUTH}),
        ("Southland met the press. Its government", {SOUTH}),
        ("Southland, along with Northland,", BOTH),
        ("Southland as well as Northland", BOTH),
        ("Not only Southland but also Northland", BOTH),
        ("Countries including Southland and Northland", BOTH),
        ("Countries such as Southland and Northland", BOTH),
        ("Both governments", BOTH),
        ("Southland's ruling coalition", {SOUTH}),
        ("The Southlandic regime", {SOUTH}),
        ("Southland's lower house", {SOUTH}),
        ("Under pressure from farmers, Southland", {SOUTH}),
        ("Southland came under pressure and", {SOUTH}),
        ("Varga faces calls to resign and", {SOUTH}),
    ],
)
def test_a_party_is_named_in_many_ways(against, who, parties):
    assert against(f"{who} rejected the carbon levy.") == parties


@pytest.mark.parametrize(
    "who",
    [
        "A Southlandic newspaper",
        "Southlandic voters",
        "Protesters in Southport",
        "Most people in Southland",
        "A former Southlandic president",
        "Critics in Southland",
        "Varga's critics",
        "Varga's predecessor",
        "Opponents of Varga",
        "Southland's neighbours",
        "A Southland-based think tank",
        "A court in Southport",
        "The mayor of Southport",
        "The ambassador to Southland",
        "Diplomats who have met Varga",
        "Holm's counterpart",
        "The counterpart of Holm",
    ],
)
@pytest.mark.parametrize(
    "said",
    [
        "{} rejected the carbon levy.",
        "{} will not accept the carbon levy.",
        "The carbon levy was rejected by {}.",
        "“We reject the carbon levy,” said {}.",
    ],
)
def test_who_is_only_described_by_a_party_speaks_for_nobody(against, who, said):
    assert against(said.format(who)) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Farmers urged Varga to reject the carbon levy.",
        "Varga faces pressure from farmers to reject the carbon levy.",
        "Varga has come under pressure to reject the carbon levy.",
        "Varga arrived on Monday. Protesters rejected the carbon levy.",
    ],
)
def test_who_is_only_wanted_to_hold_a_stance_holds_none(against, text):
    assert against(text) == set()


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Southland rejected the carbon levy under pressure from farmers.", {SOUTH}),
        ("Southland rejected the carbon levy along with Northland's statement.", {SOUTH}),
        ("The carbon levy was rejected by Southland, along with Northland.", BOTH),
        ("Sources close to the talks in Northport rejected the carbon levy.", set()),
    ],
)
def test_what_stands_beside_a_stance_is_nobody_elses(against, text, parties):
    assert against(text) == parties


@pytest.mark.parametrize(
    "text",
    [
        "Southland's position is that the carbon levy must go.",
        "Southland said that the carbon levy has to go.",
        "Southland, in a statement, said the carbon levy was unfair.",
        "A statement from Southport said the carbon levy was unfair.",
    ],
)
def test_what_must_go_and_what_a_statement_says_are_read_as_they_say(against, text):
    assert against(text) == {SOUTH}


@pytest.mark.parametrize("way", ["must go ahead", "must go through parliament", "should go further"])
def test_a_thing_that_must_go_on_is_not_told_to_leave(read, way):
    found = read(f"Southland said that the carbon levy {way}.")

    assert "opposes" not in {s.stance.value for s in found if s.confidence >= SHOWN}


# Of each sentence what its parties hold, and nothing else: "n", "s" and "d" are the two states and the dockers.
TWO_IN_ONE = """
n levy supports, s levy opposes | Northland proposed a carbon levy and Southland vetoed it.
n levy supports, s fish opposes | Northland proposed a carbon levy and Southland vetoed fishing rights.
n levy supports, s levy opposes | Northland backs a carbon levy and Southland opposes it.
s levy opposes, d levy supports | Southland rejected a carbon levy and the dockworkers welcomed it.
n fish supports, s levy supports | Northland demands fishing rights and Southland a carbon levy.
n fish opposes, s levy opposes | Northland rejects fishing rights and Southland the carbon levy.
n fish supports, s steel opposes | Northland demands fishing rights and Southland an end to the steel tariffs.
n levy supports, s draft supports | Northland insisted on a carbon levy and Southland on the April draft.
n draft supports, s draft conditional | Northland accepted the April draft, Southland only if mills get aid.
n draft supports, s draft conditional | Northland signed the April draft, and Southland on condition that jobs stay.
d night supports | On behalf of the dockworkers, Jo Brand demanded an end to night shifts.
"""


NAMES = {"n": NORTH, "s": SOUTH, "d": DOCKERS}
TARGETS = {
    "levy": "carbon-levy",
    "fish": "fishing-rights",
    "steel": "steel-tariffs",
    "night": "night-shifts",
    "draft": "april-draft",
}


@pytest.mark.parametrize("line", TWO_IN_ONE.strip().splitlines())
def test_each_of_two_in_a_sentence_holds_its_own(read, line):
    keys, text = line.split(" | ")
    held = [key.split() for key in keys.split(", ")]

    found = {(s.party, s.target, s.stance.value) for s in read(text) if s.confidence >= SHOWN}

    assert found == {(NAMES[party], TARGETS[target], stance) for party, target, stance in held}


@pytest.mark.parametrize(
    "text",
    [
        "Asked whether Northland would accept a carbon levy, Ada Holm smiled and walked on.",
        "Asked whether Northland would accept a carbon levy, Ada Holm said that the talks were going well.",
        "Under the plan, Southland would no longer block a carbon levy.",
    ],
)
def test_what_is_only_asked_or_foreseen_by_a_text_is_nobodys(read, text):
    assert not [s for s in read(text) if s.confidence >= SHOWN]


def test_he_is_who_was_named_after_an_office(against):
    text = "Ada Holm arrived on Monday. The southern envoy, Bo Varga, warned of haste. He rejected the carbon levy."

    assert against(text) == {SOUTH}
