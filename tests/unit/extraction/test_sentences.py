"""What sentences of invented quarrels say: who, what and which way."""

from dataclasses import replace
from datetime import date

import pytest

from positions.extraction.contract import SpeakerEntry
from positions.extraction.judging.pairs import PairMaker
from positions.extraction.language.lexicon import load_lexicon
from positions.extraction.language.parsing import parse
from positions.extraction.rules import RulesExtractor, act_of, salience_of
from positions.extraction.who.linking import Links
from positions.extraction.who.titles import read_title
from positions.vocabulary import Act, Salience, Stance

NORTH, SOUTH, DOCKERS = "northland", "southland", "dockers"


@pytest.mark.parametrize(
    ("text", "party", "target", "stance"),
    [
        ("Northland demands fishing rights for its fleet.", NORTH, "fishing-rights", "supports"),
        ("Southland rejected the carbon levy.", SOUTH, "carbon-levy", "opposes"),
        ("The carbon levy was rejected by Southland.", SOUTH, "carbon-levy", "opposes"),
        ("Southport has accepted the April draft.", SOUTH, "april-draft", "supports"),
        ("Northland insists on its steel tariffs.", NORTH, "steel-tariffs", "supports"),
        ("Southland called for an end to the steel tariffs.", SOUTH, "steel-tariffs", "opposes"),
        ("Southland wants Northland to scrap the steel tariffs.", SOUTH, "steel-tariffs", "opposes"),
        ("The dockworkers demand the abolition of night shifts.", DOCKERS, "night-shifts", "supports"),
        ("President Bo Varga backs a levy on carbon.", SOUTH, "carbon-levy", "supports"),
        ("Northlandic officials oppose the carbon levy.", NORTH, "carbon-levy", "opposes"),
        ("Southland's refusal of the carbon levy surprised nobody.", SOUTH, "carbon-levy", "opposes"),
        ("Ada Holm said that the carbon levy must come soon.", NORTH, "carbon-levy", "supports"),
        ("Ada Holm said the carbon levy was unacceptable.", NORTH, "carbon-levy", "opposes"),
        ("The talks dragged on. The April draft, which Southland rejected, is dead.", SOUTH, "april-draft", "opposes"),
    ],
)
def test_a_plain_sentence_gives_party_target_and_stance(stances, text, party, target, stance):
    assert stances(text)[(party, target)] == stance


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Southland will not accept the carbon levy.", "opposes"),
        ("Southland has never supported the carbon levy.", "opposes"),
        ("Southland does not oppose the carbon levy.", "supports"),
        ("Southland refused to accept the carbon levy.", "opposes"),
        ("Southland will not drop the carbon levy.", "supports"),
    ],
)
def test_negations_turn_a_stance_and_two_turn_it_back(stances, text, stance):
    assert stances(text)[(SOUTH, "carbon-levy")] == stance


@pytest.mark.parametrize(
    "text",
    [
        "Bo Varga said that a carbon levy was out of the question.",
        "Bo Varga said that a carbon levy was off the table.",
        "A carbon levy is a non-starter, Bo Varga said.",
        "Bo Varga said that a carbon levy was not on the table.",
    ],
)
def test_idioms_of_refusal_are_understood(stances, text):
    assert stances(text)[(SOUTH, "carbon-levy")] == "opposes"


def test_every_item_of_an_announced_list_is_a_term(stances):
    text = (
        "Southland's demands have hardly changed, including scrapping the steel tariffs, "
        "access to the northern waters and a levy on carbon."
    )

    assert stances(text) == {
        (SOUTH, "steel-tariffs"): "opposes",
        (SOUTH, "fishing-rights"): "supports",
        (SOUTH, "carbon-levy"): "supports",
    }


def test_what_is_said_of_one_verb_does_not_reach_the_verb_beside_it(stances):
    held = stances("Southland rejects the carbon levy and demands fishing rights.")

    assert held == {(SOUTH, "carbon-levy"): "opposes", (SOUTH, "fishing-rights"): "supports"}


