"""The desk and the first page without a browser: numbers of queries, and what bad input comes to."""

from datetime import date

import pytest
from django.db import connection
from django.urls import reverse

from positions import review
from positions.models import Decision, PendingStatement, Position, Statement
from positions.statements import store_found
from positions.vocabulary import Stance
from tests.suggestions import run_on, suggest, suggestion
from tests.world import RiverTalks, say, write_article

DESK, DECIDE, UNDO = reverse("admin:desk"), reverse("admin:desk_decide"), reverse("admin:desk_undo")


def sent(statement: Statement, **changes: object) -> dict[str, object]:
    """A form as a browser sends it, with what was typed over it."""
    own = {
        name: getattr(statement, name) for name in ("stance", "act", "attribution", "salience", "condition", "speaker")
    }
    names = {"party": statement.party.slug, "target": statement.target.slug, "said_on": statement.said_on.isoformat()}
    seen = f"{statement.party.slug}/{statement.target.slug}:"
    return {"statement": statement.uuid, "decision": "accept", "seen": seen, **own, **names, **changes}


def find_undated(talks: RiverTalks) -> Statement:
    """What the machine found in an article of which nobody knows the day."""
    article = write_article("Northland's minister said: the quota stays.", published_on=None)
    store_found(run_on(article, talks), [suggestion(article.text, "the quota stays.")])
    return article.statements.get()


def test_what_an_article_without_a_date_says_is_accepted_with_a_day_that_somebody_typed(talks, grace):
    statement = find_undated(talks)
    page = grace.get(DESK).content.decode()
    assert "without a date (came in on" in page
    assert "The article has no date: say on which day this was said." in page
    refused = grace.post(DECIDE, sent(statement, said_on="")).content.decode()
    assert "Nothing was changed. A value can&#x27;t be used; see below." in refused
    assert not Decision.objects.exists()
    grace.post(DECIDE, sent(statement, said_on="2024-03-04"))
    assert Position.objects.get().valid_from == date(2024, 3, 4)


def test_what_an_article_without_a_date_says_can_be_rejected_without_a_day(talks, grace):
    grace.post(DECIDE, sent(find_undated(talks), said_on="", decision="reject", reason="Irony."))
    assert Decision.objects.get().decision == "reject"


def fill(talks: RiverTalks, day: int, n: int) -> None:
    for number in range(n):
        suggest(talks, [f"Quota {day}-{number} stays.", f"No dam {day}-{number}.", f"Never {day}-{number}."], day=day)


def test_the_number_of_queries_of_the_desk_does_not_grow(talks, grace, django_assert_max_num_queries):
    """Session, user; the next one and its words; parties and targets; margin; positions, proposition, evidence;
    near-duplicates; how many wait; the last decision; the talks of the filter."""
    counts = []
    for day, n in ((1, 1), (2, 5)):
        fill(talks, day, n)
        with django_assert_max_num_queries(17) as queries:
            assert grace.get(DESK).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_number_of_queries_of_a_decision_does_not_grow(talks, grace, django_assert_max_num_queries):
    counts = []
    for day, n in ((1, 2), (2, 5)):
        fill(talks, day, n)
        for _ in range(2):  # the second of the same position: evidence for what stands
            statement = PendingStatement.objects.first().statement
            seen = grace.get(DESK, {"statement": str(statement.uuid)}).context["outcome"].seen
            # One of them each time that a statement is read: whether its party or target was merged since; one whether
            # what proves the position is what the page showed.
            with django_assert_max_num_queries(48) as queries:
                grace.post(DECIDE, sent(statement, seen=seen), headers={"X-Desk": "1"})
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert Decision.objects.count() == 4


