"""The same rows in a SQLite file, indexed for the same question, for Datasette to serve."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson
from django.db import connection

SCHEMA = """
CREATE TABLE party (id INTEGER PRIMARY KEY, slug TEXT UNIQUE, name TEXT, kind TEXT);
CREATE TABLE target (id INTEGER PRIMARY KEY, slug TEXT UNIQUE, title TEXT, kind TEXT);
CREATE TABLE position (
    id INTEGER PRIMARY KEY, uuid TEXT, party_id INTEGER REFERENCES party, target_id INTEGER REFERENCES target,
    stance TEXT, act TEXT, salience TEXT, salience_value REAL, scale_low REAL, scale_high REAL,
    terms TEXT, condition TEXT, summary TEXT, valid_from TEXT, valid_to TEXT, recorded_at TEXT, superseded_at TEXT
);
"""
INDEXES = """
CREATE INDEX position_by_cell ON position (party_id, target_id, valid_from);
ANALYZE;
"""
READ = {
    "party": "SELECT id, slug, name, kind FROM positions_party",
    "target": "SELECT id, slug, title, kind FROM positions_target",
    "position": """
        SELECT id, uuid::text, party_id, target_id, stance, act, salience, salience_value, scale_low::float,
               scale_high::float, terms::text, condition, summary, valid_from::text, valid_to::text,
               to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
               to_char(superseded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
        FROM positions_position
    """,
}
# Instants and days as text compare as they follow each other.
MATRIX = """
SELECT party.slug AS party, target.slug AS target, position.uuid AS id, stance, act, salience, salience_value,
       scale_low, scale_high, terms, condition, summary, valid_from, valid_to, recorded_at
FROM position JOIN party ON party.id = party_id JOIN target ON target.id = target_id
WHERE party.slug IN (SELECT value FROM json_each(:parties))
  AND target.slug IN (SELECT value FROM json_each(:targets))
  AND valid_from <= :valid_on AND (valid_to IS NULL OR valid_to > :valid_on)
  AND recorded_at <= :known_at AND (superseded_at IS NULL OR superseded_at > :known_at)
"""


def copy_to_sqlite(path: Path) -> None:
    """Everything that the matrix is made of, as PostgreSQL has it."""
    with sqlite3.connect(path) as file:
        file.executescript(SCHEMA)
        for table, question in READ.items():
            with connection.cursor() as cursor:
                cursor.execute(question)
                write(file, table, cursor.fetchall())
        file.executescript(INDEXES)
    file.close()


def write(file: sqlite3.Connection, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    rows = list(rows)
    marks = ", ".join("?" for _ in rows[0])
    file.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)


def write_metadata(path: Path, database: str) -> None:
    """Datasette's file that gives the question a name: /reference/matrix.json."""
    path.write_bytes(orjson.dumps({"databases": {database: {"queries": {"matrix": {"sql": MATRIX}}}}}))
