"""Two people have the same entry of a catalog open: nothing that one of them saved is lost without a word."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from positions.catalog import find_entry, merge_entry, plan_merge, rename_entry
from positions.models import Issue, Negotiation, Participation, Speaker
from tests.world import RiverTalks, signed_in

CATALOG = "/admin/catalogs/river-talks/"
NORTHLAND, DAM, TALKS = f"{CATALOG}parties/northland/", f"{CATALOG}issues/dam/", f"{CATALOG}talks/"


def editor(name: str) -> Client:
    return signed_in(User.objects.create_superuser(name))


@pytest.fixture
def cat(talks: RiverTalks) -> Client:
    return editor("cat")


@pytest.fixture
def bo(talks: RiverTalks) -> Client:
    return editor("bo")


def opened(answer: Any, **typed: str) -> dict[str, Any]:
    """The form of a page as a browser sends it, with what was typed over it."""
    sheet, sent = answer.context["sheet"], {"seen": answer.context.get("seen") or ""}
    for part in sheet.parts:
        rows = getattr(part, "forms", [part])
        if rows != [part]:
            sent |= {field.html_name: field.value() for field in part.management_form}
        sent |= {field.html_name: field.value() for row in rows for field in row}
    return {name: value for name, value in {**sent, **typed}.items() if value is not None and value is not False}


def speakers() -> set[str]:
    return set(Speaker.objects.values_list("name", flat=True))


def dam() -> Issue:
    return Issue.objects.get(slug="dam")


def test_what_a_colleague_added_is_told_taken_over_and_saved_with_what_was_typed(cat: Client, bo: Client):
    mine = opened(cat.get(NORTHLAND), name="Northland Republic")
    bo.post(NORTHLAND, opened(bo.get(NORTHLAND), **{"speakers-1-name": "Bo Lind", "speakers-1-title": "Mayor"}))
    refused = cat.post(NORTHLAND, mine)
    page = refused.content.decode()
    assert "Nothing was saved" in page
    assert "bo changed the talks (catalog)" in page
    assert "<strong>Speakers</strong>: now “Ada Holm, Water Minister; Bo Lind, Mayor”" in page
    assert Participation.objects.get(party__slug="northland").name == "Northland"
    saved = cat.post(NORTHLAND, opened(refused), follow=True)
    assert "Saved as revision" in saved.content.decode()
    assert Participation.objects.get(party__slug="northland").name == "Northland Republic"
    assert speakers() == {"Ada Holm", "Bo Lind"}


def test_rows_and_lines_of_both_stand_together(cat: Client, bo: Client):
    mine = opened(cat.get(DAM), toward="the tall wall")
    bo.post(DAM, opened(bo.get(DAM), toward="the high wall\r\nthe weir"))
    refused = cat.post(DAM, mine)
    assert "“the high wall; the weir”. Both stand below" in refused.content.decode()
    cat.post(DAM, opened(refused))
    assert dam().toward == ["the tall wall", "the high wall", "the weir"]


def test_where_both_changed_one_text_the_own_stays_typed_and_replaces_it_knowingly(cat: Client, bo: Client):
    mine = opened(cat.get(DAM), title="The tall dam")
    bo.post(DAM, opened(bo.get(DAM), title="The high dam"))
    refused = cat.post(DAM, mine)
    page = refused.content.decode()
    assert "<strong>Title</strong>: now “The high dam”. What you typed stands below and would replace it" in page
    assert 'value="The tall dam"' in page
    assert dam().title == "The high dam"
    cat.post(DAM, opened(refused))
    assert dam().title == "The tall dam"


def test_a_third_change_is_told_too(cat: Client, bo: Client):
    mine = opened(cat.get(DAM), title="The tall dam")
    bo.post(DAM, opened(bo.get(DAM), topic="building"))
    refused = cat.post(DAM, mine)
    bo.post(DAM, opened(bo.get(DAM), topic="walls"))
    again = cat.post(DAM, opened(refused))
    assert "now “walls”" in again.content.decode()
    cat.post(DAM, opened(again))
    assert (dam().title, dam().topic) == ("The tall dam", "walls")


def test_trying_cues_out_or_a_refusal_forgets_nothing_of_what_was_seen(cat: Client, bo: Client):
    mine = opened(cat.get(DAM), title="", toward="the wall")
    bo.post(DAM, opened(bo.get(DAM), topic="building"))
    tried = cat.post(DAM, {**mine, "try": "1"})
    refused = cat.post(DAM, {**opened(tried), "title": "The wall"})
    assert "now “building”" in refused.content.decode()
    assert dam().topic == "building"


def test_the_talks_themselves_are_watched_as_their_entries_are(cat: Client, bo: Client, talks: RiverTalks):
    mine = opened(cat.get(TALKS), title="Talks on a river")
    bo.post(TALKS, opened(bo.get(TALKS), description="Who may build what."))
    refused = cat.post(TALKS, mine)
    assert "<strong>Description</strong>: now “Who may build what.”" in refused.content.decode()
    cat.post(TALKS, opened(refused))
    stored = Negotiation.objects.get(pk=talks.negotiation.pk)
    assert (stored.title, stored.description) == ("Talks on a river", "Who may build what.")


def test_a_form_sent_twice_is_saved_once_and_refused_neither_time(cat: Client):
    mine = opened(cat.get(DAM), title="The tall dam")
    for told in ("Saved as revision", "Saved; nothing differed."):
        assert told in cat.post(DAM, mine, follow=True).content.decode()
    new = opened(cat.get(f"{CATALOG}issues/"), **{"new-slug": "weir", "title": "Weir", "proposition": "It is built."})
    for told in ("Saved as revision", "Saved; nothing differed."):
        assert told in cat.post(f"{CATALOG}issues/", new, follow=True).content.decode()


def test_what_others_changed_elsewhere_is_no_reason_to_refuse(cat: Client, bo: Client):
    mine = opened(cat.get(DAM), title="The tall dam")
    bo.post(f"{CATALOG}issues/water-share/", opened(bo.get(f"{CATALOG}issues/water-share/"), topic="water"))
    assert "Saved as revision" in cat.post(DAM, mine, follow=True).content.decode()


def test_a_new_entry_never_takes_the_place_of_one_that_is_there(cat: Client, talks: RiverTalks):
    before = find_entry(talks.negotiation, "issues", "dam")
    form = opened(cat.get(f"{CATALOG}issues/"), **{"new-slug": "dam", "title": "Another", "proposition": "Another."})
    page = cat.post(f"{CATALOG}issues/", form).content.decode()
    assert "“dam” is another&#x27;s name already" in page
    assert find_entry(talks.negotiation, "issues", "dam") == before


@pytest.mark.parametrize("seen", ["", "x", "[]", "null", '{"entry": 7}', '{"entry": {"toward": 7}, "revision": 1e400}'])
def test_a_form_that_does_not_say_what_it_showed_replaces_nothing(cat: Client, seen: str):
    before = dam().proposition
    refused = cat.post(DAM, opened(cat.get(DAM), seen=seen, proposition="Another."))
    assert "Nothing was saved" in refused.content.decode()
    assert dam().proposition == before


def test_a_form_of_a_renamed_entry_saves_to_the_present_one(cat: Client, talks: RiverTalks):
    mine = opened(cat.get(DAM), proposition="Northland builds two dams.")
    rename_entry(talks.negotiation, "issues", "dam", "upper-dam", by=talks.by)
    assert "Saved as revision" in cat.post(DAM, mine, follow=True).content.decode()
    assert Issue.objects.get(slug="upper-dam").proposition == "Northland builds two dams."


def test_a_form_of_an_entry_merged_since_says_what_the_other_is(cat: Client, talks: RiverTalks):
    mine = opened(cat.get(DAM), topic="building")
    plan = plan_merge(talks.negotiation, "issues", "dam", into="water-share")
    merge_entry(talks.negotiation, "issues", "dam", into="water-share", seen=plan.seen, by=talks.by)
    page = cat.post(DAM, mine).content.decode()
    assert "ada changed the talks (catalog)" in page
    assert "now “Share of the water”" in page
    assert Issue.objects.get(slug="water-share").topic == "water"
