"""A catalog file into tables: created, brought up to date, never doubled, and never half."""

from datetime import date

import pytest

from positions.catalog import CatalogConflict, extraction_catalog, load_catalog
from positions.ingestion import ArticleRefused
from positions.models import Issue, Membership, Negotiation, Party, Proposal, Revision
from positions.queries.catalog.catalogs import stored_catalog
from positions.vocabulary import RevisionKind
from tests.integration.catalog.talks import TALKS, everything


def test_what_an_extractor_reads_from_the_tables_is_what_it_reads_from_the_file(load, read):
    loaded = load()
    assert stored_catalog(loaded.negotiation) == extraction_catalog(read(TALKS))


def test_a_first_load_counts_everything_as_new_under_one_revision_of_the_catalog_and_tells_the_last(load):
    loaded = load()
    counts = [loaded.parties, loaded.issues, loaded.proposals, loaded.positions]
    assert [count.n_new for count in counts] == [3, 2, 2, 2]
    assert loaded.is_new
    assert Revision.objects.filter(kind=RevisionKind.CATALOG).count() == 1
    assert loaded.revision == Revision.objects.latest("number")


def test_parties_and_targets_are_known_from_the_instant_of_that_revision(load):
    loaded = load()
    rows = [*loaded.negotiation.participations.all(), *loaded.negotiation.targets.all()]
    assert {row.recorded_at for row in rows} == {Revision.objects.get(kind=RevisionKind.CATALOG).committed_at}


def test_relations_between_entries_are_stored_whatever_their_order_in_the_file(load):
    load()
    assert Issue.objects.get(slug="share").parent.slug == "water"
    assert Proposal.objects.get(slug="second").replaces.slug == "first"
    assert Membership.objects.get().bloc.slug == "league"
    term = Proposal.objects.get(slug="first").terms.get()
    assert (term.issue.slug, term.scale_low, term.quantity_value, term.quantity_unit) == ("share", 50, 5, "year")


def test_loading_again_changes_nothing(load):
    load()
    before = everything()
    again = load()
    assert again.revision is None
    assert [again.parties.n_unchanged, again.issues.n_unchanged, again.proposals.n_unchanged] == [3, 2, 2]
    assert everything() == before


def test_a_term_of_office_that_the_file_corrects_is_no_further_one(load):
    terms = ("speakers: [", "speakers: [{name: Ada Holm, to: 2022-01-01}, ")
    load(terms)
    loaded = load(terms, ("from: 2023-11-05", "from: 2023-11-06"))
    (northland, *_) = stored_catalog(loaded.negotiation).parties
    assert [speaker.from_on for speaker in northland.speakers] == [None, date(2023, 11, 6)]


def test_what_the_file_says_differently_is_updated(load):
    load()
    loaded = load(
        ("aliases: [Northport]", "aliases: [Northport, the north]"),
        ("from: 2023-11-05", "from: 2023-11-06"),
        ("toward: [half]", "toward: [half, equal share]"),
        ("value: 5, unit: year", "value: 6, unit: year"),
    )
    assert (loaded.parties.n_updated, loaded.issues.n_updated, loaded.proposals.n_updated) == (1, 1, 1)
    (northland, *_) = stored_catalog(loaded.negotiation).parties
    assert northland.aliases == ("Northport", "the north")
    assert [speaker.from_on for speaker in northland.speakers] == [date(2023, 11, 6)]
    assert Issue.objects.get(slug="share").toward == ["half", "equal share"]
    assert Proposal.objects.get(slug="first").terms.get().quantity_value == 6


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("title: Talks on", "title: More talks on", "negotiation"),
        ("River League, kind: bloc", "River League, kind: alliance", "parties"),
        ("iso: NL", "iso: NO", "parties"),
        ("member_of: [league]", "member_of: [league, southern]", "parties"),
        ("parent: water, ", "", "issues"),
        ("replaces: first, ", "", "proposals"),
        ("[southland, league]", "[southland]", "proposals"),
    ],
)
def test_any_change_of_the_catalog_raises_one_revision(load, old, new, part):
    southern = ("issues:\n", "  - {slug: southern, name: Southern League, kind: bloc, role: observer}\nissues:\n")
    load(southern)
    loaded = load(southern, (old, new))
    assert loaded.revision == Revision.objects.latest("number")
    assert part == "negotiation" or getattr(loaded, part).n_updated == 1


def test_what_is_no_longer_in_the_file_stays_and_is_named(load, curator, read):
    load()
    shorter = "negotiation: {slug: river-talks, title: Talks on the Silver River, started_on: 2024-02-01}\n"
    shorter += "parties:\n  - {slug: northland, name: Northland, kind: state, role: principal}\n"
    loaded = load_catalog(read(shorter), by=curator)
    assert loaded.parties.kept == ("southland", "league", "northland: Ada Holm")
    assert (loaded.issues.kept, loaded.proposals.kept) == (("share", "water"), ("second", "first"))
    assert loaded.negotiation.participations.count() == 3


