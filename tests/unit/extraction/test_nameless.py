"""What the entailment model is shown of a sentence: marks for the parties, and whatever else it says as it stands."""

from dataclasses import replace

import pytest

from positions.extraction.nameless import MAX_SENTENCE, PARTY_MARKS
from positions.extraction.pairs import PairMaker
from positions.extraction.parsing import parse
from positions.extraction.wordpieces import piece_numbers
from tests.unit.extraction.conftest import CATALOG

FIRST, SECOND = PARTY_MARKS[:2]


def in_pieces(numbers: tuple[int, ...]) -> str:
    pieces = {number: piece for piece, number in piece_numbers().items()}
    return " ".join(pieces[number] for number in numbers)


def seen(text: str, party: str, target: str, *, catalog=CATALOG) -> tuple[str, str]:
    """The last sentence of a text, and what is asked of it."""
    nameless = PairMaker(parse(text), catalog=catalog, published_on=None).nameless
    sentence = nameless.sentence(len(nameless.parsed.sentences) - 1)
    return in_pieces(sentence.pieces), in_pieces(nameless.proposition(sentence, party, target))


def test_a_party_has_one_mark_in_the_sentence_and_in_what_is_asked():
    sentence, asked = seen("Southland wants Northland to drop its steel tariffs.", "southland", "steel-tariffs")
    assert sentence.startswith(f"{FIRST} wants {SECOND} to drop")
    assert asked == f"{FIRST} : {SECOND} keeps its tariffs on steel ."


@pytest.mark.parametrize("name", ["Southport", "The Southlandic government", "Bo Varga", "Varga"])
def test_aliases_offices_and_speakers_are_marks_of_their_party(name):
    sentence, _ = seen(f"{name} rejects the carbon levy.", "southland", "carbon-levy")
    assert FIRST in sentence
    assert "south" not in sentence
    assert "varga" not in sentence


def test_other_names_change_nothing_that_the_model_sees():
    renamed = replace(
        CATALOG,
        parties=tuple(
            replace(party, name=name, aliases=(), speakers=())
            for party, name in zip(CATALOG.parties, ("Ruritania", "Zembla", "Pilots' Guild"), strict=True)
        ),
        issues=tuple(
            replace(
                issue, proposition=issue.proposition.replace("Northland", "Ruritania").replace("Southland", "Zembla")
            )
            for issue in CATALOG.issues
        ),
    )
    for target in ("steel-tariffs", "fishing-rights"):
        ours = seen("Northland told Southland that it would keep the tariffs.", "northland", target)
        theirs = seen("Ruritania told Zembla that it would keep the tariffs.", "northland", target, catalog=renamed)
        assert ours == theirs


def test_a_pronoun_gives_way_to_the_mark_of_whom_it_stands_for():
    sentence, _ = seen("Northland met the press. It rejected the carbon levy.", "northland", "carbon-levy")
    assert sentence.startswith(f"{FIRST} [unused13] rejected the carbon levy")


def test_who_is_quoted_without_a_name_in_the_sentence_is_said_to_be():
    text = 'Ada Holm of Northland spoke on Monday. "The carbon levy must come," she said.'
    _, asked = seen(text, "northland", "carbon-levy")
    assert asked.startswith(FIRST)
    carried = 'Northland walked out. "The carbon levy" was not discussed.'
    _, asked = seen(carried, "northland", "carbon-levy")
    assert asked.startswith((f"{FIRST} [unused11] :", f"{FIRST} [unused12] :"))


def test_typographic_quotation_marks_are_read_as_plain_ones():
    curly, _ = seen("“Northland rejects the carbon levy,” Varga said.", "northland", "carbon-levy")
    plain, _ = seen('"Northland rejects the carbon levy," Varga said.', "northland", "carbon-levy")
    assert curly == plain
    assert "[UNK]" not in curly


def test_a_proposal_is_asked_by_its_title():
    _, asked = seen("Northland stands by the April draft.", "northland", "april-draft")
    assert asked == f"{FIRST} : proposal : draft of april"


def test_a_sentence_of_a_thousand_words_is_cut():
    nameless = PairMaker(
        parse("Northland " + "really " * 1_000 + "waits."), catalog=CATALOG, published_on=None
    ).nameless
    assert all(len(nameless.sentence(n).pieces) <= MAX_SENTENCE for n in range(len(nameless.parsed.sentences)))


def test_more_parties_than_marks_share_the_last():
    parties = tuple(replace(CATALOG.parties[0], slug=f"p{n}", name=f"State{n}x", aliases=()) for n in range(14))
    crowded = replace(CATALOG, parties=parties)
    text = ", ".join(party.name for party in parties) + " reject the carbon levy."
    sentence, asked = seen(text, "p13", "carbon-levy", catalog=crowded)
    assert sentence.count(PARTY_MARKS[-1]) == 14 - len(PARTY_MARKS) + 1
    assert asked.startswith(PARTY_MARKS[-1])
