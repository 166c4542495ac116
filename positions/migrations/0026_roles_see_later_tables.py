# What the roles' words promise holds for tables that came after them too: everybody looks, administrators may all.

from django.apps.registry import Apps as StateApps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ROLES = ("reader", "coder", "curator", "catalog editor", "administrator")
# Made since 0013_roles. A table that comes later needs a migration like this one.
LATER = ("announced", "delivery", "event", "webhook", "download", "downloadpart", "formerslug", "formerlink")


def give_roles_later_tables(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001
    make_permissions(apps)
    extend_groups(apps)


def make_permissions(apps: StateApps) -> None:
    config = apps.get_app_config("positions")  # Django makes them only after the last migration
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None


def extend_groups(apps: StateApps) -> None:
    """Of those groups that are still there; what somebody took from one otherwise stays taken."""
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    later = Permission.objects.filter(content_type__app_label="positions", content_type__model__in=LATER)
    for group in Group.objects.filter(name__in=ROLES):
        group.permissions.add(*(later if group.name == "administrator" else later.filter(codename__startswith="view_")))


class Migration(migrations.Migration):
    dependencies = [("positions", "0025_events_lose_words_taken_down")]

    operations = [migrations.RunPython(give_roles_later_tables, migrations.RunPython.noop)]
