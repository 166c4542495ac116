"""Whether the database has the tables of this code. Asked before a command runs, and by `/readyz`.

Where migrations gave way to one that replaces them, Django counts that one as applied if a database has them all, and
applies it if a database has none. Of a database that has some it says nothing: it leaves the application out and finds
nothing to do. Nor does it say anything of migrations that it has no file of. So both are looked for here first.
"""

from collections.abc import Collection, Mapping

from django.db import ProgrammingError, connection
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

Name = tuple[str, str]


class NotTheseTables(Exception):
    """The tables of the database can't be used, read or made by this code as they are; the message says what to do."""


def are_current() -> bool:
    """Raises: NotTheseTables; OperationalError where the database does not answer."""
    refuse_other_tables()
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def refuse_other_tables() -> None:
    """Raises: NotTheseTables; OperationalError where the database does not answer."""
    loader = MigrationLoader(connection, load=False)
    loader.load_disk()
    known = loader.disk_migrations
    try:
        applied = MigrationRecorder(connection).applied_migrations()
    except ProgrammingError as problem:
        raise NotTheseTables(f"the database does not say which migrations it has: {problem}") from problem
    for name, migration in known.items():
        _refuse_one_on_the_way(name, migration, applied, known)
    _refuse_a_newer_one(applied, known)


def refuse_where_none_may_be_made() -> None:
    """Before `migrate` makes some, which would say so in a trace.

    Raises: as `are_current` does; NotTheseTables where the user may not make any, or the database is not in Unicode.
    """
    if are_current():
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, current_schema(), has_schema_privilege(current_schema(), 'CREATE'), "
            "current_setting('server_encoding')"
        )
        user, schema, may_create, encoding = cursor.fetchone()
    if encoding != "UTF8":
        raise NotTheseTables(
            f"the database is in the encoding {encoding}, which does not have all letters: make it with "
            "ENCODING 'UTF8' TEMPLATE template0 (docs/configuration.md, Servers of your own)"
        )
    if not may_create:
        raise NotTheseTables(
            f"the database's user {user} may not make tables in it: make {user} the owner of the database, or grant "
            f"CREATE on the schema {schema or 'public'} (docs/configuration.md, Servers of your own)"
        )


def _refuse_one_on_the_way(
    name: Name, migration: Migration, applied: Collection[Name], known: Mapping[Name, Migration]
) -> None:
    there = [replaced for replaced in migration.replaces if replaced in applied]
    gone = [replaced for replaced in migration.replaces if replaced not in {*applied, *known}]
    if there and gone:
        raise NotTheseTables(
            f"the database has {len(there)} of the {len(migration.replaces)} migrations that {'.'.join(name)} took "
            f"the place of, the last one {there[-1][1]}: bring it to {migration.replaces[-1][1]} with an earlier "
            "copy of Parley first (docs/operations.md, Upgrading)"
        )


def _refuse_a_newer_one(applied: Collection[Name], known: Mapping[Name, Migration]) -> None:
    """Of our own alone: what another application left behind does no harm."""
    replaced = {one for migration in known.values() for one in migration.replaces}
    unknown = sorted(name for app, name in {*applied} - {*known} - replaced if app == "positions")
    if unknown:
        raise NotTheseTables(
            f"the database is newer than this copy of Parley, which has no migration {unknown[-1]}: take the newer "
            "copy, or the backup of before (docs/operations.md, Upgrading)"
        )
