from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

REASON = "People coded it; there is nothing to read."


def no_longer_wait(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001  (Django's signature)
    """Excerpts and sources stood among the articles that a worker is about to read, for good."""
    coded = apps.get_model("positions", "Article").objects.filter(extent__in=["excerpt", "source"])
    coded.filter(article_state="fetched").update(article_state="skipped", reason=REASON)


class Migration(migrations.Migration):
    dependencies = [("positions", "0001_schema")]

    operations = [migrations.RunPython(no_longer_wait, migrations.RunPython.noop)]