def test_a_stance_that_hangs_on_something_is_conditional_and_names_it(read):
    statement = read("Southland will accept the carbon levy only if the north pays half of it.")[0]

    assert (statement.stance.value, statement.condition) == ("conditional", "only if the north pays half of it")


def test_a_threat_in_case_of_a_refusal_demands_what_was_refused(stances):
    held = stances("Northland threatened to close its ports if Southland did not agree to a carbon levy.")

    assert held[(NORTH, "carbon-levy")] == "supports"


def test_indecision_on_record_is_undecided(stances):
    assert stances("Southland is still studying the April draft.")[(SOUTH, "april-draft")] == "undecided"


def test_a_pronoun_stands_for_the_one_who_was_last_spoken_of(stances):
    held = stances("Bo Varga arrived on Monday. He rejected the carbon levy.")

    assert held == {(SOUTH, "carbon-levy"): "opposes"}


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("Varga spoke first. The president rejected the carbon levy.", "southland"),
        ("Holm met Varga on Monday. The minister rejected the carbon levy.", "northland"),
        ("Holm met Varga on Monday. The trade minister rejected the carbon levy.", "northland"),
        ("Holm criticised Varga's tone on Monday. The president rejected the carbon levy.", "southland"),
    ],
)
def test_an_office_stands_for_whoever_holds_it_by_whatever_name_the_text_prints(read, text, party):
    statement = read(text)[0]

    assert (statement.party, statement.stance.value) == (party, "opposes")
    assert statement.speaker == {"southland": "Varga", "northland": "Holm"}[party]
    assert statement.confidence > 0.8


@pytest.mark.parametrize("way", ["is not enough", "was not enough", "is too little"])
def test_what_is_not_enough_is_refused_once(stances, way):
    assert stances(f"Varga said that the April draft {way}.") == {(SOUTH, "april-draft"): "opposes"}


def test_an_office_that_no_list_has_is_known_from_the_catalog(catalog):
    captain = SpeakerEntry(name="Jo Brand", title="Harbourmaster")
    parties = tuple(replace(p, speakers=(captain,)) if p.slug == NORTH else p for p in catalog.parties)
    found = RulesExtractor().extract(
        "Brand met reporters on Monday. The harbourmaster rejected the carbon levy.",
        catalog=replace(catalog, parties=parties),
    )

    assert [(s.party, s.target, s.stance, s.speaker) for s in found] == [
        (NORTH, "carbon-levy", Stance.OPPOSES, "Brand")
    ]


@pytest.mark.parametrize(
    ("title", "called", "is_meant"),
    [
        ("Foreign Minister", "minister", True),
        ("Foreign Minister", "FOREIGN MINISTER", True),
        ("Foreign Minister", "prime minister", False),
        ("Foreign Minister", "ministry", False),
        ("Secretary of Labor", "labor secretary", True),
        ("Minister of Trade", "MINISTER OF TRADE", True),
        ("Minister of Trade", "trade", False),
        ("President of Northland", "President of Northland", True),
        ("President and Commander-in-Chief", "president", True),
        ("Foreign Minister and Deputy Prime Minister", "foreign minister", True),
        ("Vice President", "president", False),
        ("Vice-President", "vice president", True),
        ("Spokesman for the Prime Minister", "prime minister", False),
        ("Chair of the Council", "council", False),
        ("President", "side", False),
        ("Deputy Prime Minister and Minister of Finance", "prime minister", False),
        ("Deputy Prime Minister and Minister of Finance", "finance minister", True),
        ("Minister in the Prime Minister's Office", "prime minister", False),
        ("Minister for Foreign Affairs, European Union and Cooperation", "union", False),
        ("", "president", False),
    ],
)
def test_words_name_an_office_where_they_say_what_it_is_and_nothing_else(title, called, is_meant):
    assert read_title(title).is_meant_by(called) is is_meant


