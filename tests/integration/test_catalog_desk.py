"""The catalog in the admin: entries as forms, guarded by the rules of files."""

from datetime import date
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from positions.ingestion import queue_extraction
from positions.models import Issue, Negotiation, Participation, ProposalTerm
from positions.vocabulary import Stance
from tests.world import RiverTalks, hold, one_more_issue, signed_in, write_article

CATALOG = "/admin/catalogs/river-talks/"


@pytest.fixture
def editor(curator: User) -> Client:
    curator.is_superuser = True
    curator.save()
    return signed_in(curator)


def rows(name: str, *filled: dict[str, str], initial: int = 0) -> dict[str, str]:
    """A formset as a browser sends it."""
    sent = {f"{name}-TOTAL_FORMS": str(len(filled)), f"{name}-INITIAL_FORMS": str(initial)}
    return sent | {f"{name}-{n}-{key}": value for n, row in enumerate(filled) for key, value in row.items()}


def seen(editor: Client, address: str) -> dict[str, str]:
    """What a page showed, as it is sent back with what was typed."""
    return {"seen": editor.get(address).context["seen"]}


NO_ROWS = rows("speakers") | rows("member_of")
ISSUE = {"title": "Share of the water", "proposition": "Southland receives half.", "topic": "water", **rows("scale")}


def test_the_catalog_shows_everything_in_it_and_goes_along_as_a_file(editor: Client, talks: RiverTalks):
    page = editor.get(CATALOG).content.decode()
    for words in ("Northland", "Share of the water", "The League&#x27;s draft of March", '"#issues">Issues: 2</a>'):
        assert words in page
    file = editor.get(f"{CATALOG}file/")
    assert file["Content-Disposition"] == 'attachment; filename="river-talks.yaml"'
    assert "slug: water-share" in file.content.decode()


def test_an_issue_is_changed_and_the_revision_said(editor: Client, talks: RiverTalks):
    sent = {**ISSUE, **seen(editor, f"{CATALOG}issues/water-share/"), "toward": "equal share\r\n\r\nhalf of it\r\n"}
    page = editor.post(f"{CATALOG}issues/water-share/", sent, follow=True)
    assert "Saved as revision" in page.content.decode()
    issue = Issue.objects.get(slug="water-share")
    assert (issue.proposition, issue.toward) == ("Southland receives half.", ["equal share", "half of it"])


def test_another_proposition_under_a_position_is_told_when_it_is_saved(editor: Client, talks: RiverTalks):
    hold(talks, talks.northland, talks.water_share, Stance.OPPOSES, date(2024, 2, 10))
    sent = {**ISSUE, **seen(editor, f"{CATALOG}issues/water-share/"), "proposition": "Southland receives nothing."}
    page = html.fromstring(editor.post(f"{CATALOG}issues/water-share/", sent, follow=True).content.decode())
    (warning,) = page.xpath("//li[@class='warning']/text()")
    assert "half of the river's water.” and is “Southland receives nothing.” now. The stances of 1 position" in warning


def test_a_new_party_with_its_speakers_and_blocs(editor: Client, talks: RiverTalks):
    speakers = rows(
        "speakers", {"name": "Bo Lind", "title": "Mayor", "first_day": "2024-01-01", "aliases": "Lind\r\nLind, Bo"}, {}
    )
    blocs = rows("member_of", {"bloc": "river-league", "first_day": "2024-02-01", "end": "2024-06-01"})
    sent = {"new-slug": "weir-town", "name": "Weir Town", "kind": "party", "role": "observer", **speakers, **blocs}
    editor.post(f"{CATALOG}parties/", sent)
    part = Participation.objects.get(party__slug="weir-town")
    (belongs,) = part.party.memberships.values_list("bloc__slug", "from_on", "to_on")
    assert belongs == ("river-league", date(2024, 2, 1), date(2024, 6, 1))
    assert [(s.name, s.aliases) for s in part.speakers.all()] == [("Bo Lind", ["Lind", "Lind, Bo"])]


