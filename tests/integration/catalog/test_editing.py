"""A stored catalog changed entry by entry, by the rules of a file; and taken along as a file."""

import pytest

from positions.catalog import (
    EntryInvalid,
    Loaded,
    NoSuchEntry,
    catalog_yaml,
    find_entry,
    load_catalog,
    save_entry,
    save_negotiation,
    seen_now,
    start_negotiation,
    stored_content,
)
from positions.models import Issue, Membership, Negotiation, Participation, ProposalTerm, Revision, Speaker


@pytest.fixture
def lake(load):
    """The talks of the catalog tests, as loaded from their file."""
    return load().negotiation


def told(refused) -> dict[tuple, str]:
    return {problem.place: problem.message for problem in refused.value.problems}


def change(lake: Negotiation, section: str, slug: str, values: dict, *, by) -> Loaded:
    """As by somebody who has just looked at the entry."""
    entry = find_entry(lake, section, slug)
    return save_entry(lake, section, {**entry, **values}, seen=seen_now(lake, entry), by=by)


def test_a_catalog_taken_along_loads_as_nothing_new(load, read, lake, curator):
    again = load_catalog(read(catalog_yaml(lake)), by=curator)
    assert again.revision is None


@pytest.mark.parametrize("section", ["parties", "issues", "proposals"])
def test_saving_every_entry_as_it_is_changes_nothing(lake, curator, section):
    slugs = {"parties": ["northland", "league"], "issues": ["share", "water"], "proposals": ["first", "second"]}
    for slug in slugs[section]:
        assert change(lake, section, slug, {}, by=curator).revision is None


def test_one_entry_is_changed_and_the_others_stay(lake, curator):
    revision = change(lake, "issues", "share", {"toward": ["half", "equal share"]}, by=curator).revision
    assert Issue.objects.get(slug="share").toward == ["half", "equal share"]
    assert (revision.kind, revision.committed_by) == ("catalog", curator)
    assert Issue.objects.get(slug="water").scale == [{"value": 0, "label": "None"}, {"value": 62.5, "label": "All"}]


def test_a_name_that_is_anothers_is_refused_where_it_stands(lake, curator):
    with pytest.raises(EntryInvalid) as refused:
        change(lake, "parties", "southland", {"aliases": ["Southport", "holm"]}, by=curator)
    assert told(refused) == {("aliases", 1): "“holm” is a name of northland already"}
    assert Participation.objects.get(party__slug="southland").aliases == []


def test_what_an_entry_breaks_elsewhere_is_told_too(lake, curator):
    with pytest.raises(EntryInvalid) as refused:
        change(lake, "parties", "league", {"kind": "state"}, by=curator)
    assert told(refused) == {(): "“Northland”: “league” is a state, which has no members"}


@pytest.mark.parametrize(
    ("section", "slug", "changed", "place"),
    [
        ("issues", "share", {"title": ""}, ("title",)),
        ("issues", "share", {"parent": "lake"}, ("parent",)),
        ("issues", "water", {"parent": "share"}, ("parent",)),
        ("issues", "water", {"title": "a\x00b"}, ("title",)),
        ("proposals", "first", {"proposed_on": "12 March"}, ("proposed_on",)),
        ("proposals", "first", {"terms": [{"issue": "dam", "stance": "supports"}]}, ("terms", 0, "issue")),
        ("parties", "northland", {"iso": "Northland"}, ("iso",)),
    ],
)
def test_what_a_file_could_not_say_is_refused_by_its_place(lake, curator, section, slug, changed, place):
    with pytest.raises(EntryInvalid) as refused:
        change(lake, section, slug, changed, by=curator)
    assert place in told(refused)


@pytest.mark.parametrize(("slug", "place"), [("first", ()), ("share", ("slug",)), (None, ("slug",))])
def test_a_new_entry_needs_a_name_of_its_own(lake, curator, slug, place):
    with pytest.raises(EntryInvalid) as refused:
        save_entry(lake, "issues", {"slug": slug, "title": "New", "proposition": "P."}, seen=None, by=curator)
    assert place in told(refused)


def test_a_proposal_and_its_terms_are_one_entry(lake, curator):
    entry = find_entry(lake, "proposals", "first")
    terms = [*entry["terms"], {"issue": "water", "stance": "opposes", "text": "No dam.", "scale": None}]
    change(lake, "proposals", "first", {"terms": terms}, by=curator)
    rows = ProposalTerm.objects.filter(proposal__slug="first").values_list("number", "issue__slug", "stance")
    assert list(rows) == [(1, "share", "supports"), (2, "water", "opposes")]


def test_speakers_and_blocs_left_out_of_a_form_are_gone(lake, curator):
    saved = change(lake, "parties", "northland", {"speakers": [], "member_of": []}, by=curator)
    assert not Speaker.objects.exists()
    assert not Membership.objects.exists()
    assert saved.revision == Revision.objects.latest("number")