def test_the_number_of_queries_of_the_first_page_does_not_grow(talks, grace, django_assert_max_num_queries):
    """Session, user, five tables, the recent actions of Django's own page."""
    counts = []
    for day, n in ((1, 2), (2, 6)):
        fill(talks, day, n)
        for row in PendingStatement.objects.all()[:n]:
            review.reject_statement(row.statement, by=talks.by)
        with django_assert_max_num_queries(9) as queries:
            page = grace.get(reverse("admin:index"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
    (pile,) = page.context["piles"]
    assert (pile.n_waiting, pile.n_of_today, pile.n_older) == (16, 16, 0)
    (day,) = page.context["days"]
    assert (day.n_decided, day.n_rejected) == (8, 8)
    (precision,) = page.context["precision"]
    assert (precision.title, precision.n_decided, precision.percent) == ("Share of the water", 8, 0)


def test_the_first_page_leads_to_the_articles_and_to_each_catalog(talks, grace):
    page = grace.get(reverse("admin:index")).content.decode()
    for name, arguments in (
        ("positions_article_changelist", []),
        ("positions_article_add", []),
        ("catalog", ["river-talks"]),
    ):
        assert f'href="{reverse(f"admin:{name}", args=arguments)}"' in page.split('id="content-related"')[0]
    assert "Catalog<span" in page


def test_the_next_statement_is_found_by_the_index_of_the_queue(talks, grace):
    fill(talks, 1, 5)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        cursor.execute(
            "EXPLAIN SELECT * FROM positions_pendingstatement WHERE urgency >= 4 AND (urgency > 4 OR statement_id > 7)"
            " ORDER BY urgency, statement_id LIMIT 1"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "pending_by_urgency" in plan
    assert "Sort" not in plan


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"said_on": "last Tuesday"}, "Write the date as year-month-day"),
        ({"said_on": "13 March 20255"}, "Write the date as year-month-day"),
        ({"valid_from": "2999-01-01"}, "lies too far away"),
        ({"party": "atlantis"}, "Select a valid choice"),
        ({"stance": "unspecified"}, "Select a valid choice"),
        ({"term_value": "12", "term_text": ""}, "A term needs its words"),
        (
            {"term_value": "2,5", "term_text": "a share", "term_unit": "percent"},
            "“2,5” in the term “a share” is no number",
        ),
        ({"term_value": "", "term_text": "two", "term_unit": "brigades"}, "says what is counted, “brigades”, and no"),
        ({"condition": "x" * 2001}, "at most 2000 characters"),
        ({"condition": "\x00"}, "Null characters are not allowed"),
        ({"decision": "publish"}, "No decision was sent"),
        ({"party": "southland"}, "That is another party or target than was shown"),
    ],
    ids=str,
)
def test_what_cannot_be_is_said_and_nothing_is_decided_or_lost(talks, grace, changes, problem):
    (statement,) = suggest(talks, ["The quota stays."])
    page = grace.post(DECIDE, sent(statement, **{"summary": "As I typed it.", **changes})).content.decode()
    assert problem in page
    assert 'value="As I typed it."' in page
    assert not Decision.objects.exists()


def test_a_date_with_its_month_in_words_is_understood(talks, grace):
    (statement,) = suggest(talks, ["The quota stays."])
    grace.post(DECIDE, sent(statement, said_on="4 March 2024"))
    assert Decision.objects.get().amended == {"said_on": "2024-03-04"}


def test_a_form_sent_twice_decides_once(talks, grace):
    (statement,) = suggest(talks, ["The quota stays."])
    grace.post(DECIDE, sent(statement))
    assert "already decided “accept”" in grace.post(DECIDE, sent(statement)).content.decode()
    assert Decision.objects.count() == 1


def test_a_note_beside_a_reason_is_kept_with_it(talks, grace):
    first, second, third = suggest(talks, ["The quota stays.", "No dam.", "Never."])
    grace.post(DECIDE, sent(first, reject_because="It is irony.", reason="NOTE: see memo 12"))
    grace.post(DECIDE, sent(second, reject_because="Irony", reason="see memo 12"))
    grace.post(DECIDE, sent(third, decision="duplicate", reason="see memo 12"))
    reasons = ["It is irony. NOTE: see memo 12", "Irony. see memo 12", "see memo 12"]
    assert list(Decision.objects.order_by("pk").values_list("reason", flat=True)) == reasons


def test_a_reason_too_long_to_be_kept_is_refused_and_still_there(talks, grace):
    (statement,) = suggest(talks, ["The quota stays."])
    page = grace.post(DECIDE, sent(statement, reject_because="It is irony.", reason="n" * 1990)).content.decode()
    assert "A reason has at most 2,000 characters, with its note." in page
    assert "n" * 1990 in page
    assert not Decision.objects.exists()


