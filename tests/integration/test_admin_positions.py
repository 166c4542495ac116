"""Positions in the admin: their timeline, and the forms that change them through history, foreseen and then done."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from positions import review
from positions.history import Foresight
from positions.models import Position, Revision
from positions.vocabulary import Stance
from tests.world import RiverTalks, hold, say, signed_in


@pytest.fixture
def position(talks: RiverTalks) -> Position:
    return hold(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, 10))


def address(position: Position, way: str) -> str:
    return reverse("admin:desk_change", args=[position.uuid, way])


def values(position: Position, **changes: object) -> dict[str, object]:
    """What the form shows, as a browser sends it, with what was typed over it."""
    held = {name: getattr(position, name) for name in ("stance", "act", "salience", "summary", "condition")}
    return {**held, "valid_from": position.valid_from.isoformat(), **changes}


def carry_out(client: Client, position: Position, way: str, given: dict[str, object]) -> str:
    """Sends the form twice, as its buttons do; gives the sentence in between."""
    foreseen = foresee(client, position, way, given)
    done = client.post(address(position, way), confirmed(given, foreseen))
    assert done.status_code == 302
    return foreseen.sentence


def foresee(client: Client, position: Position, way: str, given: dict[str, object]) -> Foresight:
    return client.post(address(position, way), given).context["foreseen"]


def confirmed(given: dict[str, object], foreseen: Foresight, **changes: object) -> dict[str, object]:
    """The form as its button *Do it* sends it, with what was typed after the page was made."""
    return {**given, "seen": foreseen.digest, "confirm": "1", **changes}


def test_a_correction_is_foreseen_and_then_recorded(grace, position):
    given = values(position, stance="supports", valid_from="2024-02-08")
    before = Position.objects.count()
    sentence = grace.post(address(position, "correct"), given).context["foreseen"].sentence
    assert sentence == (
        "Corrects Northland: opposes since 10 February 2024 to supports since 8 February 2024, "
        "its summary to “Northland supports: Northland builds the upper dam.”."
    )
    assert Position.objects.count() == before
    assert carry_out(grace, position, "correct", given) == sentence
    now = Position.objects.known().get()
    assert (now.stance, now.valid_from, now.reason) == ("supports", date(2024, 2, 8), "corrected")
    assert now.recorded_by.username == "grace"
    position.refresh_from_db()
    assert (position.stance, position.superseded_at) == ("opposes", now.recorded_at)


def test_a_move_is_foreseen_and_then_recorded(grace, position):
    given = values(position, stance="conditional", condition="if the League pays", valid_from="2024-03-01")
    assert carry_out(grace, position, "supersede", given) == (
        "Ends Northland: opposes since 10 February 2024; begins conditional, if the League pays on 1 March 2024; "
        "its summary is “Northland supports on a condition: Northland builds the upper dam "
        "(condition: if the League pays).”."
    )
    assert [row.stance for row in Position.objects.known()] == ["opposes", "conditional"]


@pytest.mark.parametrize("way", ["supersede", "correct"])
def test_a_sentence_that_the_new_stance_belies_is_written_anew_and_shown(grace, position, way):
    given = values(position, stance="conditional", condition="if the League pays.", valid_from="2024-03-01")
    anew = "Northland supports on a condition: Northland builds the upper dam (condition: if the League pays)."
    page = grace.post(address(position, way), given)
    assert page.context["form"]["summary"].value() == anew
    carry_out(grace, position, way, given)
    assert Position.objects.known().latest("valid_from").summary == anew


@pytest.mark.parametrize(
    "changes",
    [
        {"summary": "It would, if paid.", "stance": "conditional"},
        {"summary": "", "stance": "supports"},
        {"act": "demand"},
    ],
)
def test_a_sentence_of_ones_own_stays(grace, position, changes):
    given = values(position, **changes)
    carry_out(grace, position, "correct", given)
    assert Position.objects.known().get().summary == given["summary"]


def test_a_withdrawal_is_foreseen_and_then_recorded(grace, position):
    sentence = carry_out(grace, position, "withdraw", {"on": "2024-03-01"})
    assert sentence == "Withdraws Northland: opposes since 10 February 2024 on 1 March 2024."
    assert Position.objects.known().get().end_reason == "withdrawn"


@pytest.mark.parametrize(
    ("way", "changes", "problem"),
    [
        ("correct", {"valid_from": "the tenth"}, "Write the date as year-month-day"),
        ("correct", {"valid_from": "0024-02-10"}, "lies too far away"),
        ("correct", {"valid_to": "2024-02-01"}, "can&#x27;t end on 1 February 2024"),
        ("correct", {"valid_to": "2024-03-10"}, "Another position is recorded from 1 March 2024"),
        ("correct", {"scale_low": "60", "scale_high": "40"}, "from a lower to a higher number"),
        ("correct", {"stance": "unspecified"}, "give the place on the scale"),
        ("correct", {"term_text": "", "term_value": "thirty"}, "A term needs its words"),
        ("correct", {"term_text": "days", "term_value": "thirty"}, "is no number"),
        *(
            ("correct", {"term_text": "days", "term_value": number}, "Write it with a point, such as 2.5")
            for number in ("-1e999", "Infinity", "1e16", "1e-400000")
        ),
        *(
            ("correct", {"term_text": "days", "term_value": number}, "no number that can be stored")
            for number in ("10000000000000000", "0.00000000001")
        ),
        ("supersede", {"valid_from": "2023-01-01"}, "The position does not hold on 1 January 2023: it holds from "),
        ("withdraw", {"on": "2024-02-10"}, "can&#x27;t be withdrawn on 10 February 2024"),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason_and_nothing_is_lost(talks, grace, position, way, changes, problem):
    hold(talks, talks.northland, talks.dam, Stance.SUPPORTS, date(2024, 3, 1))
    standing = Position.objects.known().get(stance="opposes")
    before = Revision.objects.count()
    page = grace.post(address(standing, way), values(standing, summary="Kept.", **changes)).content.decode()
    assert problem in page
    assert way == "withdraw" or 'value="Kept."' in page
    assert Revision.objects.count() == before


def test_a_form_that_is_stale_or_sent_again_changes_nothing(talks, grace, position):
    given = values(position, stance="supports")
    carry_out(grace, position, "correct", given)
    n = Revision.objects.count()
    page = grace.post(address(position, "correct"), {**given, "confirm": "1"}).content.decode()
    assert "Nothing was changed. The position was changed meanwhile" in page
    assert Revision.objects.count() == n


def test_consequences_that_changed_between_the_two_sendings_are_shown_again(talks, grace, position):
    given = values(position, stance="conditional", valid_from="2024-03-01")
    old = foresee(grace, position, "supersede", given)
    say_again = say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 4, 1))
    review.accept_statement(say_again, by=talks.by)
    page = grace.post(address(position, "supersede"), confirmed(given, old))
    assert page.context["foreseen"].sentence != old.sentence
    assert "Nothing was changed yet" in page.content.decode()
    assert Position.objects.known().count() == 1


@pytest.mark.parametrize("typed_later", [{"valid_from": "2025-12-01"}, {"summary": "Not what the page said."}])
def test_what_is_typed_after_the_page_spoke_is_not_done_unseen(grace, position, typed_later):
    given = values(position, valid_from="2024-03-20")
    sent = confirmed(given, foresee(grace, position, "correct", given), **typed_later)
    page = grace.post(address(position, "correct"), sent)
    assert "Nothing was changed yet" in page.content.decode()
    assert Position.objects.known().get() == position
    given = {**given, **typed_later}
    assert grace.post(address(position, "correct"), confirmed(given, page.context["foreseen"])).status_code == 302


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"valid_from": "2024-03-10"},
            (
                "Dates Northland: opposes from 10 March 2024 instead of 10 February 2024, "
                "with nothing recorded for the days between."
            ),
        ),
        (
            {"valid_from": "2024-03-10", "valid_to": "2024-04-01"},
            (
                "Dates Northland: opposes from 10 March 2024 instead of 10 February 2024, "
                "with nothing recorded for the days between; withdraws opposes since 10 March 2024 on 1 April 2024."
            ),
        ),
        ({"summary": "No."}, "Corrects Northland: opposes since 10 February 2024, its summary to “No.”."),
        (
            {"act": "demand", "salience": "high", "summary": ""},
            (
                "Corrects Northland: opposes since 10 February 2024, its act to demand, its salience to high, "
                "its summary to none."
            ),
        ),
        (
            {"scale_low": "20", "scale_high": "40.5"},
            "Corrects Northland: opposes since 10 February 2024, its place on the scale to 20–40.5.",
        ),
        ({}, "Changes Northland: nothing of what is recorded."),
    ],
)
def test_the_sentence_of_a_correction_names_all_that_differs(grace, position, changes, sentence):
    assert foresee(grace, position, "correct", values(position, **changes)).sentence == sentence


def test_the_sentence_of_a_correction_names_the_new_end_with_what_is_held_until_then(grace, position):
    given = values(position, stance="supports", valid_to="2024-04-01", summary="Let it be built.")
    assert foresee(grace, position, "correct", given).sentence == (
        "Corrects Northland: opposes since 10 February 2024 to supports since 10 February 2024 until 1 April 2024, "
        "its summary to “Let it be built.”."
    )


def test_the_sentence_names_numbers_that_differ_where_the_words_are_the_same(grace, position):
    given = values(position, term_text="a fee", term_value="5", term_unit="euro")
    carry_out(grace, position, "correct", given)
    now = Position.objects.known().get()
    assert foresee(grace, now, "correct", {**given, "term_value": "7"}).sentence == (
        "Corrects Northland: opposes (a fee) since 10 February 2024, its numbers to 7 euro."
    )


def test_a_change_that_changes_nothing_is_not_offered(grace, position):
    page = grace.post(address(position, "correct"), values(position))
    assert "Do it" not in page.content.decode()
    sent = confirmed(values(position), page.context["foreseen"])
    assert grace.post(address(position, "correct"), sent).status_code == 200


def test_what_the_end_of_a_period_means_is_said_to_everybody(grace, position):
    page = grace.get(address(position, "correct")).content.decode()
    assert '<p class="desk-hint" id="choice_valid_to_helptext">The day after the last; empty: as it is.</p>' in page


def test_the_timeline_tells_reason_evidence_and_who(talks, grace, position):
    review.accept_statement(say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, 12)), by=talks.by)
    carry_out(grace, position, "correct", values(position, stance="supports", summary="<b>Builds</b>"))
    page = grace.get(reverse("admin:desk_timeline", args=[position.uuid])).content.decode()
    for told in (
        "Corrected, recorded by grace",
        "First recorded, recorded by ada",
        "The quota stays",
        "accepted by ada",
    ):
        assert told in page
    assert "&lt;b&gt;Builds" in page


def test_the_number_of_queries_of_a_timeline_does_not_grow(talks, grace, position, django_assert_max_num_queries):
    """Session, user, versions, evidence with its words, the position asked for, names of the talks."""
    counts = []
    for n in (1, 4):
        for day in range(n):
            said = say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 3, n + day))
            review.accept_statement(said, by=talks.by)
        with django_assert_max_num_queries(6) as queries:
            assert grace.get(reverse("admin:desk_timeline", args=[position.uuid])).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("way", ["correct", "supersede", "withdraw"])
def test_who_may_only_look_changes_nothing(talks, position, way):
    reader = User.objects.create_user("ken", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_position"))
    client = signed_in(reader)
    assert client.get(reverse("admin:desk_timeline", args=[position.uuid])).status_code == 200
    assert client.post(address(position, way), values(position)).status_code == 403
