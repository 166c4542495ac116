"""Statements and positions leave as CSV and come in again: a dry run first, then all of it or nothing."""

import csv
import io
from datetime import date

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from positions import history, take_down
from positions.catalog import rename_entry
from positions.correction import Wording, correct_article
from positions.models import Article, Negotiation, Participation, Position, Statement
from positions.vocabulary import Salience, Stance
from tests.world import RiverTalks, hold, river_talks, say, signed_in, write_article

POSITIONS = reverse("admin:positions_position_changelist")
STATEMENTS = reverse("admin:positions_statement_changelist")
HEADER = "party,target,stance,valid_from\n"
CODED = "article,party,target,stance,attribution,quote,said_on,title\n"


def export(client: Client, address: str) -> bytes:
    listed = f"{address}?decision=all" if address == STATEMENTS else address
    selected = [row.pk for row in client.get(listed).context["cl"].result_list]
    return client.post(listed, {"action": "export", "_selected_action": selected}).getvalue()


def send(client: Client, address: str, content: bytes | str, *, talks: str = "river-talks", name: str = "sheet.csv"):
    file = SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())
    return client.post(f"{address}import/", {"negotiation": talks, "sheet": file})


def confirm(client: Client, address: str, trial):
    sent = {"confirm": trial.context["token"], "summary": trial.context["trial"].summary}
    return client.post(f"{address}import/", sent, follow=True)


def problems(answer) -> list[tuple[int | None, str, str]]:
    assert answer.status_code == 400
    return [(one.line, one.field, one.message) for one in answer.context["problems"]]


def fill(talks: RiverTalks) -> None:
    """Terms and conditions of every sort, and a position that was taken back before the next one."""
    hold(talks, talks.northland, talks.dam, Stance.SUPPORTS, date(2024, 2, 1), condition="=1+1; “if”\nand then")
    first = hold(talks, talks.southland, talks.dam, Stance.OPPOSES, date(2024, 2, 1), salience=Salience.RED_LINE)
    history.withdraw_position(first, on=date(2024, 2, 9), by=talks.by)
    hold(talks, talks.southland, talks.dam, Stance.UNDECIDED, date(2024, 3, 1), condition="'=x")


def said(talks: Negotiation) -> list[tuple[object, ...]]:
    names = ("party__slug", "target__slug", "stance", "salience", "terms", "condition", "summary")
    rows = Position.objects.known().filter(negotiation=talks)
    return sorted(rows.values_list(*names, "valid_from", "valid_to", "end_reason"), key=str)


def test_positions_that_went_out_come_in_again_as_they_were(talks, grace):
    fill(talks)
    copy = river_talks(by=talks.by, slug="copied-talks")
    content = export(grace, POSITIONS).decode("utf-8-sig").replace("river-talks", "copied-talks")
    trial = send(grace, POSITIONS, content, talks="copied-talks")
    assert not Position.objects.filter(negotiation=copy.negotiation).exists()
    page = confirm(grace, POSITIONS, trial).content.decode()
    assert "Stored: copied-talks: positions 3 new" in page
    assert said(copy.negotiation) == said(talks.negotiation)


def test_what_is_here_already_changes_nothing(talks, grace):
    fill(talks)
    say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, 1), quote="-- says =SUM(1) he. ")
    before = Position.objects.count(), Statement.objects.count()
    for address, told in ((POSITIONS, "nothing changed"), (STATEMENTS, "0 new statements")):
        trial = send(grace, address, export(grace, address))
        assert told in trial.context["trial"].summary
        confirm(grace, address, trial)
    assert (Position.objects.count(), Statement.objects.count()) == before


def test_no_cell_that_leaves_begins_a_formula(talks, grace):
    fill(talks)
    cells = [cell for row in csv.reader(io.StringIO(export(grace, POSITIONS).decode("utf-8-sig"))) for cell in row]
    assert "'=1+1; “if”\nand then" in cells
    assert "''=x" in cells
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []


def test_every_bad_row_is_told_with_its_column_and_none_is_stored(talks, grace):
    rows = "northland,dam,supports,2024-02-01\nnorthlnd,dam,supports,2024-02-01\nsouthland,dam,maybe,next spring\n"
    told = problems(send(grace, POSITIONS, HEADER + rows + "southland,dam,opposes,12 March 2024\n"))
    assert [(row, column) for row, column, _ in told] == [
        *((3, "party"), (4, "stance"), (4, "valid_from"), (5, "valid_from"))
    ]
    assert told[0][2] == "“northlnd” is no party of these talks; did you mean “Northland”?"
    assert told[2][2] == "must be a date, YEAR-MONTH-DAY, such as 2025-03-14"
    assert not Position.objects.exists()


