"""Addresses that use a name given up since."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client

from positions.catalog import (
    EntryInvalid,
    catalog_yaml,
    find_entry,
    load_catalog,
    merge_entry,
    plan_merge,
    read_catalog_file,
    rename_entry,
    rename_talks,
    save_entry,
)
from positions.models import FormerSlug, Negotiation, Participation, Party, Target
from positions.queries.catalog.former_slugs import PresentSlugs
from positions.review import accept_statement
from positions.vocabulary import Stance
from tests.api.asking import ask
from tests.api.posting import bearer
from tests.world import RiverTalks, hold, one_more_issue, one_more_party, river_talks, say

TALKS = "/api/v1/negotiations/river-talks/"


@pytest.fixture(autouse=True)
def dam_is_opposed(talks: RiverTalks) -> None:
    hold(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 3, 1))


def rename_all(talks: RiverTalks) -> None:
    rename_talks(talks.negotiation, "silver-river", by=talks.by)
    rename_entry(talks.negotiation, "parties", "northland", "north", by=talks.by)
    rename_entry(talks.negotiation, "issues", "dam", "upper-dam", by=talks.by)
    rename_entry(talks.negotiation, "proposals", "league-draft", "march-draft", by=talks.by)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("negotiations/river-talks/", "negotiations/silver-river/"),
        (
            "negotiations/river-talks/comparison/?party=northland&party=southland&target=dam&valid_on=2024-03-06",
            "negotiations/silver-river/comparison/?party=north&party=southland&target=upper-dam&valid_on=2024-03-06",
        ),
        (
            "negotiations/river-talks/comparison/pairwise/?left=northland&right=southland",
            "negotiations/silver-river/comparison/pairwise/?left=north&right=southland",
        ),
        (
            "negotiations/river-talks/proposals/league-draft/responses/",
            "negotiations/silver-river/proposals/march-draft/responses/",
        ),
        ("positions/?negotiation=river-talks&party=northland", "positions/?negotiation=silver-river&party=north"),
        ("positions/?target=dam&party__not=southland", "positions/?target=upper-dam&party__not=southland"),
    ],
)
def test_the_old_address_answers_what_the_new_one_does_and_names_it(client: Client, talks: RiverTalks, old, new):
    assert client.get(f"/api/v1/{old}").status_code == 200
    rename_all(talks)
    answer, expected = client.get(f"/api/v1/{old}"), client.get(f"/api/v1/{new}")
    assert (answer.status_code, expected.status_code) == (200, 200)
    assert answer.headers["Content-Location"] == f"/api/v1/{new}"
    assert answer.headers["ETag"] == expected.headers["ETag"]
    times = ("valid_on", "known_at", "generated_at")
    assert {k: v for k, v in answer.json().items() if k not in times} == {
        k: v for k, v in expected.json().items() if k not in times
    }


@pytest.mark.parametrize(
    "asked",
    [
        {"negotiation": "river-talks"},
        {"party": ["northland", "southland"], "target": "dam"},
        {"negotiation": "river-talks", "party__not": "river-league", "target__not": "league-draft"},
    ],
)
@pytest.mark.parametrize("below", ["positions/", "statements/"])
def test_a_page_leads_on_to_the_next_when_what_it_names_is_renamed(client: Client, talks: RiverTalks, below, asked):
    hold(talks, talks.southland, talks.dam, Stance.SUPPORTS, date(2024, 3, 2))
    for party in (talks.northland, talks.southland):
        accept_statement(say(talks, party, talks.dam, Stance.UNDECIDED, date(2024, 3, 3)), by=talks.by)
    first = client.get(f"/api/v1/{below}", {**asked, "page_size": 1}).json()
    rest = client.get(first["next"]).json()["results"]
    rename_all(talks)
    rename_entry(talks.negotiation, "parties", "river-league", "league", by=talks.by)
    again = client.get(first["next"])
    assert (again.status_code, [row["id"] for row in again.json()["results"]]) == (200, [row["id"] for row in rest])


@pytest.mark.parametrize("query", ["", "?target=dam&target=water-share&valid_on=2024-03-06"])
def test_what_if_is_led_to_the_new_address_and_answers_there(client: Client, talks: RiverTalks, query: str):
    rename_talks(talks.negotiation, "silver-river", by=talks.by)
    rename_entry(talks.negotiation, "issues", "dam", "upper-dam", by=talks.by)
    supposed = {"positions": [{"party": "northland", "target": "upper-dam", "stance": "supports"}]}
    sent = {"data": supposed, "content_type": "application/json"}
    led = client.post(f"{TALKS}comparison/what-if/{query}", **sent)
    there = f"/api/v1/negotiations/silver-river/comparison/what-if/{query.replace('=dam', '=upper-dam')}"
    assert (led.status_code, led["Location"]) == (308, there)
    assert client.post(there, **sent).status_code == 200
    if query:  # a former name in the parameters alone
        assert client.post(f"{there}&target=dam".replace("target=upper-dam&", ""), **sent).status_code == 308


def test_where_a_draft_is_now_is_not_told_to_who_posts(client: Client, talks: RiverTalks):
    rename_talks(talks.negotiation, "silver-river", by=talks.by)
    Negotiation.objects.update(is_published=False)
    answer = client.post(f"{TALKS}comparison/what-if/", {"positions": []}, content_type="application/json")
    assert (answer.status_code, "silver-river" in f"{answer.headers}") == (404, False)


def test_an_old_address_gives_304_to_who_has_the_answer(client: Client, talks: RiverTalks):
    rename_all(talks)
    tag = client.get(TALKS).headers["ETag"]
    assert client.get(TALKS, headers={"If-None-Match": tag}).status_code == 304


def test_a_page_leads_to_its_new_address_with_all_its_state(client: Client, talks: RiverTalks):
    rename_all(talks)
    answer = client.get("/negotiations/river-talks/?valid_on=2024-03-06&cell=northland~dam")
    assert answer.status_code == 301
    assert answer.headers["Location"] == "/negotiations/silver-river/?valid_on=2024-03-06&cell=north~upper-dam"
    assert client.get(answer.headers["Location"]).status_code == 200


def test_a_draft_does_not_show_by_its_former_name(client: Client, talks: RiverTalks):
    rename_all(talks)
    talks.negotiation.is_published = False
    talks.negotiation.save()
    for address in (TALKS, "/negotiations/river-talks/"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "silver-river" not in answer.content.decode()


@pytest.fixture
def hidden(talks: RiverTalks) -> None:
    """A draft beside the published talks, all of which was renamed."""
    draft = river_talks(by=talks.by, slug="secret-talks").negotiation
    secret = Party.objects.create(slug="secretsouth", name="South", kind="state")
    Participation.objects.filter(negotiation=draft, party=talks.southland).update(party=secret)
    rename_entry(draft, "parties", "secretsouth", "hush-south", by=talks.by)
    rename_entry(draft, "issues", "water-share", "hush-share", by=talks.by)
    rename_talks(draft, "hush-talks", by=talks.by)
    Negotiation.objects.filter(slug="hush-talks").update(is_published=False)


FORMER_NAMES_OF_A_DRAFT = [
    "/api/v1/positions/?party=secretsouth",
    "/api/v1/positions/?target=water-share&negotiation=secret-talks",
    "/api/v1/statements/?party__not=secretsouth",
    "/api/v1/negotiations/river-talks/comparison/?party=secretsouth",
    "/api/v1/negotiations/river-talks/comparison/changes/?party=secretsouth",
    "/api/v1/negotiations/secret-talks/comparison/?bogus=1",
    "/api/v1/negotiations/secret-talks/",
    "/negotiations/river-talks/?party=secretsouth",
    "/negotiations/secret-talks/?party=secretsouth",
]


@pytest.mark.parametrize("address", FORMER_NAMES_OF_A_DRAFT)
def test_what_a_draft_calls_something_today_is_told_to_staff_alone(client: Client, hidden, address):
    answer = client.get(address)
    assert answer.status_code in {400, 404}
    assert "hush-" not in f"{answer.headers} {answer.content.decode()}"


@pytest.mark.parametrize("address", ["negotiations/secret-talks/", "positions/?party=secretsouth"])
def test_staff_find_a_draft_by_its_former_names(client: Client, talks: RiverTalks, hidden, address):
    client.force_login(talks.by)
    for reader, may in ((client, True), (bearer(talks.by), True), (bearer(User.objects.create_user("bo")), False)):
        answer = reader.get(f"/api/v1/{address}")
        assert (answer.status_code == 200, "hush-" in answer.headers.get("Content-Location", "")) == (may, may)


def test_a_name_that_nobody_ever_had_is_still_refused(client: Client, talks: RiverTalks):
    rename_all(talks)
    assert client.get("/api/v1/negotiations/river/").status_code == 404
    for slug in ("river-talks", "silver-river"):
        answer = client.get(f"/api/v1/negotiations/{slug}/comparison/?party=northlund")
        assert (answer.status_code, answer.json()["errors"][0]["nearest"][0]) == (400, "north")


def test_renaming_twice_keeps_both_old_addresses_and_renaming_back_gives_one_up(client: Client, talks: RiverTalks):
    rename_talks(talks.negotiation, "second", by=talks.by)
    rename_talks(talks.negotiation, "third", by=talks.by)
    for slug in ("river-talks", "second", "third"):
        assert client.get(f"/api/v1/negotiations/{slug}/").json()["slug"] == "third"
    rename_talks(talks.negotiation, "river-talks", by=talks.by)
    assert set(FormerSlug.objects.values_list("slug", flat=True)) == {"second", "third"}
    assert client.get("/api/v1/negotiations/third/").json()["slug"] == "river-talks"


@pytest.mark.parametrize("slug", ["water-share", "Dam", "", "a" * 81, "league-draft"])
def test_a_name_that_is_anothers_or_none_is_refused_and_nothing_changes(talks: RiverTalks, slug: str):
    with pytest.raises(EntryInvalid):
        rename_entry(talks.negotiation, "issues", "dam", slug, by=talks.by)
    assert (Target.objects.get(pk=talks.dam.pk).slug, FormerSlug.objects.count()) == ("dam", 0)


def test_a_former_name_is_nobody_elses(talks: RiverTalks):
    rename_all(talks)
    entry = find_entry(talks.negotiation, "issues", "water-share")
    with pytest.raises(EntryInvalid, match="was the name of “upper-dam”"):
        save_entry(talks.negotiation, "issues", {**entry, "slug": "dam"}, seen=None, by=talks.by)
    with pytest.raises(EntryInvalid, match="was another's name"):
        rename_entry(talks.negotiation, "issues", "water-share", "dam", by=talks.by)


def test_a_file_with_the_old_names_doubles_nothing(talks: RiverTalks, tmp_path, curator: User):
    file = tmp_path / "river.yaml"
    file.write_text(catalog_yaml(talks.negotiation), encoding="utf-8")
    rename_all(talks)
    loaded = load_catalog(read_catalog_file(file), by=curator)
    assert (loaded.revision, loaded.is_new) == (None, False)
    assert (Party.objects.count(), Target.objects.count(), Participation.objects.count()) == (3, 3, 3)


def test_a_party_is_renamed_in_all_its_talks(talks: RiverTalks, curator: User):
    other = river_talks(by=curator, slug="other-talks")
    revisions = rename_entry(talks.negotiation, "parties", "northland", "north", by=curator)
    assert {revision.negotiation for revision in revisions} == {talks.negotiation, other.negotiation}


def test_a_copy_learns_from_the_catalog_what_everything_was_called(client: Client, talks: RiverTalks):
    rename_all(talks)
    rename_entry(talks.negotiation, "parties", "north", "northland-republic", by=talks.by)
    of_talks = ask(client, "/api/v1/negotiations/silver-river/")
    below = [ask(client, f"/api/v1/negotiations/silver-river/{part}/") for part in ("parties", "issues", "proposals")]
    was = {row["slug"]: row["former_slugs"] for page in below for row in page["results"]}
    assert of_talks["former_slugs"] == ["river-talks"]
    assert was["northland-republic"] == ["northland", "north"]
    assert (was["upper-dam"], was["march-draft"], was["southland"]) == (["dam"], ["league-draft"], [])


def publish(talks: RiverTalks, *, is_published: bool) -> None:
    Negotiation.objects.filter(pk=talks.negotiation.pk).update(is_published=is_published)
    talks.negotiation.refresh_from_db()


def told(client: Client) -> dict[str, list[str]]:
    """What every name of the talks was called before, as the catalog says."""
    of_talks = "/api/v1/negotiations/silver-river/"
    rows = [row for part in ("parties", "issues", "proposals") for row in ask(client, f"{of_talks}{part}/")["results"]]
    return {row["slug"]: row["former_slugs"] for row in [ask(client, of_talks), *rows] if row["former_slugs"]}


def test_what_was_called_so_in_a_draft_alone_is_told_to_nobody_when_it_is_one_no_more(
    client: Client, talks: RiverTalks, grace: Client
):
    publish(talks, is_published=False)
    rename_all(talks)
    everything = {
        "silver-river": ["river-talks"],
        "north": ["northland"],
        "upper-dam": ["dam"],
        "march-draft": ["league-draft"],
    }
    assert told(grace) == everything
    publish(talks, is_published=True)
    assert told(client) == {}
    rename_entry(talks.negotiation, "issues", "upper-dam", "big-dam", by=talks.by)
    assert told(client) == {"big-dam": ["upper-dam"]}
    assert client.get("/api/v1/negotiations/river-talks/").headers["Content-Location"].endswith("/silver-river/")


@pytest.mark.parametrize(
    ("section", "gone", "kept"), [("issues", "dam", "water-share"), ("parties", "north", "river-league")]
)
def test_what_was_merged_keeps_its_names_of_a_draft_to_itself(
    client: Client, talks: RiverTalks, section: str, gone: str, kept: str
):
    one_more_issue(talks, "flood")
    one_more_party(talks, "nordland")
    twin = {"issues": "flood", "parties": "nordland"}[section]
    publish(talks, is_published=False)
    rename_entry(talks.negotiation, section, twin, "secret", by=talks.by)
    rename_entry(talks.negotiation, section, "secret", gone + "-2", by=talks.by)
    publish(talks, is_published=True)
    plan = plan_merge(talks.negotiation, section, gone + "-2", into=kept)
    merge_entry(talks.negotiation, section, gone + "-2", into=kept, seen=plan.seen, by=talks.by)
    rename_talks(talks.negotiation, "silver-river", by=talks.by)
    assert told(client) == {"silver-river": ["river-talks"], kept: [gone + "-2"]}


@pytest.mark.parametrize(
    ("noun", "slug", "where", "present"),
    [
        ("party", "old", None, "new"),
        ("party", "gone", "river", "kept"),
        ("party", "gone", "lake", "renamed"),
        ("party", "gone", None, "kept"),
        ("party", "split", "lake", "b"),
        ("party", "split", None, None),
        ("target", "dyke", None, "dam"),
        ("target", "dyke", "lake", None),
        ("target", "weir", "lake", "lock"),
        ("target", "weir", None, None),
    ],
)
def test_a_name_that_was_given_up_leads_on_within_its_talks_and_without_them_where_it_was_one_alone(
    noun, slug, where, present
):
    names = PresentSlugs(
        parties={"old": "new", "gone": "renamed"},
        merged={("river", "gone"): "kept", ("river", "split"): "a", ("lake", "split"): "b"},
        targets={("river", "dyke"): "dam", ("river", "weir"): "dam", ("lake", "weir"): "lock"},
    )
    assert getattr(names, noun)(slug, talks=where) == present