def last_of(page) -> str:
    """Which decision the page would undo."""
    return str(page.context["last_decided"].standing.decision_id)


def test_only_the_decision_that_the_page_names_is_undone(talks, grace):
    first, second = suggest(talks, ["The quota stays.", "No dam."])
    shown = last_of(grace.post(DECIDE, sent(first, decision="reject", reason="Irony.")))
    grace.post(DECIDE, sent(second, decision="duplicate"))  # in another tab
    page = grace.post(UNDO, {"last": shown})
    assert f"Nothing was undone: {second} is by now your last decision." in page.content.decode()
    assert Decision.objects.count() == 2
    assert page.context["statement"] == second
    grace.post(UNDO, {"last": last_of(page)})
    assert Decision.objects.order_by("pk").last().statement == second
    assert [s.pk for s in Statement.objects.pending()] == [second.pk]


def test_values_that_only_differ_in_white_space_are_no_amendment(talks, grace):
    (statement,) = suggest(talks, ["The quota stays."], condition="if the\n League  pays", stance=Stance.CONDITIONAL)
    grace.post(DECIDE, sent(statement, condition="if the\r\n League  pays"))
    assert Decision.objects.get().decision == "accept"


@pytest.mark.parametrize(
    "query", ["at=x", "order=backwards", "confidence_from=lots", "older_than_days=-3", "negotiation=%00", "party=%27"]
)
def test_an_address_that_makes_no_sense_shows_the_desk(talks, grace, query):
    suggest(talks, ["The quota stays."])
    assert grace.get(f"{DESK}?{query}").status_code == 200


@pytest.mark.parametrize("uuid", ["x", "01a211fc-898e-7421-afbc-f4e72b862362"])
def test_a_statement_that_is_not_there_is_not_found(talks, grace, uuid):
    assert grace.get(DESK, {"statement": uuid}).status_code == 404
    assert grace.post(DECIDE, {"statement": uuid}).status_code == 404


def test_nearly_the_same_words_are_shown_beside(talks, grace):
    said = say(talks, talks.northland, talks.water_share, Stance.OPPOSES, date(2024, 2, 1), quote="The quota stays!")
    (statement,) = suggest(talks, ["The quota stays."])
    (alike,) = [one for one, _ in grace.get(DESK, {"statement": str(statement.uuid)}).context["alike"]]
    assert (alike.statement, alike.decision) == (said, "pending")


def test_a_decided_statement_says_where_its_decision_is_undone(talks, grace):
    statement = say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 3, 5))
    review.accept_statement(statement, by=talks.by)
    page = grace.get(DESK, {"statement": str(statement.uuid)}).content.decode()
    assert "it has to be undone first: here, if it is your last decision" in page
    assert f"{reverse('admin:positions_statement_changelist')}?decision=decided" in page


def test_without_the_desks_script_a_rejection_asks_for_its_reason(talks, grace):
    (statement,) = suggest(talks, ["The quota stays."])
    page = grace.post(DECIDE, sent(statement, decision="reject", reason=" ")).content.decode()
    assert "Say why: type it into “Reason or note”, then press Reject… again." in page
    assert not Decision.objects.exists()
    grace.post(DECIDE, sent(statement, decision="reject", reason="It is irony."))
    assert Decision.objects.get().reason == "It is irony."


def test_a_red_line_that_would_become_evidence_alone_is_told_before(talks, grace):
    first, second = suggest(talks, ["The quota stays.", "No dam, never."])
    grace.post(DECIDE, sent(first))
    seen_now = grace.get(f"{DESK}?statement={second.uuid}").context["outcome"].seen
    given = sent(second, salience="red_line", party=first.party.slug, target=first.target.slug, stance=first.stance)
    page = grace.post(reverse("admin:desk_foresee"), given | {"seen": seen_now}).content.decode()
    assert "this does not make it a red line: record that on the timeline, as a correction or a move" in page
    assert "this does not make it a red line" not in grace.get(f"{DESK}?statement={second.uuid}").content.decode()
