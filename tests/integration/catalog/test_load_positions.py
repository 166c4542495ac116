"""Positions of a catalog file: recorded once, corrected by the file, never against a curator."""

from datetime import date

import pytest

from positions import history
from positions.catalog import CatalogConflict
from positions.models import Article, Position, Statement
from positions.review import undo_decision
from positions.take_down import take_down_article
from positions.vocabulary import Act, Attribution, Extent, Reason, Stance
from tests.integration.catalog.talks import everything

EVIDENCE = "    evidence:\n"
MORE_EVIDENCE = """\
    evidence:
      - {quote: Not a drop more., attribution: quoted, said_on: 2024-03-01, article: {title: Again}}
"""


def northland_on_share() -> list[Position]:
    """What stands now, over all valid time."""
    standing = Position.objects.known().filter(party__slug="northland", target__slug="share")
    return list(standing.order_by("valid_from"))


def test_a_position_is_recorded_with_its_quotation_as_evidence(load):
    load()
    (position,) = northland_on_share()
    assert (position.stance, position.act, position.salience) == ("opposes", "rejection", "red_line")
    assert (position.valid_from, position.reason) == (date(2024, 2, 10), Reason.FIRST_RECORDED.value)
    statement = position.evidence.get().statement
    assert (statement.quote, statement.speaker, statement.said_on) == (
        "The quota stays.",
        "Ada Holm",
        date(2024, 2, 11),
    )
    assert statement.attribution == Attribution.QUOTED.value
    assert (statement.article.extent, statement.article.outlet) == (Extent.EXCERPT.value, "Courier")


def test_a_position_without_a_quotation_is_recorded_too(load):
    load()
    position = Position.objects.get(party__slug="southland")
    assert (position.stance, position.evidence.count()) == ("supports", 0)


def test_more_evidence_for_the_same_position_is_added(load):
    load()
    loaded = load((EVIDENCE, MORE_EVIDENCE))
    assert (loaded.positions.n_updated, loaded.positions.n_unchanged) == (1, 1)
    (position,) = northland_on_share()
    assert [evidence.statement.quote for evidence in position.evidence.known()] == [
        "The quota stays.",
        "Not a drop more.",
    ]


def test_a_changed_position_is_a_correction(load):
    load()
    load(("summary: Northland keeps its quota.", "summary: Northland keeps what it has."))
    (position,) = northland_on_share()
    assert (position.summary, position.reason) == ("Northland keeps what it has.", Reason.CORRECTED.value)
    assert position.evidence.known().count() == 1


def test_a_position_from_a_later_day_is_a_move(load):
    load()
    later = "  - {party: northland, target: share, stance: conditional, condition: If paid., valid_from: 2024-04-01}\n"
    load(("positions:\n", f"positions:\n{later}"))
    first, second = northland_on_share()
    assert (first.valid_to, second.valid_from) == (date(2024, 4, 1), date(2024, 4, 1))
    assert (second.stance, second.reason) == (Stance.CONDITIONAL.value, Reason.PARTY_MOVED.value)


LATER = "  - {party: northland, target: share, stance: opposes, act: rejection, valid_from: 2024-04-01, salience: low"


@pytest.mark.parametrize(
    "evidence",
    ["}\n", ", evidence: [{quote: We could live with less., attribution: quoted, article: {title: Softer}}]}\n"],
)
def test_a_position_of_another_weight_from_a_later_day_is_one_of_its_own(load, evidence):
    load(("positions:\n", f"positions:\n{LATER}{evidence}"))
    first, second = northland_on_share()
    assert (first.salience, first.valid_to, first.evidence.known().count()) == ("red_line", date(2024, 4, 1), 1)
    assert (second.salience, second.valid_from) == ("low", date(2024, 4, 1))
    assert second.evidence.known().count() == evidence.count("quote:")
    before = everything()
    assert load(("positions:\n", f"positions:\n{LATER}{evidence}")).positions.n_unchanged == 3
    assert everything() == before


