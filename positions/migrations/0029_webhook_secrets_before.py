from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def keep_secrets(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001
    for webhook in apps.get_model("positions", "Webhook").objects.exclude(previous_secret=""):
        webhook.previous_secrets = [webhook.previous_secret]
        webhook.save(update_fields=["previous_secrets"])


def keep_last_secret(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001
    for webhook in apps.get_model("positions", "Webhook").objects.exclude(previous_secrets=[]):
        webhook.previous_secret = webhook.previous_secrets[0]
        webhook.save(update_fields=["previous_secret"])


class Migration(migrations.Migration):
    dependencies = [("positions", "0028_quotes_taken_down_are_shown")]

    operations = [
        migrations.RemoveConstraint(model_name="webhook", name="webhook_previous_secret_has_an_end"),
        migrations.AddField(
            model_name="webhook",
            name="previous_secrets",
            field=ArrayField(
                base_field=models.CharField(max_length=80),
                blank=True,
                default=list,
                editable=False,
                help_text="Sign too, for a while after others took their place; the last one first.",
                size=None,
            ),
        ),
        migrations.RunPython(keep_secrets, keep_last_secret),
        migrations.RemoveField(model_name="webhook", name="previous_secret"),
        migrations.AlterField(
            model_name="webhook",
            name="previous_until",
            field=models.DateTimeField(blank=True, editable=False, help_text="Until when they do.", null=True),
        ),
        migrations.AddConstraint(
            model_name="webhook",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("previous_secrets", []), ("previous_until__isnull", True)),
                    models.Q(("previous_secrets__len__gte", 1), ("previous_until__isnull", False)),
                    _connector="OR",
                ),
                name="webhook_previous_secrets_have_an_end",
            ),
        ),
    ]