def test_a_name_of_a_stored_party_that_the_file_leaves_out_is_given_to_no_other(load):
    load()
    before = everything()
    renamed = ("slug: northland", "slug: north"), ("party: northland", "party: north")
    with pytest.raises(CatalogConflict) as refused:
        load(*renamed, ("name: Ada Holm, title", "name: Ida Berg, title"))
    assert str(refused.value).splitlines() == [
        f"parties: “{name}” is a name of north in the file and of northland, which is stored; if they are one, rename "
        "or merge northland on its page of the catalog in the admin, else take the name away there"
        for name in ("Northland", "Northport", "Holm")
    ]
    assert everything() == before


def test_a_name_of_a_kept_speaker_is_given_to_no_other_party(load):
    load()
    speaker = "    speakers: [{name: Ada Holm, title: Water Minister, from: 2023-11-05, aliases: [Holm]}]\n"
    with pytest.raises(CatalogConflict, match="“Holm” is a name of southland in the file and of northland"):
        load((speaker, ""), ("name: Southland,", "name: Southland, aliases: [HOLMS, holm],"))


def test_a_speaker_whom_the_file_gives_to_another_party_no_longer_speaks_for_the_first(load):
    load()
    speaker = "    speakers: [{name: Ada Holm, title: Water Minister, from: 2023-11-05, aliases: [Holm]}]\n"
    moved = "name: Southland, speakers: [{name: Ada Holm, title: Envoy, from: 2024-06-01, aliases: [Holm]}],"
    loaded = load((speaker, ""), ("name: Southland,", moved))
    assert (loaded.parties.n_updated, loaded.parties.kept) == (1, ())
    spoken = {party.slug: [one.title for one in party.speakers] for party in stored_catalog(loaded.negotiation).parties}
    assert spoken == {"northland": [], "southland": ["Envoy"], "league": []}


def test_a_code_that_another_file_leaves_out_stays(load):
    load()
    load(("    iso: NL\n", ""))
    assert Party.objects.get(slug="northland").iso == "NL"


def test_a_curator_who_hid_the_talks_is_not_overruled_by_a_file_that_does_not_say(load):
    load()
    Negotiation.objects.update(is_published=False)
    load()
    assert not Negotiation.objects.get().is_published
    load(("started_on: 2024-02-01}", "started_on: 2024-02-01, published: true}"))
    assert Negotiation.objects.get().is_published


def test_two_files_name_one_party_differently_and_both_keep_their_name(load, curator, read):
    load()
    other = "negotiation: {slug: fish-talks, title: Talks on fish}\nparties:\n"
    other += "  - {slug: northland, name: The North, kind: state, role: observer, aliases: [Fisherland]}\n"
    fish = load_catalog(read(other), by=curator).negotiation
    river = Negotiation.objects.get(slug="river-talks")
    assert Party.objects.filter(slug="northland").count() == 1
    assert [stored_catalog(talks).parties[0].name for talks in (river, fish)] == ["Northland", "The North"]
    assert [stored_catalog(talks).parties[0].aliases for talks in (river, fish)] == [("Northport",), ("Fisherland",)]


def test_an_issue_does_not_become_a_proposal(load):
    load(("proposals:\n", "  - {slug: third, title: T, proposition: P.}\nproposals:\n"))
    before = everything()
    with pytest.raises(CatalogConflict, match="proposals: “third” is stored as issue"):
        load(("title: Talks", "title: Other"), ("positions:\n", "  - {slug: third, title: T}\npositions:\n"))
    assert everything() == before


def test_a_failure_at_the_end_leaves_nothing_behind(load, monkeypatch):
    def refuse(*_args: object, **_values: object) -> None:
        raise ArticleRefused("It is too long.")

    monkeypatch.setattr("positions.catalog.positions.store_excerpt", refuse)
    with pytest.raises(CatalogConflict, match=r"“The quota stays\.” can't be stored: It is too long\."):
        load()
    assert not any(everything().values())


def test_the_stored_catalog_takes_the_same_number_of_queries_whatever_its_size(load, django_assert_num_queries):
    parties = "".join(f"  - {{slug: p{n}, name: P{n}, kind: state, role: observer}}\n" for n in range(9))
    issues = "".join(f"  - {{slug: i{n}, title: I, proposition: P.}}\n" for n in range(9))
    for more in ([], [("issues:\n", f"{parties}issues:\n"), ("proposals:\n", f"{issues}proposals:\n")]):
        negotiation = load(*more).negotiation
        with django_assert_num_queries(7):  # memberships, proposers, terms, parties, their speakers, issues, proposals
            stored_catalog(negotiation)
