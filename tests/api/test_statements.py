"""Statements one by one: what was accepted for everybody, what waits for staff alone."""

from datetime import date
from itertools import chain

import pytest
from django.contrib.auth.models import User
from django.test import Client

from positions import review
from positions.models import Negotiation, Statement
from positions.vocabulary import Attribution, Scope, Stance
from tests.api.asking import ask, n_queries, refused
from tests.api.listing import STATEMENTS, ids, pages, rows
from tests.api.posting import bearer
from tests.world import RiverTalks, river_talks, say


@pytest.fixture
def said(talks: RiverTalks) -> dict[str, Statement]:
    """Three by Northland on the dam: one accepted, one amended, one rejected; and one by Southland that waits."""
    day = date(2024, 2, 10)
    stated = {
        "accepted": say(talks, talks.northland, talks.dam, Stance.SUPPORTS, day, quote="The dam will be built."),
        "amended": say(talks, talks.northland, talks.dam, Stance.SUPPORTS, date(2024, 2, 12)),
        "rejected": say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, 11)),
        "pending": say(talks, talks.southland, talks.dam, Stance.OPPOSES, date(2024, 2, 13)),
    }
    review.accept_statement(stated["accepted"], by=talks.by)
    review.reject_statement(stated["rejected"], by=talks.by, reason="irony")
    amendment = review.Amendment(stance=Stance.CONDITIONAL, condition="if the League pays")
    review.amend_statement(stated["amended"], by=talks.by, amendment=amendment, reason="second half")
    return stated


def address(statement: Statement) -> str:
    return f"{STATEMENTS}{statement.uuid}/"


def test_the_public_sees_what_was_accepted(client: Client, said: dict[str, Statement]):
    found = rows(client, STATEMENTS)
    assert ids(found) == [str(said[name].uuid) for name in ("amended", "accepted")]
    assert [row["decision"] for row in found] == ["amend", "accept"]
    assert [row["review"] for row in found] == [None, None]


def test_what_was_amended_shows_both_its_own_values_and_those_accepted(client: Client, said: dict[str, Statement]):
    amended = ask(client, address(said["amended"]))
    assert (amended["stance"], amended["condition"]) == ("supports", "")
    assert (amended["accepted"]["stance"], amended["accepted"]["condition"]) == ("conditional", "if the League pays")
    assert amended["accepted"]["party"] == "northland"


def test_staff_see_all_with_who_decided_and_why(talks: RiverTalks, said: dict[str, Statement]):
    found = {row["decision"]: row for row in rows(bearer(talks.by), STATEMENTS)}
    assert set(found) == {"accept", "amend", "reject", "pending"}
    assert (found["reject"]["review"]["decided_by"], found["reject"]["review"]["reason"]) == ("ada", "irony")
    assert (found["pending"]["accepted"], found["pending"]["review"]["n_decisions"]) == (None, 0)


@pytest.mark.parametrize("scopes", [[Scope.READ], [Scope.CURATE]])
def test_staff_see_what_waits_with_a_token_to_read_or_to_decide(talks: RiverTalks, said, scopes: list[Scope]):
    assert ask(bearer(talks.by, scopes=scopes), address(said["pending"]))["decision"] == "pending"


@pytest.mark.parametrize("name", ["pending", "rejected"])
def test_what_was_not_accepted_is_not_there_for_others(client: Client, talks: RiverTalks, said, name: str):
    for reader in (client, bearer(User.objects.create_user("reader")), bearer(talks.by, scopes=[Scope.SUBMIT])):
        assert refused(reader, address(said[name]))["type"] == "/docs/problems/unknown-statement"


def test_a_decision_that_is_undone_takes_the_statement_from_the_public(client: Client, talks: RiverTalks, said):
    review.undo_decision(said["amended"], by=talks.by)
    assert refused(client, address(said["amended"]))["status"] == 404
    assert ask(bearer(talks.by), address(said["amended"]))["version"].startswith("2-")


