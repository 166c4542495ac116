"""The five roles, as groups; who belongs to one may sign in to the admin once they are staff.

A table that comes later needs a migration `…_roles_…` with an `extend_groups(apps)`: everybody looks, administrators
may all.
"""

from django.contrib.auth.management import create_permissions
from django.apps.registry import Apps as StateApps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

CODE = {"statement": ("add",), "article": ("add",)}
CURATE = {
    "decision": ("add",),
    "position": ("change",),
    "conditionallink": ("add", "delete"),
    "article": ("add", "change"),
}
CATALOG = dict.fromkeys(
    ("negotiation", "party", "participation", "speaker", "membership", "issue", "proposal", "proposalterm"),
    ("add", "change"),
)
ROLES = {
    "reader": {},
    "coder": CODE,
    "curator": CODE | CURATE,
    "catalog editor": CATALOG,
    "administrator": None,  # everything, people and take-downs too
}


def make_roles(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001  (Django's signature)
    make_permissions(apps)
    make_groups(apps)


def make_permissions(apps: StateApps) -> None:
    for label in ("auth", "positions"):  # Django makes them only after the last migration
        config = apps.get_app_config(label)
        module, config.models_module = getattr(config, "models_module", None), True  # models in a migration have none
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = module


def make_groups(apps: StateApps) -> None:
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    ours = Permission.objects.filter(content_type__app_label="positions")
    for name, allowed in ROLES.items():
        group, _ = Group.objects.get_or_create(name=name)
        if allowed is None:
            group.permissions.add(*ours, *Permission.objects.filter(content_type__app_label="auth"))
            continue
        codes = [f"{verb}_{model}" for model, verbs in allowed.items() for verb in verbs]
        group.permissions.add(*ours.filter(codename__startswith="view_"), *ours.filter(codename__in=codes))