@pytest.mark.parametrize("office", ["former president", "prime minister", "ministry", "side"])
def test_an_office_stands_for_nobody_who_does_not_hold_it(catalog, office):
    parsed = parse(f"Varga met Holm on Monday. The {office} rejected the carbon levy.")
    links = Links(parsed, catalog=catalog, lexicon=load_lexicon())

    assert links.holders(next(t.index for t in parsed.tokens if t.text == office.split()[-1])) == []


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Northland demands a carbon levy.", "demand"),
        ("Southland proposed a carbon levy.", "proposal"),
        ("Southland has accepted the carbon levy.", "acceptance"),
        ("Southland rejected the carbon levy.", "rejection"),
        ("Southland did not accept the carbon levy.", "rejection"),
        ("Southland does not reject the carbon levy.", "declaration"),
        ("Southland favours a carbon levy.", "declaration"),
        ("Southland dropped its opposition to the carbon levy.", "concession"),
        ("Southland dropped its demand for a carbon levy.", "concession"),
        ("Southland gave in and agreed to a carbon levy.", "concession"),
        ("In a concession to Northland, Southland agreed to a carbon levy.", "concession"),
        ("Southland will sign only if Northland accepts the carbon levy.", "demand"),
        ("Southland would sign the treaty in exchange for a carbon levy.", "demand"),
    ],
)
def test_the_word_of_a_stance_says_how_it_was_put(read, text, act):
    assert read(text)[0].act.value == act


@pytest.mark.parametrize(
    ("text", "salience"),
    [
        ("For Southland, the carbon levy is a deal-breaker.", Salience.RED_LINE),
        ("Southland will not accept the carbon levy under any circumstances.", Salience.RED_LINE),
        ("The carbon levy is Southland's key demand.", Salience.HIGH),
        ("Southland strongly supports the carbon levy.", Salience.HIGH),
        ("Southland favours the carbon levy, but it is not a priority.", Salience.LOW),
        ("Southland, which must import its coal, favours the carbon levy.", Salience.UNSPECIFIED),
        ("Southland threatened secondary sanctions and rejected the carbon levy.", Salience.UNSPECIFIED),
    ],
)
def test_how_much_a_party_cares_is_as_its_words_say_wherever_they_stand(text, salience):
    assert salience_of(text) is salience


@pytest.mark.parametrize(
    ("is_own", "stance", "act"),
    [
        (True, Stance.SUPPORTS, Act.PROPOSAL),
        (True, Stance.OPPOSES, Act.DECLARATION),
        (False, Stance.OPPOSES, Act.REJECTION),
        (False, Stance.SUPPORTS, Act.DECLARATION),
        (False, Stance.UNDECIDED, Act.DECLARATION),
        (None, Stance.OPPOSES, Act.DECLARATION),
    ],
)
def test_where_no_word_says_it_ones_own_package_is_proposed_and_anothers_rejected(catalog, is_own, stance, act):
    maker = PairMaker(parse("Northland spoke of the April draft."), catalog=catalog)
    pair = next(p for p in maker.pairs() if p.target == "april-draft")
    assert pair.is_own

    assert act_of(replace(pair, is_own=is_own, readings=()), None, stance) is act


def test_both_sides_are_the_two_principals(stances):
    held = stances("After a long night both sides agreed on a carbon levy.")

    assert held == {(NORTH, "carbon-levy"): "supports", (SOUTH, "carbon-levy"): "supports"}


def test_a_party_joined_to_a_participle_tabled_the_proposal(read):
    statement = read("Nobody liked the Northport-proposed April draft.")[0]

    assert (statement.party, statement.target, statement.act.value) == (NORTH, "april-draft", "proposal")


def test_a_proposal_is_not_found_before_it_was_tabled(read):
    assert read("Southland accepted the April draft.", date(2031, 4, 1)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Steel tariffs are a tax on imported steel.",
        "The carbon levy was discussed for an hour, and then lunch was served.",
    ],
)
def test_a_mention_without_a_holder_is_no_statement(read, text):
    assert read(text) == []


def test_a_bare_mention_is_less_sure_than_a_plain_refusal(read):
    mention = read("Northland built a museum about the carbon levy.")
    refusal = read("Northland rejected the carbon levy.")

    assert refusal[0].confidence > max((s.confidence for s in mention), default=0)