ODD = """\
negotiation: {slug: lake-talks, title: Talks on the lake, description: "Two lines,\\nof which one has a comma."}
parties:
  - slug: alder
    name: Alder, the Free City
    kind: state
    role: principal
    from: 2024-01-01
    member_of: [{bloc: union, to: 2020-01-01}, {bloc: union, from: 2022-01-01}]
    aliases: ["Alder; City of", "Alder, City"]
    speakers:
      - {name: Ada Holm, title: "Mayor, and judge", aliases: ["Holm, Ada", Ada], from: 2020-01-01}
      - {name: Bo Lind}
  - {slug: union, name: Lake Union, kind: bloc, role: observer}
issues:
  - slug: quota
    title: Quota
    proposition: "Alder receives half, or more."
    toward: ["half, or more"]
    scale: [{value: 0, label: "None, at all"}, {value: 33.25, label: A third}]
proposals:
  - slug: draft
    title: A draft
    proposed_by: [alder]
    summary: "It says:\\nhalf."
    terms:
      - {issue: quota, stance: supports, scale: [50, 60], text: "half,\\nor so", quantity: {value: 2.5, unit: year}}
"""


def as_a_browser_sends(page: str) -> dict[str, list[str]]:
    """Every field of the first form of the page, untouched; lines end as browsers end them."""
    form = html.fromstring(page).xpath("//form[contains(@class, 'catalog-form')]")[0]
    sent: dict[str, list[str]] = {}
    for name, value in form.form_values():
        sent.setdefault(name, []).append("\r\n".join(value.splitlines()))
    return sent


@pytest.mark.parametrize("part", ["talks", "parties/alder", "issues/quota", "proposals/draft"])
def test_a_form_that_is_saved_untouched_changes_nothing(editor: Client, tmp_path, part):
    (tmp_path / "lake.yaml").write_text(ODD)
    call_command("load_catalog", str(tmp_path / "lake.yaml"), stdout=StringIO())
    address = f"/admin/catalogs/lake-talks/{part}/"
    sent = as_a_browser_sends(editor.get(address).content.decode())
    page = editor.post(address, sent, follow=True).content.decode()
    assert "Saved; nothing differed." in page


def test_a_name_that_is_anothers_is_refused_at_its_field_and_what_was_typed_stays(editor: Client, talks: RiverTalks):
    sent = {"name": "Southland", "kind": "state", "role": "principal", "aliases": "Northland", **NO_ROWS}
    page = editor.post(f"{CATALOG}parties/southland/", sent).content.decode()
    assert "“Northland” is a name of northland already" in page
    assert Participation.objects.get(party__slug="southland").aliases == []


def test_a_day_in_words_is_refused_at_its_row(editor: Client, talks: RiverTalks):
    speakers = rows("speakers", {}, {"name": "Bo Lind", "first_day": "last spring"})
    sent = {"name": "Southland", "kind": "state", "role": "principal", **NO_ROWS, **speakers}
    page = editor.post(f"{CATALOG}parties/southland/", sent).content.decode()
    assert "must be a date, YEAR-MONTH-DAY" in page
    assert "last spring" in page


def test_a_proposal_and_its_terms_are_one_page(editor: Client, talks: RiverTalks):
    terms = rows(
        "terms",
        {
            "issue": "water-share",
            "stance": "supports",
            "low": "60",
            "text": "Three fifths",
            "number": "5",
            "unit": "year",
        },
        {"issue": "dam", "stance": "opposes"},
        {},
    )
    sent = {"title": "The League's draft", "proposed_by": ["river-league"], "proposed_on": "2024-03-03", **terms}
    editor.post(f"{CATALOG}proposals/league-draft/", {**sent, **seen(editor, f"{CATALOG}proposals/league-draft/")})
    stored = ProposalTerm.objects.values_list("issue__slug", "stance", "scale_low", "scale_high", "quantity_unit")
    assert [tuple(map(str, row)) for row in stored] == [
        ("water-share", "supports", "60.00", "60.00", "year"),
        ("dam", "opposes", "None", "None", ""),
    ]


def test_cues_are_tried_out_on_stored_articles_before_anything_is_saved(editor: Client, talks: RiverTalks):
    text = "Both want “equal shares”. The minister spoke of equal sharing of water. <b>Nothing else</b> was said."
    article = write_article(text)
    queue_extraction(article, negotiations=[talks.negotiation])
    sent = {**ISSUE, "toward": "equal share\nhalf of it", "try": "1"}
    page = editor.post(f"{CATALOG}issues/water-share/", sent).content.decode()
    assert "<strong>equal share</strong> would match 2 sentences in 1 article" in page
    assert "<strong>half of it</strong> would match 0 sentences in 0 articles" in page
    assert Issue.objects.get(slug="water-share").toward == []


