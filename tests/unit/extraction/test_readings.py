"""What the rules read of party and target before any model judges: who holds it, and yes or no."""

import tomllib
from collections import Counter

import pytest

from positions.extraction.language.lexicon import LEXICON_FILE, PARTS_OF_SPEECH, load_lexicon
from positions.extraction.language.parsing import parse
from positions.extraction.what.prototypes import ended_words
from positions.extraction.what.targets import find_targets
from positions.extraction.which_way.conditions import find_leaning
from positions.extraction.which_way.readings import Reading
from positions.extraction.which_way.stances import Stances
from positions.extraction.who.linking import Links
from positions.vocabulary import Stance
from tests.unit.extraction.conftest import CATALOG


def readings(text: str, target: str = "carbon-levy") -> list[Reading]:
    parsed, lexicon = parse(text), load_lexicon()
    links = Links(parsed, catalog=CATALOG, lexicon=lexicon)
    matches = find_targets(parsed, party_tokens=links.party_tokens, catalog=CATALOG, published_on=None)
    stances = Stances(parsed, links=links, lexicon=lexicon)
    return [reading for match in matches if match.cue.target == target for reading in stances.read(match)]


def signs(text: str, party: str, feature: str = "stance_word") -> set[int]:
    """Yes (1) and no (-1) as read with some feature."""
    return {one.sign for one in readings(text) if one.holder and one.holder.party == party and feature in one.features}


@pytest.mark.parametrize(
    "text",
    [
        "Northland proposed a halt to aid and a levy on carbon, which Southland in effect rejected.",
        "The carbon levy was proposed by Northland but was rejected by Southland.",
        "They spoke of the carbon levy, a measure that Southland opposes.",
        "The carbon levy that was tabled by Northland but was effectively rejected by Southland is dead.",
    ],
)
def test_a_clause_about_a_target_says_who_rejects_it(text):
    assert -1 in signs(text, "southland")


def test_a_word_that_takes_the_target_up_again_carries_the_stance():
    assert signs("Northland tabled a carbon levy, but Southland rejected that idea.", "southland", "echo") == {-1}


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Southland is against the carbon levy.", -1),
        ("Southland is in favour of the carbon levy.", 1),
        ("Bo Varga said that the carbon levy would hurt farmers.", -1),
        ("Bo Varga said that the carbon levy would protect farmers.", 1),
    ],
)
def test_being_for_or_against_and_what_a_target_would_do_are_stances(text, sign):
    held = {one.sign for one in readings(text) if "stance_word" in one.features}

    assert held == {sign}


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Southland doubts that Northland will accept the carbon levy.", -1),
        ("It is doubtful that Northland will accept the carbon levy.", -1),
        ("Nobody doubts that Northland will reject the carbon levy.", 1),
        ("Northland is unlikely to accept the carbon levy.", -1),
        ("Northland repeated its threat to keep the carbon levy.", 1),
        ("The carbon levy won applause from Northland.", 1),
        ("The carbon levy lacks the support of Northland.", -1),
        ("The carbon levy ran into objections from Northland.", -1),
        ("Northland's main demand is a carbon levy.", 1),
        ("Few ministers of Northland support the carbon levy.", -1),
        ("Northland will in no case accept the carbon levy.", -1),
        ("Northland, not Southland, rejects the carbon levy.", -1),
    ],
)
def test_nouns_doubts_and_scarcity_say_who_leans_which_way(text, sign):
    assert signs(text, "northland") == {sign}


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("The carbon levy has the support of Northland but not of Southland.", -1),
        ("Unlike Southland, Northland rejects the carbon levy.", 1),
        ("Northland backs the carbon levy, but Southland does not.", -1),
    ],
)
def test_who_is_set_against_another_holds_the_opposite(text, sign):
    assert signs(text, "southland") == {sign}