def test_a_prediction_that_was_accepted_is_marked(client: Client, talks: RiverTalks):
    predicted = say(talks, talks.league, talks.dam, Stance.OPPOSES, date(2024, 3, 1), attribution=Attribution.PREDICTED)
    review.accept_statement(predicted, by=talks.by)
    assert ask(client, address(predicted))["attribution"] == "predicted"


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"party": "southland"}, ["pending"]),
        ({"target": "dam", "stance": "opposes"}, ["pending", "rejected"]),
        ({"decision": "pending"}, ["pending"]),
        ({"decision": ["pending", "reject"]}, ["pending", "rejected"]),
        ({"decision": ["accept", "amend"], "ordering": "said_on"}, ["accepted", "amended"]),
        ({"said_on__lte": "2024-02-11"}, ["rejected", "accepted"]),
        ({"speaker": "ADA HOLM", "said_on": "2024-02-10"}, ["accepted"]),
        ({"speaker__icontains": "holm", "attribution": "predicted"}, []),
        ({"negotiation": "river-talks", "party__not": "northland"}, ["pending"]),
        ({"outlet": "northport courier", "ordering": "stored"}, ["accepted", "amended", "rejected", "pending"]),
        ({"q": "dams"}, ["accepted"]),
        ({"q": '"quota stays" -built', "party": "southland"}, ["pending"]),
        ({"confidence__gte": "0.5"}, []),
    ],
)
def test_filters_search_and_order(talks: RiverTalks, said, asked: dict[str, object], expected: list[str]):
    assert ids(rows(bearer(talks.by), STATEMENTS, **asked)) == [str(said[name].uuid) for name in expected]


PRINTED = "¡Northland’s “upper dam”—never built… the cease‑fire of 2019–2024, a Kyiv–Moscow § 7 nego­tiation；"


@pytest.mark.parametrize(
    "asked",
    [
        *("northland", "Northland's", "Northland’s dam", "dam", "never", "built"),
        *('"upper dam"', "“upper dam”", "«upper dam»"),
        *("cease-fire", "cease‐fire", "Kyiv-Moscow", "Kyiv–Moscow", "Kyiv – Moscow", "moscow"),
        *("2019-2024", "2024", "7", "negotiation", "dam –treaty"),
    ],
)
def test_what_is_printed_with_typographic_signs_is_found_as_it_is_typed(talks: RiverTalks, asked: str):
    printed = say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, 1), quote=PRINTED)
    assert ids(rows(bearer(talks.by), STATEMENTS, q=asked)) == [str(printed.uuid)]


@pytest.mark.parametrize("asked", ["“dam upper”", "«dam upper»", "fire-cease", "dam –never", "nego tiation"])
def test_signs_of_any_kind_ask_for_phrases_and_for_what_is_not_there(talks: RiverTalks, asked: str):
    say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, 1), quote=PRINTED)
    assert rows(bearer(talks.by), STATEMENTS, q=asked) == []


@pytest.mark.parametrize("asked", ["dam -- never", "dam --never", "- dam -", "dam -(treaty)"])
def test_a_dash_excludes_nothing(talks: RiverTalks, asked: str):
    printed = say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, 1), quote=PRINTED)
    assert ids(rows(bearer(talks.by), STATEMENTS, q=asked)) == [str(printed.uuid)]


@pytest.mark.parametrize("asked", ["-" * 200, "‐" * 200, "(-" * 100, "-…" * 100, "﹣" * 200, "dam " + "-" * 196])
def test_a_line_of_dashes_is_no_fault_of_ours(talks: RiverTalks, asked: str):
    assert bearer(talks.by).get(STATEMENTS, {"q": asked}).status_code == 200


