"""Which way the words around a party and a target lean, whatever the parse makes of the sentence."""

import pytest

from positions.extraction.language.lexicon import load_lexicon
from positions.extraction.language.parsing import parse
from positions.extraction.what.targets import find_targets
from positions.extraction.which_way.leanings import Leanings
from positions.extraction.who.linking import Links
from tests.unit.extraction.conftest import CATALOG


def describe(text: str, party: str) -> dict[str, float]:
    """The numbers of a party and the carbon levy in a text of one sentence."""
    parsed, lexicon = parse(text), load_lexicon()
    links = Links(parsed, catalog=CATALOG, lexicon=lexicon)
    matches = find_targets(parsed, party_tokens=links.party_tokens, catalog=CATALOG, published_on=None)
    places = [i for i, holder in links.heads.items() if holder.party == party]
    leanings = Leanings(parsed, lexicon=lexicon, names=links.inside)
    return leanings.describe(parsed.sentences[0], party, places, [m for m in matches if m.cue.target == "carbon-levy"])


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Northland rejects the carbon levy.", -1),
        ("Northland demands the carbon levy.", 1),
        ("Northland does not support the carbon levy.", -1),
        ("Northland never opposed the carbon levy.", 1),
    ],
)
def test_the_nearest_word_of_stance_has_a_sign_that_a_negation_turns(text, sign):
    numbers = describe(text, "northland")

    assert (numbers["nearest_sign"], numbers["between_lean"], numbers["party_sign"]) == (sign, sign, sign)


def test_each_party_has_the_word_that_follows_it():
    text = "Northland demanded the carbon levy, which Southland rejected."

    assert describe(text, "northland")["party_sign"] == 1
    assert describe(text, "southland")["party_sign"] == -1


def test_a_word_that_stops_a_thing_turns_the_product_and_is_no_stance():
    plain = describe("Northland demands the carbon levy.", "northland")
    stopped = describe("Northland demands a halt to the carbon levy.", "northland")

    assert stopped["leans_yes"] == plain["leans_yes"]
    assert stopped["between_reversals"] == 1
    assert stopped["between_product"] == -plain["between_product"]


def test_another_party_between_them_is_counted():
    near = describe("Northland said that it wants the carbon levy.", "northland")
    far = describe("Northland said that Southland wants the carbon levy.", "northland")

    assert (near["between_parties"], far["between_parties"]) == (0, 1)


def test_without_a_place_for_the_target_only_the_sentence_is_described():
    assert set(describe("Northland welcomed the visitors.", "northland")) == {"leans_yes", "leans_no"}


@pytest.mark.parametrize(
    ("text", "levy", "fishing"),
    [
        ("Northland said no to the carbon levy but yes to fishing rights.", "opposes", "supports"),
        ("Ada Holm said yes to the carbon levy, but no to fishing rights.", "supports", "opposes"),
        ("Northland backs the carbon levy but not fishing rights.", "supports", "opposes"),
        ("Northland wants a carbon levy, not fishing rights.", "supports", "opposes"),
        ("Northland wants a carbon levy, not just fishing rights.", "supports", "supports"),
        ("In return for fishing rights, Northland wants a carbon levy.", "supports", "supports"),
        ('"Without fishing rights there will be no carbon levy," Ada Holm said.', "conditional", "supports"),
        ("There will be no carbon levy until the south pays, Ada Holm said.", "conditional", None),
        ("Northland neither backed nor rejected the carbon levy.", "undecided", None),
        ("Northland has not endorsed or opposed the carbon levy.", "undecided", None),
        ("Northland said it would not move from the carbon levy.", "supports", None),
        ("Northland wants no more carbon levy.", "opposes", None),
        ("Asked whether Northland would accept a carbon levy, Ada Holm said no.", "opposes", None),
        ("Asked whether Northland would accept a carbon levy, Ada Holm shook her head.", "opposes", None),
        ("Asked whether Northland would accept a carbon levy, Ada Holm said yes.", "supports", None),
    ],
)
def test_a_turn_within_a_sentence_is_followed(stances, text, levy, fishing):
    held = stances(text)

    assert held["northland", "carbon-levy"] == levy
    assert held.get(("northland", "fishing-rights")) == fishing
