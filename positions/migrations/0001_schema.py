"""Everything that an empty database gets, at once. What comes after it is a migration of its own.

Until 2026-11-30 there were 29 migrations in its place. A database that has them all is as this one makes it, and Django
counts this one as applied there; `config.tables` says what to do with one that has only some.
"""

from django.conf import settings
from django.db import migrations

from positions.migrations.schema import (
    articles,
    functions,
    negotiations,
    positions,
    readers,
    roles,
    statements,
    targets,
)
from positions.migrations.schema.creation import CreateTables

IN_ITS_PLACE = (
    "0001_initial",
    "0002_snapshots_and_tokens",
    "0003_conditional_link",
    "0004_position_withdrawn",
    "0005_editions_and_standing_decisions",
    "0006_changes_by_record_time",
    "0007_rendered_once",
    "0008_runs_are_reproducible",
    "0009_pending_statements",
    "0010_articles_on_their_way",
    "0011_queue_reordered_on_commit",
    "0012_articles_taken_down",
    "0013_roles",
    "0014_lists_and_search",
    "0015_webhooks",
    "0016_downloads",
    "0017_webhook_secrets_rotate",
    "0018_articles_submitted_again",
    "0019_former_slugs",
    "0020_independent_sources",
    "0021_merged_targets_and_parties",
    "0022_take_downs_reach_copies",
    "0023_what_few_statements_have",
    "0024_evidence_and_positions_in_order",
    "0025_events_lose_words_taken_down",
    "0026_roles_see_later_tables",
    "0027_statements_wait_for_take_downs",
    "0028_quotes_taken_down_are_shown",
    "0029_webhook_secrets_before",
)


class Migration(migrations.Migration):
    initial = True
    replaces = [("positions", name) for name in IN_ITS_PLACE]
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [
        migrations.RunSQL(functions.VALUES + functions.ROWS, functions.UNDO),
        CreateTables(
            [
                *negotiations.TABLES,
                *targets.TABLES,
                *articles.TABLES,
                *statements.TABLES,
                *positions.TABLES,
                *readers.TABLES,
            ]
        ),
        migrations.RunPython(roles.make_roles, migrations.RunPython.noop),
    ]