@pytest.mark.parametrize("end", ["scale_low", "scale_high"])
def test_a_header_with_one_end_of_the_scale_alone_is_told_whatever_else_is_in_it(talks, grace, end):
    rows = f"party,target,stance,valid_from,{end}\nnorthland,dam,supports,2024-02-01,\n"
    told = problems(send(grace, POSITIONS, rows))
    assert told == [(1, end, f"the header has {end} alone; a place on the scale needs scale_low and scale_high")]
    assert not Position.objects.exists()


@pytest.mark.parametrize("day", ["0001-01-01", "1799-12-31", "2999-03-01", "9999-12-31"])
def test_a_year_that_can_only_be_a_slip_is_told_before_it_is_public(talks, grace, day):
    told = problems(send(grace, POSITIONS, HEADER + f"northland,dam,supports,{day}\n"))
    assert told == [(2, "valid_from", f"{day} lies too far away; look at the year")]
    taken_back = "party,target,stance,valid_from,withdrawn_on\nnorthland,dam,supports,2024-02-01,2999-03-01\n"
    assert problems(send(grace, POSITIONS, taken_back))[0][:2] == (2, "withdrawn_on")
    told = problems(send(grace, STATEMENTS, CODED + f",southland,dam,supports,reported,We build.,{day},A speech\n"))
    assert told[0][:2] == (2, "said_on")


def test_statements_are_coded_by_whoever_sends_them_and_wait(talks, grace):
    article = write_article("He said: “The quota  stays.” No more.", published_on=date(2024, 3, 5))
    rows = f"{article.uuid},Northland,dam,opposes,quoted,The quota stays.,,\n"
    rows += ",southland,dam,supports,reported,We build.,2024-03-07,A speech\n"
    trial = send(grace, STATEMENTS, CODED + rows)
    assert not Statement.objects.exists()
    confirm(grace, STATEMENTS, trial)
    found = Statement.objects.order_by("said_on").values_list("quote", "said_on", "coder__username", "article__extent")
    assert list(found) == [
        ("The quota  stays.", date(2024, 3, 5), "grace", "full"),
        ("We build.", date(2024, 3, 7), "grace", "excerpt"),
    ]
    assert Statement.objects.pending().count() == 2


def test_a_party_of_that_name_comes_before_one_that_had_it_as_a_slug(talks, grace):
    rename_entry(talks.negotiation, "parties", "northland", "uplands", by=talks.by)
    Participation.objects.filter(party=talks.northland).update(name="Uplands")
    rows = ",Northland,dam,supports,reported,We build.,2024-03-07,A speech\n"
    confirm(grace, STATEMENTS, send(grace, STATEMENTS, CODED + rows))
    assert Statement.objects.get().party == talks.northland
    Participation.objects.filter(party=talks.southland).update(name="Northland")
    confirm(grace, STATEMENTS, send(grace, STATEMENTS, CODED + rows.replace("We build.", "We wait.")))
    assert Statement.objects.get(quote="We wait.").party == talks.southland


def test_statements_that_can_not_be_are_told_row_by_row(talks, grace):
    stored = say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, 1))
    gone = say(talks, talks.northland, talks.dam, Stance.SUPPORTS, date(2024, 2, 2)).article
    take_down.take_down_article(gone, reason="Order.", by=talks.by)
    here = stored.article.uuid
    rows = [
        f"{here},northland,dam,opposes,reported,{stored.quote},,",
        f"{here},northland,dam,opposes,quoted,Never said.,,",
        f"{gone.uuid},northland,dam,opposes,quoted,The quota,,",
        "7,northland,dam,unspecified,quoted,x,,",
        ",northland,dam,opposes,quoted,x,2024-01-01,",
        f"{here},northland,dam,opposes,,The quota,,",
    ]
    told = problems(send(grace, STATEMENTS, CODED + "\n".join(rows)))
    assert [(row, column) for row, column, _ in told] == [
        *((2, "attribution"), (3, "quote"), (4, "article"), (5, "article"), (5, "stance"), (6, "article")),
        (7, "attribution"),
    ]
    assert Article.objects.count() == 2


def test_a_row_that_says_otherwise_of_a_known_source_is_told(talks, grace):
    header = "party,target,stance,attribution,quote,said_on,title,outlet,published_on\n"
    row = "northland,dam,opposes,quoted,Never.,2024-02-01,Speech,Courier,2024-02-02\n"
    confirm(grace, STATEMENTS, send(grace, STATEMENTS, header + row))
    said_otherwise = row.replace("Courier", "Herald") + row.replace("northland", "southland").replace("02-02", "02-03")
    told = problems(send(grace, STATEMENTS, header + said_otherwise))
    assert [(line, column) for line, column, _ in told] == [(2, "outlet"), (3, "published_on")]
    assert "this source is stored already with “Courier”" in told[0][2]
    assert "1 stored already" in send(grace, STATEMENTS, header + row).context["trial"].summary


