from django.apps.registry import Apps as StateApps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from positions.migrations.schema.roles import ROLES, make_permissions


def extend_groups(apps: StateApps) -> None:
    """Curators correct what is said of articles; everybody looks at what was said before. What else stands, stands."""
    make_permissions(apps)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    ours = Permission.objects.filter(content_type__app_label="positions")
    for group in Group.objects.filter(name__in=ROLES):
        group.permissions.add(*ours.filter(codename="view_formerwording"))
        if group.name in {"curator", "administrator"}:
            group.permissions.add(*ours.filter(codename="change_article"))
        if group.name == "administrator":
            group.permissions.add(*ours.filter(content_type__model="formerwording"))


def change_groups(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001  (Django's signature)
    extend_groups(apps)


class Migration(migrations.Migration):
    dependencies = [("positions", "0005_former_wordings"), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [migrations.RunPython(change_groups, migrations.RunPython.noop)]