def test_new_talks_begin_as_a_draft_that_the_public_does_not_see(editor: Client, client: Client, talks: RiverTalks):
    editor.post("/admin/catalogs/", {"new-slug": "lake-talks", "title": "Talks on the lake"})
    assert not Negotiation.objects.get(slug="lake-talks").is_published
    assert client.get("/api/v1/negotiations/lake-talks/").status_code == 404
    shown = seen(editor, "/admin/catalogs/lake-talks/talks/")
    editor.post("/admin/catalogs/lake-talks/talks/", {"title": "Talks on the lake", "published": "on", **shown})
    assert client.get("/api/v1/negotiations/lake-talks/").status_code == 200


def test_markup_in_a_field_is_shown_as_text(editor: Client, talks: RiverTalks):
    shown = seen(editor, f"{CATALOG}issues/water-share/")
    editor.post(f"{CATALOG}issues/water-share/", {**ISSUE, "title": "<script>alert(1)</script>", **shown})
    again = editor.post(f"{CATALOG}issues/water-share/", {**ISSUE, **shown})
    for page in (editor.get(CATALOG), again):
        assert "&lt;script&gt;alert(1)" in page.content.decode()
        assert "<script>alert(1)" not in page.content.decode()


def test_a_name_in_addresses_is_changed_and_the_old_one_answers(editor: Client, talks: RiverTalks):
    page = editor.post(f"{CATALOG}issues/dam/rename/", {"renamed": "upper-dam"}, follow=True)
    assert "Renamed from “dam”, which keeps answering." in page.content.decode()
    assert Issue.objects.get(pk=talks.dam.pk).slug == "upper-dam"
    page = editor.post(f"{CATALOG}issues/upper-dam/rename/", {"renamed": "water-share"}, follow=True)
    assert "Nothing was renamed: “water-share” is another&#x27;s name already." in page.content.decode()
    page = editor.post(f"{CATALOG}talks/rename/", {"renamed": "silver-river"}, follow=True)
    assert page.redirect_chain[-1][0] == "/admin/catalogs/silver-river/"


def test_who_may_not_edit_catalogs_is_kept_out(client: Client, talks: RiverTalks):
    client.force_login(User.objects.create_user("reader", is_staff=True))
    assert client.get(f"{CATALOG}issues/water-share/").status_code == 403
    assert client.post(f"{CATALOG}issues/water-share/", ISSUE).status_code == 403


def test_the_page_asks_as_many_queries_for_a_large_catalog_as_for_a_small_one(editor: Client, talks: RiverTalks):
    # session, user, negotiation; parties, memberships, speakers; issues; proposals, proposers, terms
    def n_queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            editor.get(CATALOG)
        return len(seen)

    before = n_queries()
    for number in range(20):
        one_more_issue(talks, f"more-{number}", parent=talks.dam)
    assert n_queries() == before == 10


PARTY = {"name": "Eastland", "kind": "state", "role": "principal", "new-slug": "eastland", **rows("speakers")}


def test_what_an_entry_would_break_elsewhere_is_told_by_the_name_of_the_other(editor: Client, talks: RiverTalks):
    joins = rows("member_of", {"bloc": "river-league", "first_day": "", "end": ""})
    editor.post(f"{CATALOG}parties/", {**PARTY, **joins})
    league = f"{CATALOG}parties/river-league/"
    sent = {"name": "River League", "kind": "state", "role": "mediator", **NO_ROWS, **seen(editor, league)}
    page = editor.post(league, sent)
    told = page.context["sheet"].form.non_field_errors()
    assert told == ["“Eastland”: “river-league” is a state, which has no members"]


@pytest.mark.parametrize(("field", "day"), [("first_day", "0026-05-01"), ("end", "1799-12-31")])
def test_a_year_that_has_lost_its_digits_is_told_at_its_field(editor: Client, talks: RiverTalks, field, day):
    page = editor.post(f"{CATALOG}parties/", {**PARTY, **rows("member_of"), field: day})
    assert page.context["sheet"].form.errors == {field: [f"{day} lies too far away; look at the year"]}
    assert not Participation.objects.filter(party__slug="eastland").exists()


def test_a_quantity_that_is_no_number_is_told_at_its_own_field(editor: Client, talks: RiverTalks):
    term = {"issue": "water-share", "stance": "supports", "text": "", "low": "", "high": ""}
    sent = {"new-slug": "new-draft", "title": "A draft", **rows("terms", {**term, "number": "2,5", "unit": "year"})}
    (row,) = editor.post(f"{CATALOG}proposals/", sent).context["sheet"].rows["terms"]
    assert row.errors == {"number": ["2,5 is not a number"]}


def test_the_day_of_a_proposal_is_written_as_people_say_it(editor: Client, talks: RiverTalks):
    assert "3 March 2024" in editor.get(CATALOG).content.decode()
