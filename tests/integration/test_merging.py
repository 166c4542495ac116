"""Two entries of a catalog that turn out to be one."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client

from positions import history
from positions.catalog import (
    CatalogConflict,
    MergeChangedMeanwhile,
    MergeRefused,
    catalog_yaml,
    load_catalog,
    merge_entry,
    plan_merge,
    read_catalog_file,
    rename_entry,
)
from positions.models import (
    ConditionalLink,
    Evidence,
    Issue,
    Membership,
    Negotiation,
    Participation,
    Party,
    Position,
    Proposal,
    ProposalTerm,
    Revision,
    Speaker,
    Target,
)
from positions.queries.catalog.catalogs import stored_catalog
from positions.review import accept_statement
from positions.vocabulary import Role, Stance
from tests.world import RiverTalks, hold, one_more_issue, one_more_party, one_more_proposal, river_talks, say

TALKS = "/api/v1/negotiations/river-talks/"
MARCH = date(2024, 3, 1)


def another_issue(talks: RiverTalks, slug: str = "big-dam", **values: object) -> Issue:
    values |= {"title": "The big dam", "proposition": "Northland builds the big dam."}
    return one_more_issue(talks, slug, recorded_at=Revision.objects.latest("number").committed_at, **values)


def another_party(talks: RiverTalks, slug: str = "north-land") -> Party:
    part = {"name": "North-Land", "role": Role.PRINCIPAL.value, "aliases": ["the North"]}
    return one_more_party(talks, slug, recorded_at=Revision.objects.latest("number").committed_at, **part)


def another_proposal(talks: RiverTalks, slug: str = "draft-of-march", **values: object) -> Proposal:
    values |= {"title": "The draft", "recorded_at": Revision.objects.latest("number").committed_at}
    return one_more_proposal(talks, slug, **values)


def merge(talks: RiverTalks, section: str, gone: str, kept: str) -> Revision:
    plan = plan_merge(talks.negotiation, section, gone, into=kept)
    return merge_entry(talks.negotiation, section, gone, into=kept, seen=plan.seen, by=talks.by)


@pytest.fixture
def busy(talks: RiverTalks) -> RiverTalks:
    """The same issue, party and proposal twice each, in use everywhere that a catalog can name them."""
    big, north, draft = another_issue(talks), another_party(talks), another_proposal(talks)
    another_issue(talks, "dam-height", parent=big)
    later = another_proposal(talks, "final-draft", replaces=draft)
    later.proposed_by.add(north)
    for number, (package, issue) in enumerate([(later, big), (later, talks.water_share), (draft, big)], start=1):
        ProposalTerm.objects.create(proposal=package, issue=issue, number=number, stance=Stance.SUPPORTS.value)
    Membership.objects.create(member=north, bloc=talks.league)
    hold(talks, talks.northland, talks.dam, Stance.SUPPORTS, date(2024, 3, 10))
    for number, party in enumerate([talks.northland, talks.southland, north]):
        stance = [Stance.SUPPORTS, Stance.OPPOSES, Stance.UNDECIDED][number]
        for target in (big, draft, talks.water_share, later, Issue.objects.get(slug="dam-height")):
            hold(talks, party, target, stance, date(2024, 3, 1 + number))
    accept_statement(say(talks, north, big, Stance.UNDECIDED, date(2024, 3, 7)), by=talks.by)
    link = history.Link(party=north, target=big, awaits_party=talks.southland, awaits_target=talks.water_share)
    history.set_link(link, by=talks.by)
    return talks


QUESTIONS = [
    "comparison/?",
    "comparison/?rollup=parent",
    "comparison/?party=north-land&target=big-dam",
    "comparison/pairwise/?left=northland&right=north-land",
    "comparison/agreement/?",
    "comparison/blocking-issues/?",
    "comparison/convergence/?left=northland&right=southland",
    "comparison/convergence/?",
    "comparison/contradictions/?",
    "proposals/draft-of-march/responses/?",
    "proposals/final-draft/responses/?",
    "comparison/conditional-links/?",
    "comparison/chart.csv?kind=matrix",
]
MERGES = [
    ("issues", "big-dam", "dam"),
    ("parties", "north-land", "northland"),
    ("proposals", "draft-of-march", "league-draft"),
]


def answers(client: Client, *, known_at: str) -> Iterator[object]:
    times = f"&valid_on=2024-03-20&known_at={known_at}"
    for question in QUESTIONS:
        asked = f"&to=2024-03-20&known_at={known_at}" if "convergence" in question else times
        asked = f"&known_at={known_at}" if "links" in question else asked
        answer = client.get(f"{TALKS}{question}{asked}")
        assert answer.status_code == 200, (question, answer.content)
        yield question, answer.content
    span = f"from_valid_on=2024-03-01&to_valid_on=2024-03-20&from_known_at={known_at}&to_known_at={known_at}"
    yield client.get(f"{TALKS}comparison/changes/?{span}").json()["changes"]
    listed = f"/api/v1/positions/?negotiation=river-talks&party=north-land&target=big-dam{times}"
    yield client.get(listed).json()["results"]
    supposed = {"positions": [{"party": "north-land", "target": "big-dam", "stance": "supports"}]}
    what_if = client.post(f"{TALKS}comparison/what-if/?{times}", supposed, content_type="application/json")
    assert what_if.status_code == 200, what_if.content
    yield what_if.content


def instant() -> str:
    return Revision.objects.latest("number").committed_at.isoformat().replace("+00:00", "Z")


def test_the_plan_says_whom_a_merge_makes_a_member_of_what(busy: RiverTalks):
    told = plan_merge(busy.negotiation, "parties", "north-land", into="northland").sentences
    assert (
        "“Northland” will count as a member of “River League” in all talks, also as known at earlier moments." in told
    )


@pytest.mark.parametrize("merges", [MERGES[:1], MERGES[1:2], MERGES[2:], MERGES])
def test_known_before_every_answer_is_as_it_was(client: Client, busy: RiverTalks, merges):
    known_at = instant()
    before = list(answers(client, known_at=known_at))
    for section, gone, kept in merges:
        merge(busy, section, gone, kept)
    assert list(answers(client, known_at=known_at)) == before


def test_after_it_the_one_stands_for_both(client: Client, busy: RiverTalks):
    for section, gone, kept in MERGES:
        merge(busy, section, gone, kept)
    matrix = client.get(f"{TALKS}comparison/?valid_on=2024-03-20").json()
    named = [row["slug"] for key in ("parties", "targets") for row in matrix[key]]
    assert not {"big-dam", "north-land", "draft-of-march"} & set(named)
    (cell,) = [c for c in matrix["cells"] if (c["party"], c["target"]) == ("southland", "dam")]
    assert (cell["position"]["stance"], cell["position"]["valid_from"]) == ("opposes", "2024-03-02")
    final = client.get(f"{TALKS}proposals/").json()["results"][-1]
    assert (final["replaces"], final["proposed_by"]) == ("league-draft", ["northland"])
    assert [term["issue"] for term in final["terms"]] == ["dam", "water-share"]
    assert Issue.objects.get(slug="dam-height").parent == busy.dam
    link = ConditionalLink.objects.known().get()
    assert (link.party, link.target.pk) == (busy.northland, busy.dam.pk)
    parties = {row["slug"]: row for row in client.get(f"{TALKS}parties/").json()["results"]}
    assert parties["northland"]["aliases"] == ["North-Land", "the North"]
    assert [bloc["bloc"] for bloc in parties["northland"]["member_of"]] == ["river-league"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f"{TALKS}comparison/?target=big-dam&party=north-land", f"{TALKS}comparison/?target=dam&party=northland"),
        (f"{TALKS}proposals/draft-of-march/responses/", f"{TALKS}proposals/league-draft/responses/"),
        ("/api/v1/positions/?party=north-land", "/api/v1/positions/?party=northland"),
        ("/api/v1/positions/?target=big-dam", "/api/v1/positions/?target=dam"),
        (f"{TALKS}comparison/?party=north-land&party=northland", f"{TALKS}comparison/?party=northland"),
        (
            f"{TALKS}comparison/chart.csv?kind=matrix&target=dam&target=big-dam",
            f"{TALKS}comparison/chart.csv?kind=matrix&target=dam",
        ),
        ("/api/v1/positions/?party=north-land&party=northland", "/api/v1/positions/?party=northland"),
        ("/api/v1/statements/?target=dam&target=big-dam", "/api/v1/statements/?target=dam"),
    ],
)
def test_the_old_address_answers_what_the_new_one_does(client: Client, busy: RiverTalks, old, new):
    for section, gone, kept in MERGES:
        merge(busy, section, gone, kept)
    answer = client.get(old)
    assert (answer.status_code, answer.headers["Content-Location"]) == (200, new)
    assert answer.headers["ETag"] == client.get(new).headers["ETag"]


def test_a_name_that_is_given_twice_is_refused_under_former_names_too(client: Client, busy: RiverTalks):
    merge(busy, *MERGES[1])
    answer = client.get(f"{TALKS}comparison/?party=north-land&party=north-land")
    assert (answer.status_code, answer.json()["errors"][0]["value"]) == (400, "northland")


def test_a_party_goes_on_by_its_name_in_other_talks(client: Client, busy: RiverTalks, curator: User):
    other = river_talks(by=curator, slug="other-talks")
    Participation.objects.create(
        negotiation=other.negotiation,
        party=Party.objects.get(slug="north-land"),
        name="North-Land",
        role=Role.PRINCIPAL.value,
        recorded_at=Revision.objects.filter(negotiation=other.negotiation).latest("number").committed_at,
    )
    merge(busy, "parties", "north-land", "northland")
    answer = client.get("/api/v1/negotiations/other-talks/comparison/?party=north-land")
    assert [row["slug"] for row in answer.json()["parties"]] == ["north-land"]
    assert "Content-Location" not in answer.headers
    assert "north-land" in catalog_yaml(other.negotiation)
    assert "north-land" not in catalog_yaml(busy.negotiation)


def test_what_waits_is_decided_as_about_what_is_kept(busy: RiverTalks):
    waiting = say(busy, Party.objects.get(slug="north-land"), Target.objects.get(slug="big-dam"), Stance.OPPOSES, MARCH)
    for section, gone, kept in MERGES:
        merge(busy, section, gone, kept)
    accept_statement(waiting, by=busy.by)
    evidence = Evidence.objects.known().get(statement=waiting)
    assert (evidence.position.party, evidence.position.target.pk) == (busy.northland, busy.dam.pk)


def test_extractors_no_longer_know_what_is_gone(busy: RiverTalks):
    for section, gone, kept in MERGES:
        merge(busy, section, gone, kept)
    catalog = stored_catalog(busy.negotiation)
    slugs = {entry.slug for entry in (*catalog.parties, *catalog.issues, *catalog.proposals)}
    assert not {"big-dam", "north-land", "draft-of-march"} & slugs


def test_merging_twice_leads_from_the_first_to_the_last(client: Client, busy: RiverTalks):
    third = another_issue(busy, "third-dam")
    known_at = instant()
    before = list(answers(client, known_at=known_at))
    merge(busy, "issues", "big-dam", "third-dam")
    between = instant()
    merge(busy, "issues", "third-dam", "dam")
    assert client.get(f"{TALKS}comparison/?target=big-dam").headers["Content-Location"].endswith("?target=dam")
    then = client.get(f"{TALKS}comparison/?target=third-dam&known_at={between}&valid_on=2024-03-20").json()
    assert {cell["position"]["stance"] for cell in then["cells"] if cell["position"]}
    assert Target.objects.get(slug="big-dam").merged_into_id == busy.dam.pk != third.pk
    assert list(answers(client, known_at=known_at)) == before


def test_a_file_with_the_old_name_alone_doubles_nothing_and_one_with_both_is_refused(
    busy: RiverTalks, tmp_path, curator: User
):
    both, alone = tmp_path / "both.yaml", tmp_path / "alone.yaml"
    both.write_text(catalog_yaml(busy.negotiation), encoding="utf-8")
    for section, gone, kept in MERGES:
        merge(busy, section, gone, kept)
    with pytest.raises(CatalogConflict, match="stands in the file under a former name too"):
        load_catalog(read_catalog_file(both), by=curator)
    present = catalog_yaml(busy.negotiation)
    alone.write_text(
        present.replace("slug: dam\n", "slug: big-dam\n").replace(": dam\n", ": big-dam\n"), encoding="utf-8"
    )
    assert load_catalog(read_catalog_file(alone), by=curator).revision is None


def test_the_plan_says_what_differs_and_what_stays(talks: RiverTalks):
    another_issue(talks)
    hold(talks, talks.northland, talks.dam, Stance.SUPPORTS, date(2024, 3, 10))
    hold(talks, talks.northland, Target.objects.get(slug="big-dam"), Stance.OPPOSES, MARCH)
    told = plan_merge(talks.negotiation, "issues", "big-dam", into="dam").sentences
    assert told[0] == (
        "1 position of “The big dam” ends; 1 position of “The upper dam” is recorded, made longer or given more "
        "evidence."
    )
    assert told[2] == "Northland on “The upper dam” from 10 March 2024: supports stays, opposes goes."


def test_a_plan_that_no_longer_holds_is_refused_with_what_changed(busy: RiverTalks):
    plan = plan_merge(busy.negotiation, "issues", "big-dam", into="dam")
    hold(busy, busy.southland, Target.objects.get(slug="big-dam"), Stance.UNDECIDED, date(2024, 4, 1))
    with pytest.raises(MergeChangedMeanwhile, match="changed the talks"):
        merge_entry(busy.negotiation, "issues", "big-dam", into="dam", seen=plan.seen, by=busy.by)
    assert Target.objects.get(slug="big-dam").retired_at is None


def test_what_came_in_to_wait_is_no_reason_to_refuse(busy: RiverTalks):
    plan = plan_merge(busy.negotiation, "issues", "big-dam", into="dam")
    say(busy, busy.southland, Target.objects.get(slug="big-dam"), Stance.OPPOSES, MARCH)
    merge_entry(busy.negotiation, "issues", "big-dam", into="dam", seen=plan.seen, by=busy.by)
    assert Target.objects.get(slug="big-dam").retired_at is not None


def test_what_cannot_be_one_is_refused_with_what_to_put_right(busy: RiverTalks):
    def refused(section: str, gone: str, kept: str) -> str:
        with pytest.raises(MergeRefused) as refusal:
            plan_merge(busy.negotiation, section, gone, into=kept)
        return str(refusal.value)

    assert "is a part of “The big dam”" in refused("issues", "big-dam", "dam-height")
    assert "is a part of “The big dam”" in refused("issues", "dam-height", "big-dam")
    assert "“The draft” has a term on each of the two" in refused("issues", "big-dam", "water-share")
    assert "came after" in refused("proposals", "draft-of-march", "final-draft")
    assert "is a member of “River League”" in refused("parties", "north-land", "river-league")
    assert "into itself" in refused("parties", "north-land", "north-land")
    Issue.objects.filter(slug="big-dam").update(scale=[{"value": 0, "label": "none"}])
    Issue.objects.filter(slug="dam").update(scale=[{"value": 0, "label": "all"}])
    assert "scales differ" in refused("issues", "big-dam", "dam")


def test_speakers_come_over_each_once(busy: RiverTalks):
    part = Participation.objects.get(party__slug="north-land")
    Speaker.objects.create(participation=part, name="Ada Holm", aliases=["Holm"])
    Speaker.objects.create(participation=part, name="Per Dahl")
    merge(busy, "parties", "north-land", "northland")
    mine = Participation.objects.get(negotiation=busy.negotiation, party=busy.northland)
    assert [(s.name, s.aliases) for s in mine.speakers.all()] == [("Ada Holm", ["Holm"]), ("Per Dahl", [])]


def test_nothing_is_deleted_and_one_revision_is_made(busy: RiverTalks):
    n_revisions, n_rows = Revision.objects.count(), Position.objects.count()
    revision = merge(busy, "issues", "big-dam", "dam")
    assert Revision.objects.count() == n_revisions + 1
    assert Position.objects.count() > n_rows
    written = Position.objects.filter(recorded_at=revision.committed_at)
    assert {row.target.slug for row in written} == {"dam"}
    assert not Position.objects.known().filter(target__slug="big-dam").exists()
    assert Negotiation.objects.get(pk=busy.negotiation.pk).targets.filter(slug="big-dam").exists()


def test_statements_of_both_are_found_by_the_one_that_stays(client: Client, busy: RiverTalks):
    accept_statement(say(busy, busy.northland, busy.dam, Stance.SUPPORTS, date(2024, 3, 12)), by=busy.by)
    for section, gone, kept in MERGES:
        merge(busy, section, gone, kept)
    for asked in ("target=dam", "target=big-dam", "party=northland", "party=north-land"):
        found = client.get(f"/api/v1/statements/?{asked}").json()["results"]
        assert {row["target"] for row in found} == {"big-dam", "dam"}


@pytest.mark.parametrize("merges", MERGES)
def test_a_copy_learns_from_the_catalog_what_was_merged_into_what(client: Client, busy: RiverTalks, merges):
    section, gone, kept = merges
    rename_entry(busy.negotiation, section, gone, "renamed", by=busy.by)
    merge(busy, section, "renamed", kept)
    rows = client.get(f"{TALKS}{section}/").json()["results"]
    found = {row["slug"]: set(row["former_slugs"]) for row in rows if row["former_slugs"]}
    assert found == {kept: {gone, "renamed"}}