@pytest.mark.parametrize(
    ("printed", "asked"),
    [
        *(("Erdoğan", "Erdogan"), ("Erdogan", "Erdoğan"), ("Erdogan\u0306", "ERDOĞAN"), ("İstanbul", "istanbul")),
        *(("Zürich", "Zurich"), ("Zurich", "Zürich"), ("Straße", "Strasse"), ("Strasse", "Straße"), ("Næss", "Naess")),
        *(("Łódź", "lodz"), ("Støre", "Store"), ("Đoković", "Dokovic"), ("Aydın", "Aydin"), ("Aydin", "Aydın")),
        *(("Алёшин", "Алешин"), ("Τσίπρας", "Τσιπρας"), ("سَلام", "سلام"), ("CO₂", "co2"), ("ＮＡＴＯ", "nato")),
    ],
)
def test_a_word_is_found_with_its_marks_and_without(talks: RiverTalks, printed: str, asked: str):
    found = say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, 1), quote=f"What {printed} said.")
    assert ids(rows(bearer(talks.by), STATEMENTS, q=asked)) == [str(found.uuid)]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        *(("F-16", ["F-16s"]), ("F‑16", ["F-16s"]), ("F16", ["F-16s"]), ("F-16s", ["F-16s"]), ("(F-16)", ["F-16s"])),
        *(("-F-16 jets", ["16 others"]), ("16s", ["F-16s"]), ('"F-16s and no"', ["F-16s"])),
        *(("S-400", ["S-400"]), ("S400", ["S-400"]), ('"new S-400 systems"', ["S-400"]), ("400", ["400 men", "S-400"])),
        *(("T-72B3", ["T-72B3"]), ("T-72", ["T-72B3"]), ("72b3", ["T-72B3"]), ("T-72B", []), ("Č-47", ["Č-47"])),
        ('"stay T72"', []),
    ],
)
def test_a_letter_and_a_number_are_one_word(talks: RiverTalks, asked: str, expected: list[str]):
    quotes = {
        "F-16s": "It gets F-16s and no other jets.",
        "16 others": "Class F jets, and 16 others.",
        "S-400": "The new S-400 systems stay.",
        "400 men": "These 400 men stay.",
        "T-72B3": "Each T-72B3 will stay",
        "Č-47": "A Č-47 goes.",
    }
    said = {
        str(say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, 1), quote=quote).uuid): name
        for name, quote in quotes.items()
    }
    assert sorted(said[one] for one in ids(rows(bearer(talks.by), STATEMENTS, q=asked))) == expected


@pytest.mark.parametrize(
    ("printed", "asked"),
    [
        *(("mid-1990s", "1990s"), ("T-72s", "72s"), ("12-May-2024", "12-May-2024"), ("A.B-12", "A.B-12")),
        *(("Minsk 2 agreement", "Minsk-2"), ("Minsk-2", "Minsk 2"), ("Minsk-2 agreement", '"Minsk 2 agreement"')),
        *(
            ("covid 19", "covid-19"),
            ("Covid-19 vaccine", '"covid 19 vaccine"'),
            ("COVID-19-related", "COVID-19-related"),
        ),
        *(("F-16 jets", '"F 16 jets"'), ("F 16 jets", '"F-16 jets"'), ("mid-1990s talks", '"mid 1990s talks"')),
        *(("停火-2024", "停火-2024"), ("停火-2024", "2024"), ("停火-协议", "停火-协议"), ("F-16战机", "F-16")),
        *(("F-16战机", "F-16战机"), ("The non-F-16-18", "non-F-16-18"), ("F-16.5", "F-16.5"), ("Т-72Б3", "Т-72Б3")),
    ],
)
def test_a_hyphen_before_a_number_is_as_good_as_a_blank(talks: RiverTalks, printed: str, asked: str):
    found = say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, 1), quote=f"What {printed} was.")
    assert ids(rows(bearer(talks.by), STATEMENTS, q=asked)) == [str(found.uuid)]


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        *(("停火", True), ("协议", True), ("-停火", False), ("火停", False), ("火协", True), ("停议", False)),
        *(("ダム", True), ("停火 ダム", True), ("ประเทศ", True), ("停", True), ("dam 停", True), ("dam -停", False)),
        *(("dam -战", True), ("dam -dam战", True), ("dam -战-2024", True), ("停火、ダム", True), ("停火,ダム", True)),
    ],
)
def test_a_part_of_a_text_without_spaces_is_found(talks: RiverTalks, asked: str, is_found: bool):
    quote = "双方同意停火协议。上流ダムに反対、ในประเทศไทย; a dam"
    found = say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, 1), quote=quote)
    assert ids(rows(bearer(talks.by), STATEMENTS, q=asked)) == [str(found.uuid)] * is_found


