"""What an analyst has open in the admin while somebody renames what it is about goes on, and nothing typed is lost."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from positions.catalog import merge_entry, plan_merge, rename_entry, rename_talks
from positions.models import Article, Issue, Negotiation, Party, PendingStatement, Position, Statement
from positions.vocabulary import Stance
from tests.world import RiverTalks, hold, river_talks, say, write_article

CATALOG = "/admin/catalogs/river-talks/"
DESK, DECIDE, QUOTATION = reverse("admin:desk"), reverse("admin:desk_decide"), reverse("admin:desk_quotation")
POSITIONS = f"{reverse('admin:positions_position_changelist')}import/"
CODED = {"party": "northland", "target": "dam", "stance": "opposes", "act": "declaration", "attribution": "quoted"}
CODED |= {"salience": "unspecified", "said_on": "2024-03-05", "quote": "The dam is dead."}


@pytest.fixture
def article(talks: RiverTalks) -> Article:
    return write_article("Ms Holm said: “The dam is dead.” Nobody answered.")


def rename_all(talks: RiverTalks) -> None:
    rename_talks(talks.negotiation, "silver-river", by=talks.by)
    rename_entry(talks.negotiation, "parties", "northland", "north", by=talks.by)
    rename_entry(talks.negotiation, "issues", "dam", "upper-dam", by=talks.by)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", ""),
        ("talks/", "talks/"),
        ("file/", "file/"),
        ("issues/", "issues/"),
        ("issues/dam/", "issues/upper-dam/"),
        ("issues/dam/merge/", "issues/upper-dam/merge/"),
        ("parties/northland/", "parties/north/"),
        ("proposals/league-draft/", "proposals/league-draft/"),
    ],
)
def test_an_old_address_of_a_catalog_leads_to_the_present_one(grace: Client, talks: RiverTalks, old: str, new: str):
    rename_all(talks)
    answer = grace.get(CATALOG + old, follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain == [(f"/admin/catalogs/silver-river/{new}", 302)]


def test_a_name_that_nobody_ever_had_leads_nowhere(grace: Client, talks: RiverTalks):
    rename_all(talks)
    for address in ("/admin/catalogs/river/", f"{CATALOG}issues/wall/", "/admin/catalogs/river/issues/dam/"):
        assert grace.get(address, follow=True).status_code == 404
    assert grace.post(f"{CATALOG}issues/wall/rename/", {"renamed": "weir"}).status_code == 404


def test_what_is_typed_about_renamed_others_is_about_them_still(grace: Client, talks: RiverTalks):
    shown = grace.get(f"{CATALOG}issues/water-share/").context["seen"]
    rename_all(talks)
    sent = {"seen": shown, "title": "Share", "proposition": "Half.", "topic": "water", "parent": "dam"}
    sent |= {"scale-TOTAL_FORMS": "0", "scale-INITIAL_FORMS": "0"}
    page = grace.post(f"{CATALOG}issues/water-share/", sent, follow=True).content.decode()
    assert "Saved as revision" in page
    assert Issue.objects.get(slug="water-share").parent == talks.dam


def test_renaming_and_merging_from_an_old_page_reach_the_present_entry(grace: Client, talks: RiverTalks):
    rename_all(talks)
    page = grace.post(f"{CATALOG}issues/dam/rename/", {"renamed": "high-dam"}, follow=True).content.decode()
    assert "Renamed from “upper-dam”, which keeps answering." in page
    page = grace.post(f"{CATALOG}issues/dam/merge/", {"into": "water-share"}).content.decode()
    assert "What would happen: “The upper dam” into “Share of the water”" in page


def test_an_entry_that_was_merged_leads_to_the_other_which_no_old_page_renames(grace: Client, talks: RiverTalks):
    plan = plan_merge(talks.negotiation, "issues", "dam", into="water-share")
    merge_entry(talks.negotiation, "issues", "dam", into="water-share", seen=plan.seen, by=talks.by)
    assert grace.get(f"{CATALOG}issues/dam/").url == f"{CATALOG}issues/water-share/"
    assert grace.post(f"{CATALOG}issues/dam/rename/", {"renamed": "wall"}).status_code == 404
    assert Issue.objects.filter(slug="water-share").exists()


def test_two_who_rename_the_same_talks_at_once_both_keep_the_names_that_they_knew(talks: RiverTalks):
    stale = Negotiation.objects.get(pk=talks.negotiation.pk)
    rename_talks(talks.negotiation, "silver-river", by=talks.by)
    rename_talks(stale, "quick-river", by=talks.by)
    assert set(stale.former_slugs.values_list("slug", flat=True)) == {"river-talks", "silver-river"}


def test_a_statement_is_coded_under_the_names_that_the_page_had(grace: Client, talks: RiverTalks, article: Article):
    address = f"{reverse('admin:desk_article', args=[article.uuid])}?negotiation=river-talks"
    rename_all(talks)
    assert "Stored: " in grace.post(address, CODED, follow=True).content.decode()
    assert Statement.objects.filter(party=talks.northland, target=talks.dam, article=article).count() == 1


def test_a_quotation_is_recorded_under_the_names_that_the_page_had(grace: Client, talks: RiverTalks):
    rename_all(talks)
    assert grace.post(f"{QUOTATION}?negotiation=river-talks", {**CODED, "title": "A speech"}).status_code == 302
    assert Statement.objects.get().party == talks.northland


def test_a_page_for_coding_names_its_talks_so_that_more_talks_lose_nothing_typed(
    grace: Client, talks: RiverTalks, article: Article
):
    for address in (reverse("admin:desk_article", args=[article.uuid]), QUOTATION):
        assert '<form method="post" action="?negotiation=river-talks"' in grace.get(address).content.decode()


@pytest.fixture
def waiting(talks: RiverTalks) -> list[Statement]:
    return [say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 3, day)) for day in (1, 2)]


@pytest.mark.parametrize("asked", ["negotiation=river-talks&party=northland&target=dam", "party=northland"])
def test_the_desk_goes_on_with_its_filter(grace: Client, talks: RiverTalks, waiting: list[Statement], asked: str):
    rename_all(talks)
    sent = {"statement": waiting[0].uuid, "decision": "reject", "reason": "No."}
    page = grace.post(f"{DECIDE}?{asked}", sent).content.decode()
    assert "Rejected: " in page
    assert "Nothing is waiting" not in page
    assert "party=north&" in page


def test_a_filter_by_a_name_that_others_have_today_means_them(grace: Client, talks: RiverTalks):
    other = river_talks(by=talks.by, slug="other-talks")
    say(other, other.northland, other.dam, Stance.OPPOSES, date(2024, 3, 1))
    rename_entry(talks.negotiation, "issues", "dam", "upper-dam", by=talks.by)
    assert grace.get(DESK, {"target": "dam"}).context["statement"].target.negotiation == other.negotiation


def test_a_statement_on_the_desk_is_accepted_once_it_was_looked_at_under_its_present_names(
    grace: Client, talks: RiverTalks, waiting: list[Statement]
):
    seen = grace.get(DESK, {"statement": str(waiting[0].uuid)}).context["outcome"].seen
    rename_all(talks)
    sent = {**CODED, "statement": waiting[0].uuid, "decision": "accept", "seen": seen, "said_on": "2024-03-01"}
    sent |= {name: getattr(waiting[0], name) for name in ("act", "attribution", "salience", "speaker", "condition")}
    again = grace.post(DECIDE, sent)
    assert "Below is what is recorded there" in again.content.decode()
    assert again.context["form"].data["party"] == "north"
    grace.post(DECIDE, {**sent, "party": "north", "target": "upper-dam", "seen": again.context["outcome"].seen})
    assert Position.objects.get().party == talks.northland
    assert PendingStatement.objects.count() == 1


def test_the_audit_trail_is_filtered_by_a_former_name(grace: Client, talks: RiverTalks):
    hold(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 3, 1))
    rename_all(talks)
    answer = grace.get(reverse("admin:desk_trail"), {"talks": "river-talks"})
    assert answer.status_code == 200
    assert {deed.talks for deed in answer.context["deeds"]} == {"Talks on the Silver River"}


def send(client: Client, rows: str) -> Any:
    file = SimpleUploadedFile("sheet.csv", f"negotiation,party,target,stance,valid_from\n{rows}".encode())
    return client.post(POSITIONS, {"negotiation": "river-talks", "sheet": file})


def confirm(client: Client, trial: Any) -> Any:
    sent = {"confirm": trial.context["token"], "summary": trial.context["trial"].summary}
    return client.post(POSITIONS, sent, follow=True)


def test_a_file_that_waits_is_stored_though_the_talks_were_renamed_since_the_dry_run(grace: Client, talks: RiverTalks):
    trial = send(grace, "river-talks,northland,dam,supports,2024-02-01\n")
    rename_all(talks)
    again = confirm(grace, trial)
    assert "something changed since the dry run" in again.content.decode()
    assert again.context["trial"].summary == "silver-river: positions 1 new"
    assert "Stored: silver-river: positions 1 new" in confirm(grace, again).content.decode()


def test_a_file_with_former_names_is_about_what_had_them(grace: Client, talks: RiverTalks):
    rename_all(talks)
    confirm(grace, send(grace, "river-talks,northland,dam,supports,2024-02-01\n"))
    assert Position.objects.get().party == Party.objects.get(slug="north")


def test_a_file_of_other_talks_is_still_refused(grace: Client, talks: RiverTalks):
    river_talks(by=talks.by, slug="other-talks")
    (problem,) = send(grace, "other-talks,northland,dam,supports,2024-02-01\n").context["problems"]
    assert problem.message == "is of other talks, “other-talks”"
