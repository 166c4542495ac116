"""Indexes as a matrix reads them: positions by party first, evidence in its order with all that is asked of it."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("positions", "0023_what_few_statements_have"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="evidence",
            name="evidence_by_position",
        ),
        migrations.RemoveIndex(
            model_name="position",
            name="position_by_cell",
        ),
        migrations.RemoveIndex(
            model_name="position",
            name="position_by_cell_recorded",
        ),
        migrations.AddIndex(
            model_name="evidence",
            index=models.Index(
                fields=["position", "said_on", "id"],
                include=("recorded_at", "superseded_at", "story", "statement", "decision"),
                name="evidence_by_position",
            ),
        ),
        migrations.AddIndex(
            model_name="position",
            index=models.Index(fields=["party", "target", "valid_from"], name="position_by_cell"),
        ),
        migrations.AddIndex(
            model_name="position",
            index=models.Index(fields=["party", "target", "recorded_at"], name="position_by_cell_recorded"),
        ),
    ]
