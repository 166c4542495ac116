"""Whether the database has the tables of this code. Asked before a command runs, and by `/readyz`.

Where migrations gave way to one that replaces them, Django counts that one as applied if a database has them all, and
applies it if a database has none. Of a database that has some it says nothing: it leaves the application out and finds
nothing to do. So that is looked for here first.
"""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


class DatabaseStoppedOnTheWay(Exception):
    """The database has some of the migrations that another took the place of; the message says what to do."""


def are_current() -> bool:
    """Raises: DatabaseStoppedOnTheWay; OperationalError where the database does not answer."""
    refuse_one_on_the_way()
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def refuse_one_on_the_way() -> None:
    """Raises: DatabaseStoppedOnTheWay; OperationalError where the database does not answer."""
    loader = MigrationLoader(connection, load=False)
    loader.load_disk()
    applied = MigrationRecorder(connection).applied_migrations()
    for name, migration in loader.disk_migrations.items():
        there = [replaced for replaced in migration.replaces if replaced in applied]
        gone = [replaced for replaced in migration.replaces if replaced not in {*applied, *loader.disk_migrations}]
        if there and gone:
            raise DatabaseStoppedOnTheWay(
                f"the database has {len(there)} of the {len(migration.replaces)} migrations that {'.'.join(name)} took "
                f"the place of, the last one {there[-1][1]}: bring it to {migration.replaces[-1][1]} with an earlier "
                "copy of Parley first (docs/operations.md, Upgrading)"
            )