@pytest.mark.parametrize(
    "text",
    [
        "Northland backs a carbon levy for the docks but not for Southland.",
        "Northland, not Southland, proposed the carbon levy.",
        "The carbon levy was proposed by Northland but not by Southland.",
        "Had Southland accepted the carbon levy, prices might have risen.",
        "Northland will accept the carbon levy only if Southland accepts it.",
        "Northland would return, she added, once Southland accepted the carbon levy.",
        "Northland will sign as soon as Southland accepts the carbon levy.",
    ],
)
def test_who_is_only_left_out_or_in_a_condition_holds_nothing(text):
    assert signs(text, "southland") == set()


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Southland would accept the carbon levy if its farmers were spared.", Stance.CONDITIONAL),
        ("Southland will accept the carbon levy once its farmers are spared.", Stance.CONDITIONAL),
        ("Southland will not accept the carbon levy until its farmers are spared.", Stance.CONDITIONAL),
        ("Southland will not accept the carbon levy even if its farmers are spared.", Stance.OPPOSES),
        ("Southland would accept the carbon levy even if its farmers were hurt.", Stance.SUPPORTS),
        ("Southland accepted the carbon levy once the war was over.", Stance.SUPPORTS),
    ],
)
def test_a_clause_with_if_once_or_until_is_a_condition_where_it_leaves_open_what_comes(text, stance):
    held = [one for one in readings(text) if one.holder is not None]

    assert {find_leaning(parse(text), one, lexicon=load_lexicon()).stance for one in held} == {stance}


def test_what_a_relative_clause_takes_up_is_what_it_hangs_on():
    text = "Northland backs the carbon levy if it is tied to fishing rights, something that Southland has refused."

    assert signs(text, "southland") == set()


def test_who_accuses_others_of_a_stance_does_not_hold_it():
    text = "Southland left the talks on Friday, accusing Northland of blocking the carbon levy."

    assert -1 not in signs(text, "southland")


def test_what_happened_before_is_no_condition():
    told = readings("The talks began after Southland had not accepted the carbon levy.")
    open_ = readings("Northland will leave if Southland does not accept the carbon levy.")

    assert not any("threat_if_not" in one.features for one in told)
    assert any("threat_if_not" in one.features for one in open_)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Northland will leave if Southland does not accept the carbon levy.", 1),
        ("Northland will leave if Southland does not drop the carbon levy.", -1),
        ("Northland will leave unless Southland accepts the carbon levy.", 1),
        ("Northland will leave unless Southland drops the carbon levy.", -1),
    ],
)
def test_who_threatens_demands_what_would_avert_it_and_who_is_threatened_nothing(text, sign):
    assert (signs(text, "northland"), signs(text, "southland")) == ({sign}, set())


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Neither Southland nor Northland supports the carbon levy.", -1),
        ("No official of Southland's government wants the carbon levy.", -1),
        ("Southland no longer objects to the carbon levy.", 1),
        ("Southland no longer supports the carbon levy.", -1),
        ("Southland, not Northland, supports the carbon levy.", 1),
        ("Southland supports the carbon levy for ten days and no longer.", 1),
    ],
)
def test_a_negation_at_the_subject_or_in_no_longer_turns_the_verb(text, sign):
    assert signs(text, "southland") == {sign}


@pytest.mark.parametrize(
    "text",
    [
        "Southland has not yet decided on the carbon levy.",
        "Southland did not say whether it would accept the carbon levy.",
        "Southland has not made up its mind about the carbon levy.",
        "Southland asked for three days to think about the carbon levy.",
        "Southland was still looking at the carbon levy.",
    ],
)
def test_what_is_not_yet_decided_or_said_is_undecided(text):
    held = [one for one in readings(text) if one.holder is not None]
    leanings = {find_leaning(parse(text), one, lexicon=load_lexicon()).stance for one in held}

    assert leanings == {Stance.UNDECIDED}


def test_who_is_accused_of_a_stance_holds_it_in_the_words_of_the_accuser():
    held = signs("Northland accused Southland of rejecting the carbon levy.", "southland")

    assert held == {-1}


def test_what_is_unacceptable_to_a_party_is_so_in_its_judgement():
    assert signs("The carbon levy is unacceptable to Southland.", "southland") == {-1}


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Northland wants to end the night shifts.", 1),
        ("Northland wants to keep the night shifts.", -1),
        ("Northland demands a halt to the night shifts.", 1),
    ],
)
def test_what_a_proposition_ends_is_not_turned_twice(text, sign):
    held = {one.sign for one in readings(text, "night-shifts") if one.holder and "stance_word" in one.features}

    assert held == {sign}


