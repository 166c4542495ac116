# Articles taken down until now left their quotes in what webhooks were told; from now on the take-down sees to it.

from django.apps.registry import Apps as StateApps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def empty_quotes(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001  (Django's signature)
    Article, Event = apps.get_model("positions", "Article"), apps.get_model("positions", "Event")
    for uuid in Article.objects.filter(taken_down_at__isnull=False).values_list("uuid", flat=True):
        for event in Event.objects.filter(data__evidence__contains=[{"article": {"id": str(uuid)}}]):
            for piece in event.data["evidence"]:
                if piece["article"]["id"] == str(uuid):
                    piece |= {"quote": "", "end": piece["start"]}
            event.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [("positions", "0024_evidence_and_positions_in_order")]

    operations = [migrations.RunPython(empty_quotes, migrations.RunPython.noop)]