def test_a_red_line_of_a_file_goes_with_the_undoing_of_its_quotation(load, curator):
    quoted = ", evidence: [{quote: We could live with less., attribution: quoted, article: {title: Softer}}]}\n"
    load(("positions:\n", f"positions:\n{LATER}{quoted}"))
    undo_decision(Statement.objects.get(quote="We could live with less."), by=curator)
    (position,) = northland_on_share()
    assert (position.salience, position.valid_to) == ("red_line", None)


@pytest.mark.parametrize(
    "edited",
    [
        ("summary: Northland keeps its quota.", "summary: Northland keeps what it has."),
        ("valid_from: 2024-02-10", "valid_from: 2024-02-12"),
    ],
)
def test_what_a_curator_took_back_is_not_recorded_again_because_its_entry_was_edited(load, curator, edited):
    load()
    undo_decision(Statement.objects.get(quote="The quota stays."), by=curator)
    assert load(edited).positions.n_unchanged == 2
    assert northland_on_share() == []


def test_a_quotation_that_proves_another_position_already_does_not_keep_one_from_being_recorded(load):
    later = """\
  - party: northland
    target: share
    stance: opposes
    condition: Until the dam is built.
    valid_from: 2024-04-01
    evidence:
      - quote: The quota stays.
        attribution: quoted
        article: {title: Minister digs in, outlet: Courier, url: 'https://example.org/a', published_on: 2024-02-11}
"""
    load()
    assert load(("positions:\n", f"positions:\n{later}")).positions.n_new == 1
    first, second = northland_on_share()
    assert (first.valid_to, second.valid_from, second.condition) == (
        date(2024, 4, 1),
        date(2024, 4, 1),
        "Until the dam is built.",
    )
    assert (first.evidence.known().count(), second.evidence.known().count()) == (1, 0)


def test_an_earlier_day_for_the_same_position_makes_it_grow_back_whatever_its_quotation(load):
    load()
    load(("valid_from: 2024-02-10", "valid_from: 2024-01-05"))
    (position,) = northland_on_share()
    assert (position.valid_from, position.valid_to, position.evidence.known().count()) == (date(2024, 1, 5), None, 1)


def test_what_a_curator_corrected_is_not_undone_by_loading_again(load, curator):
    load()
    (position,) = northland_on_share()
    softer = history.Content(stance=Stance.UNDECIDED, act=Act.DECLARATION, summary="It is not sure.")
    history.correct_position(position, by=curator, content=softer)
    before = everything()
    assert load((EVIDENCE, MORE_EVIDENCE)).positions.n_unchanged == 2
    assert everything() == before


def test_what_a_curator_withdrew_stays_withdrawn(load, curator):
    load()
    (position,) = northland_on_share()
    history.withdraw_position(position, on=date(2024, 5, 1), by=curator)
    before = everything()
    load()
    assert everything() == before


def test_a_quotation_that_a_curator_took_back_is_not_put_forward_again(load, curator):
    load()
    undo_decision(Statement.objects.get(), by=curator)
    before = everything()
    load()
    assert everything() == before


def test_positions_are_recorded_in_the_order_in_which_they_were_held(load):
    later = "  - {party: northland, target: share, stance: conditional, condition: If paid., valid_from: 2024-04-01}\n"
    load(("positions:\n", f"positions:\n{later}"))
    assert [row.reason for row in northland_on_share()] == [Reason.FIRST_RECORDED.value, Reason.PARTY_MOVED.value]


def test_the_same_content_from_a_later_day_is_the_same_position_however_often_it_is_loaded(load):
    again = "  - {party: southland, target: share, stance: supports, act: demand, valid_from: 2024-06-01}\n"
    load(("positions:\n", f"positions:\n{again}"))
    before = everything()
    load(("positions:\n", f"positions:\n{again}"))
    assert Position.objects.get(party__slug="southland").valid_from == date(2024, 2, 12)
    assert everything() == before


def test_a_quotation_that_was_taken_down_is_told_and_nothing_is_loaded(load, curator):
    load()
    take_down_article(Article.objects.get(text="The quota stays."), reason="Rights.", by=curator)
    with pytest.raises(CatalogConflict, match=r"“The quota stays\.” can't be stored: .* was taken down on"):
        load(("summary: Northland keeps its quota.", "summary: Northland keeps what it has."))
    assert northland_on_share()[0].summary == "Northland keeps its quota."