@pytest.mark.parametrize(
    ("proposition", "words"),
    [
        ("Sanctions on Ruritania are lifted.", ["sanctions", "ruritania"]),
        ("The sides do not strike power plants.", ["strike", "power", "plants"]),
        ("The mine stays open.", []),
    ],
)
def test_a_proposition_says_what_it_ends(proposition, words):
    assert ended_words(proposition) == words


def test_no_word_of_stance_is_in_two_groups():
    data = tomllib.loads(LEXICON_FILE.read_text(encoding="utf-8"))
    groups = [*data["reversal"], *data["stance"]]
    words = [(part, word) for group in groups for part in PARTS_OF_SPEECH for word in group.get(part, ())]

    assert [word for word, n in Counter(words).items() if n > 1] == []


@pytest.mark.parametrize(
    "text",
    [
        "Southland wants the carbon levy, boats provided by Northland and a new pier.",
        "If a deal is reached by Friday, Southland will accept the carbon levy.",
        "Southland refuses to sign unless it is given a carbon levy.",
        "Southland made it subject to the carbon levy.",
    ],
)
def test_what_is_wanted_in_a_condition_or_once_talks_succeed_is_wanted_without_one(text):
    held = [one for one in readings(text) if one.holder is not None and one.holder.party == "southland"]

    assert held
    assert not any(find_leaning(parse(text), one, lexicon=load_lexicon()).condition for one in held)


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Southland objected to the carbon levy and vowed to review the treaty.", Stance.OPPOSES),
        ("Southland, looking at the polls, balked at the carbon levy.", Stance.OPPOSES),
        ("In talks with Northland, Southland rejected any clause in the carbon levy.", Stance.OPPOSES),
        ("Southland will not discuss the carbon levy.", Stance.OPPOSES),
        ("Southland urged Northland to review the carbon levy.", Stance.SUPPORTS),
    ],
)
def test_words_of_indecision_beside_a_stance_leave_it_as_it_is(text, stance):
    held = [one for one in readings(text) if one.holder is not None and one.holder.party == "southland"]

    assert {find_leaning(parse(text), one, lexicon=load_lexicon()).stance for one in held} == {stance}


def test_what_nobody_considers_instead_is_not_undecided():
    text = "Southland shut the port instead of considering the carbon levy."
    leanings = [find_leaning(parse(text), one, lexicon=load_lexicon()).stance for one in readings(text)]

    assert leanings
    assert Stance.UNDECIDED not in leanings


@pytest.mark.parametrize(
    "text",
    [
        "Southland would impose the carbon levy if no deal is reached by Friday.",
        "Southland will impose the carbon levy unless a deal is reached.",
        "Southland will accept the carbon levy only if they sign the agreement.",
        "Southland will accept the carbon levy as long as housing is provided.",
        "Southland will accept the carbon levy if guarantees provided by Northland are met.",
    ],
)
def test_what_hangs_on_a_failure_or_on_the_deeds_of_others_is_conditional(text):
    held = [one for one in readings(text) if one.holder is not None and one.holder.party == "southland"]

    assert {find_leaning(parse(text), one, lexicon=load_lexicon()).stance for one in held} == {Stance.CONDITIONAL}


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Southland challenged Northland to accept the carbon levy.", 1),
        ("Bo Varga called Northland the only obstacle to a carbon levy.", 1),
    ],
)
def test_what_stands_in_the_way_of_a_target_says_nothing_against_it(text, sign):
    assert {one.sign for one in readings(text) if one.holder is not None} == {sign}


def test_a_test_of_somebodys_commitment_is_no_commitment():
    assert signs("The carbon levy is a test of Southland's commitment.", "southland") == set()


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Southland would rather shut its ports than accept the carbon levy.", -1),
        ("Southland collected signatures against the carbon levy.", -1),
        ("Southland voted against the carbon levy.", -1),
        ("Southland sees no sense in the carbon levy.", -1),
        ("The carbon levy tops Southland's list of demands.", 1),
        ("A carbon levy has been Southland's dream for years.", 1),
    ],
)
def test_what_is_fought_passed_over_or_wished_for_is_a_stance(text, sign):
    assert signs(text, "southland") == {sign}


def test_a_target_that_would_finish_somebody_off_is_unwanted():
    held = {one.sign for one in readings("Bo Varga said that a carbon levy would finish the mills off.")}

    assert held == {-1}