def test_statements_of_one_article(client: Client, said: dict[str, Statement]):
    found = rows(client, STATEMENTS, article=str(said["accepted"].article.uuid))
    assert ids(found) == [str(said["accepted"].uuid)]
    assert refused(client, STATEMENTS, article="7")["type"] == "/docs/problems/bad-value"


def test_a_long_quote_is_cut(client: Client, talks: RiverTalks):
    long = say(talks, talks.northland, talks.dam, Stance.SUPPORTS, date(2024, 2, 1), quote="dam " * 200 + "!")
    review.accept_statement(long, by=talks.by)
    answer = ask(client, address(long))
    assert (len(answer["quote"]), answer["end"] - answer["start"]) == (600, 600)


def test_equal_days_are_paged_without_loss(talks: RiverTalks):
    for number in range(5):
        say(talks, talks.northland, talks.dam, Stance.SUPPORTS, date(2024, 2, 1), quote=f"Number {number}.")
    client = bearer(talks.by)
    found = [ids(page) for page in pages(client, STATEMENTS, page_size=2)]
    assert [len(page) for page in found] == [2, 2, 1]
    assert list(chain(*found)) == ids(rows(client, STATEMENTS))


def test_an_unchanged_statement_is_not_sent_again(client: Client, talks: RiverTalks, said: dict[str, Statement]):
    etag = client.get(address(said["accepted"]))["ETag"]
    assert etag.startswith('"1-2024-02-10.')
    again = {"if-none-match": etag}
    assert client.get(address(said["accepted"]), headers=again).status_code == 304
    Negotiation.objects.update(title="Talks on the river")
    assert client.get(address(said["accepted"]), headers=again).status_code == 200


def test_what_arrives_changes_the_list_of_staff_and_not_that_of_the_public(client: Client, talks: RiverTalks, said):
    staff = bearer(talks.by)
    tags = {reader: {"if-none-match": reader.get(STATEMENTS)["ETag"]} for reader in (client, staff)}
    assert [reader.get(STATEMENTS, headers=tag).status_code for reader, tag in tags.items()] == [304, 304]
    say(talks, talks.southland, talks.dam, Stance.SUPPORTS, date(2024, 3, 1))
    assert [reader.get(STATEMENTS, headers=tag).status_code for reader, tag in tags.items()] == [304, 200]
    review.accept_statement(said["pending"], by=talks.by)
    assert client.get(STATEMENTS, headers=tags[client]).status_code == 200


def test_nothing_of_a_draft_shows(client: Client, talks: RiverTalks, said: dict[str, Statement]):
    Negotiation.objects.update(is_published=False)
    assert rows(client, STATEMENTS) == []
    assert refused(client, address(said["accepted"]))["status"] == 404


def test_the_number_of_queries_does_not_grow(client: Client, talks: RiverTalks, said: dict[str, Statement]):
    # what it hangs on, drafts, statements, their decisions
    assert n_queries(client, STATEMENTS) == 4
    other = river_talks(by=talks.by, slug="lake-talks")
    for number in range(4):
        more = say(other, talks.northland, other.dam, Stance.SUPPORTS, date(2024, 2, 1), quote=f"Number {number}.")
        review.accept_statement(more, by=talks.by)
    assert n_queries(client, STATEMENTS) == 4
    # what it hangs on, drafts, the statement, its decisions
    assert n_queries(client, address(said["accepted"])) == 4