def test_a_row_that_says_of_a_source_what_was_corrected_since_is_stored_already(talks, grace):
    header = "party,target,stance,attribution,quote,said_on,title,outlet,published_on\n"
    row = "northland,dam,opposes,quoted,Never.,2024-02-01,Speech,Courier,2024-02-02\n"
    confirm(grace, STATEMENTS, send(grace, STATEMENTS, header + row))
    wording = Wording(title="A speech", outlet="Herald", published_on=date(2024, 2, 3))
    correct_article(Article.objects.get(), wording, reason="A slip.", by=talks.by, n_seen=0)
    assert "1 stored already" in send(grace, STATEMENTS, header + row).context["trial"].summary
    assert Article.objects.get().outlet == "Herald"


def test_a_dry_run_that_no_longer_holds_stores_nothing(talks, grace):
    trial = send(grace, POSITIONS, HEADER + "northland,dam,supports,2024-02-01\n")
    hold(talks, talks.northland, talks.dam, Stance.SUPPORTS, date(2024, 2, 1))
    n_rows = Position.objects.count()
    page = confirm(grace, POSITIONS, trial).content.decode()
    assert "Nothing was stored: something changed since the dry run." in page
    assert Position.objects.count() == n_rows


def test_a_confirmation_sent_twice_or_by_somebody_else_stores_nothing(talks, grace):
    trial = send(grace, POSITIONS, HEADER + "northland,dam,supports,2024-02-01\n")
    henry = signed_in(User.objects.create_superuser("henry"))
    assert "the file is no longer here" in confirm(henry, POSITIONS, trial).content.decode()
    confirm(grace, POSITIONS, trial)
    assert "was stored already" in confirm(grace, POSITIONS, trial).content.decode()
    assert Position.objects.count() == 1


@pytest.mark.parametrize(
    ("role", "may"), [("reader", ()), ("coder", (STATEMENTS,)), ("curator", (STATEMENTS, POSITIONS))]
)
@pytest.mark.usefixtures("roles")
def test_who_may_code_imports_statements_and_who_may_publish_positions(talks, role, may):
    user = User.objects.create_user("ken", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client = signed_in(user)
    for address in (STATEMENTS, POSITIONS):
        assert client.get(f"{address}import/").status_code == (200 if address in may else 403)
        assert (f"{address}import/" in client.get(address).content.decode()) is (address in may)


def test_what_is_too_large_is_refused_before_it_is_read(grace, monkeypatch):
    monkeypatch.setattr("positions.admin.uploads.LARGEST_UPLOAD", 1_000)
    monkeypatch.setattr("django.http.request.HttpRequest.parse_file_upload", None)
    answer = send(grace, POSITIONS, "x" * 2_000)
    assert answer.status_code == 413
    assert "at most 1000\xa0bytes are taken" in answer.content.decode()
    pasted = grace.post(f"{POSITIONS}import/", "a=" + "x" * 2_700_000, content_type="application/x-www-form-urlencoded")
    assert pasted.status_code == 413


def test_a_row_with_several_faults_tells_all_of_them_at_once(talks, grace):
    header = "party,target,stance,valid_from,salience,scale_low,scale_high,withdrawn_on\n"
    rows = "northlnd,damm,oposes,05.06.2024,urgent,5x,20,soon\nsouthland,dam,opposes,2999-01-01,,,,2024-13-01\n"
    told = problems(send(grace, POSITIONS, header + rows))
    columns = ["party", "target", "scale_low", "valid_from", "stance", "salience", "withdrawn_on"]
    assert sorted((row, column) for row, column, _ in told) == sorted(
        [(2, column) for column in columns] + [(3, "valid_from"), (3, "withdrawn_on")]
    )
    assert not Position.objects.exists()


def test_a_row_of_a_statement_with_several_faults_tells_all_of_them_at_once(talks, grace):
    article = write_article("He said: “The quota stays.”", published_on=date(2024, 3, 5))
    rows = f"{article.uuid},northlnd,,maybe,heard,The quota stays.,next spring,\n"
    rows += f"{article.uuid},northland,dam,opposes,quoted,Never said.,2999-01-01,\n"
    told = problems(send(grace, STATEMENTS, CODED + rows))
    assert sorted((row, column) for row, column, _ in told) == [
        *((2, "attribution"), (2, "party"), (2, "said_on"), (2, "stance"), (2, "target")),
        *((3, "quote"), (3, "said_on")),
    ]
    assert not Statement.objects.exists()
