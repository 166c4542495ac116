from django.conf import settings
from django.db import migrations, models
from pgtrigger.migrations import AddTrigger, RemoveTrigger

from positions.migrations.schema.triggers import STATEMENT_NEVER_CHANGES, URGENCY, refuses, trigger

FOLLOWS_ITS_ARTICLE = f"""
                    IF NEW.said_on <> OLD.said_on AND OLD.coder_id IS NULL
                       AND to_jsonb(NEW) - '{{said_on,rendered}}'::text[]
                           = to_jsonb(OLD) - '{{said_on,rendered}}'::text[]
                       AND EXISTS (
                           SELECT 1 FROM positions_article WHERE id = OLD.article_id
                           AND coalesce(published_on, (received_at AT TIME ZONE 'UTC')::date) = NEW.said_on
                       )
                    THEN
                        UPDATE positions_pendingstatement SET urgency = {URGENCY}
                        FROM (SELECT NEW.*) AS s WHERE statement_id = OLD.id;
                        IF FOUND THEN RETURN NEW; END IF;
                    END IF;
"""  # noqa: S608 - words of our own
UPDATE = 'UPDATE OF "article_id", "title", "outlet", "published_on", "until", "corrected_by_id"'


class Migration(migrations.Migration):
    """Articles can be corrected: what was said of one before is kept, and what waits of it follows its day."""

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("positions", "0004_a_trigger_of_before_leaves_nothing"),
    ]

    operations = [
        migrations.CreateModel(
            name="FormerWording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(blank=True, help_text="Its headline until then.", max_length=500)),
                (
                    "outlet",
                    models.CharField(blank=True, help_text="Who published it, as was said until then.", max_length=200),
                ),
                (
                    "published_on",
                    models.DateField(blank=True, help_text="Its day of publication until then.", null=True),
                ),
                ("until", models.DateTimeField(help_text="Record time: from when this database says otherwise.")),
                ("reason", models.TextField(help_text="Why, in one line.")),
                (
                    "article",
                    models.ForeignKey(
                        help_text="What was corrected.",
                        on_delete=models.PROTECT,
                        related_name="former_wordings",
                        to="positions.article",
                    ),
                ),
                (
                    "corrected_by",
                    models.ForeignKey(
                        help_text="Who corrected it.",
                        on_delete=models.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revisions",
                    models.ManyToManyField(
                        help_text="The public changes that told it, one for each talks.",
                        related_name="former_wordings",
                        to="positions.revision",
                    ),
                ),
            ],
            options={
                "ordering": ["until"],
                "indexes": [models.Index(fields=["until"], name="former_wording_by_end")],
                "constraints": [
                    models.UniqueConstraint(fields=("article", "until"), name="former_wording_ends_once_an_instant"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="former_wording_has_a_reason"
                    ),
                ],
            },
        ),
        AddTrigger(
            "formerwording",
            trigger(
                "former_wording_is_never_deleted",
                "a78a6",
                refuses("delete"),
                table="positions_formerwording",
                when="BEFORE",
                operation="DELETE",
                hash="236fdb126b419cb7c8f736b9d68ea298eea7ab7e",
            ),
        ),
        AddTrigger(
            "formerwording",
            trigger(
                "former_wording_never_changes",
                "96179",
                refuses(UPDATE.lower()),
                table="positions_formerwording",
                when="BEFORE",
                operation=UPDATE,
                hash="0f3b68e9c2aadf9e0abacdc3b7ecb89bdf2af716",
            ),
        ),
        RemoveTrigger("statement", "statement_never_changes"),
        AddTrigger(
            "statement",
            trigger(
                "statement_never_changes",
                "564ae",
                FOLLOWS_ITS_ARTICLE + STATEMENT_NEVER_CHANGES,
                table="positions_statement",
                when="BEFORE",
                operation="UPDATE",
                hash="abab404eb591f16012e2fb50a4f81d97f77222f0",
            ),
        ),
    ]