LATE = {"bloc": "league", "from": "2024-03-01", "to": None}
BEFORE = {"bloc": "league", "from": None, "to": "2020-01-01"}


def memberships() -> list[tuple[str, str]]:
    return [(f"{row.from_on}", f"{row.to_on}") for row in Membership.objects.order_by("id")]


def test_days_of_belonging_are_typed_and_cleared(lake, curator):
    change(lake, "parties", "northland", {"member_of": [LATE]}, by=curator)
    assert memberships() == [("2024-03-01", "None")]
    change(lake, "parties", "northland", {"member_of": [BEFORE, LATE]}, by=curator)
    assert sorted(memberships()) == [("2024-03-01", "None"), ("None", "2020-01-01")]
    saved = change(
        lake, "parties", "northland", {"member_of": [{"bloc": "league", "from": None, "to": None}]}, by=curator
    )
    assert memberships() == [("None", "None")]
    assert saved.revision == Revision.objects.latest("number")


def test_a_file_changes_the_days_that_it_says_and_leaves_those_that_it_does_not(load, lake, curator, read):
    change(lake, "parties", "northland", {"member_of": [LATE]}, by=curator)
    assert load().revision is None  # the file names the league alone
    assert memberships() == [("2024-03-01", "None")]
    whole = read(catalog_yaml(lake).replace("from: '2024-03-01'", "from: 2024-03-02\n    to: 2024-09-01"))
    assert load_catalog(whole, by=curator).revision
    assert memberships() == [("2024-03-02", "2024-09-01")]


def test_a_party_takes_part_over_the_days_that_are_typed(lake, curator):
    change(lake, "parties", "southland", {"from": "2024-02-10", "to": "2024-08-01"}, by=curator)
    part = Participation.objects.get(party__slug="southland")
    assert (f"{part.from_on}", f"{part.to_on}") == ("2024-02-10", "2024-08-01")
    assert find_entry(lake, "parties", "southland")["to"] == "2024-08-01"


ONCE = {"name": "Ada Holm", "from": "2020-01-01", "to": "2022-01-01"}
AGAIN = {"name": "Ada Holm", "from": "2023-01-01"}
LATER = {"name": "Ada Holm", "from": "2023-06-01"}


@pytest.mark.parametrize(
    ("typed", "first_days"),
    [([AGAIN], ["2023-01-01"]), ([ONCE], ["2020-01-01"]), ([ONCE, LATER], ["2020-01-01", "2023-06-01"])],
    ids=["the first is removed", "the second is removed", "the second is corrected"],
)
def test_each_term_of_office_of_a_speaker_is_an_entry_of_its_own(lake, curator, typed, first_days):
    change(lake, "parties", "northland", {"speakers": [ONCE, AGAIN]}, by=curator)
    saved = change(lake, "parties", "northland", {"speakers": typed}, by=curator)
    assert [f"{speaker.from_on}" for speaker in Speaker.objects.order_by("from_on")] == first_days
    assert saved.revision == Revision.objects.latest("number")


def test_a_name_that_two_parties_have_from_before_can_be_taken_away_from_one(lake, curator):
    southland = Participation.objects.get(party__slug="southland")
    southland.speakers.create(name="Ada Holm")
    change(lake, "parties", "southland", {"speakers": []}, by=curator)
    assert Speaker.objects.get().participation.party.slug == "northland"


def test_an_entry_that_is_not_there_is_said(lake):
    with pytest.raises(NoSuchEntry, match="“dam”"):
        find_entry(lake, "issues", "dam")


def test_talks_are_drafts_until_they_are_published(lake, curator):
    seen = seen_now(lake, stored_content(lake)["negotiation"])
    save_negotiation(lake, {"published": "false"}, seen=seen, by=curator)
    assert not Negotiation.objects.published().exists()


def test_who_waited_for_another_to_save_brings_nothing_of_the_talks_back(lake, curator):
    waited = Negotiation.objects.get(pk=lake.pk)
    seen = seen_now(lake, stored_content(lake)["negotiation"])
    save_negotiation(lake, {"title": "Talks on the upper lake"}, seen=seen, by=curator)
    change(waited, "issues", "share", {"toward": ["half"]}, by=curator)
    assert Negotiation.objects.get(pk=lake.pk).title == "Talks on the upper lake"


def test_new_talks_begin_with_a_title_and_a_slug_of_their_own(lake, curator):
    values = {"slug": "lake-talks", "title": "Talks on the lake", "published": "false"}
    assert start_negotiation(values, by=curator).is_new
    with pytest.raises(EntryInvalid, match="slug of other talks"):
        start_negotiation({**values, "slug": lake.slug}, by=curator)
