"""Databases of the 29 migrations that one took the place of: those that have them all go on, others are told."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection, migrations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from config import tables
from positions.api.edge import operations
from positions.ingestion import SourceText, store_excerpt, store_source
from positions.ingestion.store import NOT_READ
from positions.models import Article
from positions.vocabulary import ArticleState
from tests.world import write_article

SCHEMA = ("positions", "0001_schema")


@pytest.fixture
def replaced(db: None) -> list[str]:
    """The names of the 29; the database is one that had them before the one took their place."""
    MigrationRecorder(connection).record_unapplied(*SCHEMA)
    migration: migrations.Migration = MigrationLoader(None).disk_migrations[SCHEMA]
    return [name for _, name in migration.replaces]


def applied() -> list[str]:
    """The names of all that are ours."""
    return [name for app, name in MigrationRecorder(connection).applied_migrations() if app == "positions"]


def forget(names: list[str]) -> None:
    for name in names:
        MigrationRecorder(connection).record_unapplied("positions", name)


def test_a_database_that_has_all_of_them_is_up_to_date(replaced):
    assert len(replaced) == 29
    assert tables.are_current()


@pytest.mark.parametrize("n_there", [1, 20, 28])
def test_a_database_that_has_only_some_is_told_what_it_has_and_what_to_do(replaced, n_there):
    forget(replaced[n_there:])
    with pytest.raises(tables.NotTheseTables) as told:
        tables.are_current()
    for words in (f"{n_there} of the 29", replaced[n_there - 1], "bring it to 0029_webhook_secrets_before"):
        assert words in str(told.value)


def test_a_server_is_not_ready_for_a_database_that_has_only_some(replaced, client: Client, monkeypatch):
    monkeypatch.setattr(operations, "_migrated", [])
    forget(replaced[20:])
    assert client.get("/readyz").json()["checks"]["migrations"] == "failing"


def test_a_database_that_has_none_of_them_is_yet_to_be_made(replaced):
    forget(applied())
    assert not tables.are_current()


def test_the_tables_are_committed_together_with_the_record_that_they_are_there(replaced):
    """One transaction for all: whoever kills the first start leaves a database that has none of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(DISTINCT xmin::text) FROM django_migrations"
            " WHERE app = 'positions' AND name = ANY(%s)",
            [replaced],
        )
        assert cursor.fetchone() == (29, 1)


def test_what_people_coded_no_longer_waits_to_be_read_and_what_machines_read_does(talks):
    """Migration 0002, on articles as they were stored before it."""
    store_excerpt(SourceText(text="No dam.", url="https://example.org/speech"))
    store_source(SourceText(text="", title="Survey", url="https://example.org/survey"))
    write_article("The minister said: “No dam.”")
    Article.objects.update(article_state=ArticleState.FETCHED.value, reason="")
    import_module("positions.migrations.0002_what_people_coded_is_not_to_be_read").no_longer_wait(apps, None)
    assert set(Article.objects.values_list("extent", "article_state", "reason")) == {
        ("excerpt", "skipped", NOT_READ["reason"]),
        ("source", "skipped", NOT_READ["reason"]),
        ("full", "fetched", ""),
    }


def test_functions_are_those_of_triggers_that_there_are(db):
    """Migration 0004, on a database that has what an earlier one left."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION pgtrigger_snapshot_is_append_only_24458() RETURNS trigger LANGUAGE plpgsql"
            " AS 'BEGIN RETURN NULL; END'"
        )
        cursor.execute(import_module("positions.migrations.0004_a_trigger_of_before_leaves_nothing").LEFT)
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE proname LIKE 'pgtrigger%'"
            " AND NOT EXISTS (SELECT FROM pg_trigger WHERE tgfoid = pg_proc.oid)"
        )
        assert cursor.fetchall() == []
