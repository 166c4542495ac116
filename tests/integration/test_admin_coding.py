"""Coding by hand without a browser: nothing that is typed gets lost, and nothing is said to be stored that is not."""

import re
from datetime import date

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from positions import correction, review
from positions.models import Article, Negotiation, Statement
from positions.take_down import take_down_article
from positions.vocabulary import Stance
from tests.world import RiverTalks, say, signed_in

QUOTATION = reverse("admin:desk_quotation")


@pytest.fixture
def ken(talks: RiverTalks, roles: None) -> Client:
    coder = User.objects.create_user("ken", is_staff=True)
    coder.groups.add(Group.objects.get(name="coder"))
    return signed_in(coder)


@pytest.fixture
def coded(talks: RiverTalks) -> Statement:
    return say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 3, 5))


def typed(statement: Statement, **changes: object) -> dict[str, object]:
    """The words of that statement coded once more, with other values around them."""
    own = {"quote": statement.quote, "party": statement.party.slug, "target": statement.target.slug}
    more = {"stance": statement.stance, "act": "demand", "attribution": "reported", "salience": "high"}
    return {**own, **more, "condition": "if it rains", "speaker": "Bo Rask", "said_on": "2024-03-09", **changes}


def quotation(**changes: object) -> dict[str, object]:
    values = {"quote": "We shall build it.", "party": "northland", "target": "dam", "stance": "supports"}
    source = {"title": "Speech at Northport", "url": "", "outlet": "Northport Courier", "said_on": "2024-03-07"}
    return {**values, **source, "act": "declaration", "attribution": "quoted", "salience": "unspecified", **changes}


def code(client: Client, statement: Statement, **changes: object) -> str:
    address = reverse("admin:desk_article", args=[statement.article.uuid])
    return client.post(address, typed(statement, **changes), follow=True).content.decode()


@pytest.mark.parametrize("button", [{}, {"review": "1"}], ids=["and-go-on", "and-review"])
def test_words_that_are_coded_already_are_refused_and_nothing_typed_is_lost(ken, coded, button):
    page = code(ken, coded, **button)
    assert "Nothing was stored: these words are coded already as Northland: opposes The upper dam" in page
    assert "said on 5 March 2024 by Ada Holm; it waits for review" in page
    assert f"{reverse('admin:desk')}?statement={coded.uuid}" in page
    for value in ("if it rains", "Bo Rask", "2024-03-09"):
        assert f'value="{value}"' in page
    assert Statement.objects.count() == 1


def test_what_was_decided_on_the_known_statement_is_told(talks, ken, coded):
    review.reject_statement(coded, by=talks.by)
    page = code(ken, coded)
    assert "ada rejected it on" in page
    assert "waits for review" not in page


def test_a_form_that_lacks_something_says_so_at_its_top_and_leads_to_the_first_of_it(ken, coded):
    page = code(ken, coded, party="", attribution="")
    assert "Nothing was stored. Look at: Party, Known how. What you typed is still here." in page
    assert re.search(r'<select name="party"[^>]* autofocus', page)
    assert page.count("autofocus") == 1
    assert 'id="choice_party_error"' in page


def test_what_the_next_statement_shares_with_the_last_is_filled_in(ken, coded):
    page = code(ken, coded, stance="undecided")
    assert 'value="Bo Rask"' in page
    assert re.search(r'<option value="northland" selected>', page)
    assert re.search(r'<option value="reported" selected>', page)
    assert not re.search(r'<option value="dam" selected>', page)
    assert 'value="if it rains"' not in page


def test_talks_without_parties_say_where_they_are_added(ken, talks):
    Negotiation.objects.create(slug="new-talks", title="New talks", started_on=date(2024, 1, 1))
    page = ken.get(f"{QUOTATION}?negotiation=new-talks").content.decode()
    assert "These talks have no party yet" in page
    assert reverse("admin:catalog", args=["new-talks"]) in page


