"""What the database itself refuses, whoever asks."""

from datetime import date, timedelta

import pytest
from django.contrib.postgres.search import SearchQuery
from django.db import DatabaseError, IntegrityError, connection, transaction

from positions.models import Article, Decision, Evidence, Position, Revision, Statement
from positions.models.article import ARTICLE_WORDS
from positions.models.position import POSITION_WORDS
from positions.models.statement import STATEMENT_WORDS
from positions.review import accept_statement
from positions.vocabulary import Stance
from tests.world import RiverTalks, hold, say, write_article


@pytest.fixture
def position(talks: RiverTalks) -> Position:
    return hold(talks, talks.northland, talks.water_share, Stance.OPPOSES, date(2024, 2, 10))


def copy_of(position: Position, **changes) -> Position:
    values = {field.attname: getattr(position, field.attname) for field in Position._meta.concrete_fields}
    return Position(**{**values, "id": None, "uuid": None, **changes})


def refused(error: type[Exception] = IntegrityError):
    """The database refuses, and the test's transaction goes on."""
    return _Refused(error)


class _Refused:
    def __init__(self, error):
        self.raises = pytest.raises(error)
        self.savepoint = transaction.atomic()

    def __enter__(self):
        self.raises.__enter__()
        self.savepoint.__enter__()

    def __exit__(self, *error):
        self.savepoint.__exit__(*error)
        return self.raises.__exit__(*error)


def save_copy(position: Position, **changes) -> None:
    row = copy_of(position, **changes)
    row.uuid = Position._meta.get_field("uuid").get_default()
    row.save()


def test_two_positions_never_overlap_in_both_times(position):
    with refused():
        save_copy(position, valid_from=date(2024, 6, 1))


def test_positions_may_overlap_in_one_time_alone(position):
    Position.objects.filter(pk=position.pk).update(superseded_at=position.recorded_at + timedelta(seconds=1))
    save_copy(position, recorded_at=position.recorded_at + timedelta(seconds=1))
    assert Position.objects.count() == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"valid_to": date(2024, 2, 10), "end_reason": "party_moved"},  # a period of no days
        {"valid_to": date(2024, 2, 9), "end_reason": "party_moved"},  # backward
        {"valid_to": date(2024, 3, 1)},  # an end without a reason
        {"end_reason": "withdrawn"},  # a reason without an end
        {"stance": "maybe"},
        {"stance": "unspecified"},  # no stance and no scale value
        {"scale_low": 10},  # half an interval
        {"scale_low": 60, "scale_high": 40},
        {"scale_low": 60, "scale_high": 101},
        {"salience_value": 1.5},
    ],
    ids=str,
)
def test_a_row_that_cannot_be_is_refused(position, changes):
    Position.objects.filter(pk=position.pk).update(superseded_at=position.recorded_at + timedelta(seconds=1))
    with refused():
        save_copy(position, recorded_at=position.recorded_at + timedelta(seconds=1), **changes)


@pytest.mark.parametrize("changes", [{"stance": "supports"}, {"valid_to": date(2030, 1, 1)}, {"summary": "x"}], ids=str)
def test_what_is_recorded_never_changes(position, changes):
    with refused(DatabaseError):
        Position.objects.filter(pk=position.pk).update(**changes)


def test_a_position_is_superseded_once(position):
    later = position.recorded_at + timedelta(seconds=1)
    Position.objects.filter(pk=position.pk).update(superseded_at=later)
    with refused(DatabaseError):
        Position.objects.filter(pk=position.pk).update(superseded_at=None)


def test_nothing_is_deleted(talks):
    statement = say(talks, talks.northland, talks.water_share, Stance.OPPOSES, date(2024, 2, 10))
    accept_statement(statement, by=talks.by)
    for row in (
        Evidence.objects.get(),
        Position.objects.get(),
        Decision.objects.get(),
        statement,
        statement.article,
        Revision.objects.first(),
    ):
        with refused(DatabaseError):
            type(row).objects.filter(pk=row.pk)._raw_delete("default")


def test_a_quote_that_is_not_verbatim_is_refused(talks):
    statement = say(talks, talks.northland, talks.water_share, Stance.OPPOSES, date(2024, 2, 10))
    values = {f.attname: getattr(statement, f.attname) for f in Statement._meta.concrete_fields}
    values |= {"id": None, "uuid": Statement._meta.get_field("uuid").get_default(), "start": statement.start + 1}
    with refused():
        Statement.objects.create(**values)


def test_offsets_count_code_points(talks):
    article = write_article("🕊️ “Never,” she said.")
    start = article.text.index("Never")
    values = {
        "article": article,
        "party": talks.northland,
        "target": talks.dam,
        "stance": "opposes",
        "act": "rejection",
        "attribution": "quoted",
        "salience": "unspecified",
        "said_on": date(2024, 2, 10),
    }
    Statement.objects.create(quote="Never", start=start, end=start + 5, **values)


def test_a_statement_and_a_decision_never_change(talks):
    statement = say(talks, talks.northland, talks.water_share, Stance.OPPOSES, date(2024, 2, 10))
    decision = accept_statement(statement, by=talks.by)
    with refused(DatabaseError):
        Statement.objects.filter(pk=statement.pk).update(stance="supports")
    with refused(DatabaseError):
        Decision.objects.filter(pk=decision.pk).update(reason="x")


def test_an_articles_text_never_changes(talks):
    article = write_article("As it was.")
    with refused(DatabaseError):
        type(article).objects.filter(pk=article.pk).update(text="As it was not.")


@pytest.mark.parametrize(("number", "later"), [(1, True), (3, False)], ids=["number", "instant"])
def test_revisions_only_rise(position, number, later):
    last = Revision.objects.latest("number")
    at = last.committed_at + timedelta(seconds=1 if later else -1)
    with refused():
        Revision.objects.create(
            negotiation=last.negotiation,
            number=number,
            committed_at=at,
            committed_by=last.committed_by,
            kind="recorded",
        )


def test_triggers_catch_no_error_for_every_row_since_each_session_says_what_it_ignores(db):
    """One that is caught costs a look at all that the transaction has still to check: N rows, N² looks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('pgtrigger.ignore')")
        assert cursor.fetchone() == ("{}",)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rows", "words"),
    [(Article.objects, ARTICLE_WORDS), (Position.objects, POSITION_WORDS), (Statement.objects, STATEMENT_WORDS)],
)
def test_what_the_search_asks_is_what_the_index_of_words_is_of(rows, words):
    """Migrations have its expression written out; another one in the code would leave an index that finds nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = rows.order_by().alias(found_by=words).filter(found_by=SearchQuery("dam", config="english")).explain()
    assert f"Bitmap Index Scan on {rows.model._meta.model_name}_words" in plan