def test_the_same_words_with_another_stance_are_stored(ken, coded):
    assert "It waits for review" in code(ken, coded, stance="undecided")
    assert Statement.objects.get(stance="undecided").coder.username == "ken"


def test_a_quotation_that_is_coded_already_is_refused_and_nothing_typed_is_lost(ken):
    ken.post(QUOTATION, quotation())
    page = ken.post(QUOTATION, quotation(condition="if it rains", said_on="2024-03-09")).content.decode()
    assert "Nothing was stored: these words are coded already as Northland: supports The upper dam" in page
    assert 'value="if it rains"' in page
    assert (Statement.objects.count(), Article.objects.count()) == (1, 1)


@pytest.mark.parametrize("outlet", ["Southport Herald", ""])
def test_a_source_that_is_known_with_another_outlet_is_told(ken, outlet):
    ken.post(QUOTATION, quotation(outlet=outlet))
    page = ken.post(QUOTATION, quotation(party="southland")).content.decode()
    assert "This source is stored already" in page
    assert 'value="Northport Courier"' in page
    assert Statement.objects.count() == 1


def test_a_quotation_with_an_outlet_left_empty_takes_that_of_the_known_source(ken):
    ken.post(QUOTATION, quotation())
    assert ken.post(QUOTATION, quotation(party="southland", outlet="")).status_code == 302
    assert Statement.objects.count() == 2


def test_a_quotation_that_differs_only_in_invisible_characters_is_the_known_one(ken):
    ken.post(QUOTATION, quotation())
    assert ken.post(QUOTATION, quotation(quote="We\u200b shall build it.", party="southland")).status_code == 302
    assert set(Statement.objects.values_list("quote", flat=True)) == {"We shall build it."}


def test_a_quotation_that_was_taken_down_is_not_stored_again(talks, ken):
    ken.post(QUOTATION, quotation())
    take_down_article(Article.objects.get(), reason="Rights.", by=talks.by)
    page = ken.post(QUOTATION, quotation(party="southland")).content.decode()
    assert "was taken down" in page
    assert 'value="Speech at Northport"' in page


@pytest.mark.parametrize("name", ["party", "target", "attribution"])
def test_whose_stance_on_what_is_chosen_by_a_person_and_never_by_the_form(ken, name):
    assert re.search(rf'<select name="{name}"[^>]*>\s*<option value="" selected>', ken.get(QUOTATION).content.decode())
    page = ken.post(QUOTATION, quotation(**{name: ""})).content.decode()
    assert "This field is required." in page
    assert Statement.objects.count() == 0


def test_who_codes_from_a_page_of_before_its_day_was_corrected_is_told_and_given_the_new_one(ken, coded, talks):
    wording = correction.Wording(title="", outlet="", published_on=date(2024, 3, 9))
    correction.correct_article(coded.article, wording, reason="The archive.", by=talks.by, n_seen=0)
    shown = {"target": "water-share", "shown_on": "2024-03-05", "said_on": "2024-03-05"}
    page = code(ken, coded, **shown)
    assert "Nothing was stored: the day of the article was corrected meanwhile" in page
    assert 'name="said_on" value="2024-03-09"' in page
    assert 'name="shown_on" value="2024-03-09"' in page
    assert Statement.objects.count() == 1
    code(ken, coded, **shown | {"said_on": "2024-03-01"})
    assert Statement.objects.latest("pk").said_on == date(2024, 3, 1)


def test_the_day_that_the_last_statement_had_is_offered_as_the_one_that_it_was_corrected_to(ken, coded, talks):
    wording = correction.Wording(title="", outlet="", published_on=date(2024, 3, 9))
    correction.correct_article(coded.article, wording, reason="The archive.", by=talks.by, n_seen=0)
    page = ken.get(
        reverse("admin:desk_article", args=[coded.article.uuid]), {"stored": str(coded.uuid)}
    ).content.decode()
    assert 'name="said_on" value="2024-03-09"' in page
