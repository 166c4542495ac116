"""What must hold of every table, present and future."""

import pytest
from django.apps import apps
from django.db import models
from django.db.models import CheckConstraint

MODELS = list(apps.get_app_config("positions").get_models())


def fields_of(model: type[models.Model]) -> list[models.Field]:
    """The columns of the table itself, without its keys."""
    return [field for field in model._meta.local_fields if not field.primary_key]


def names_in(condition: object) -> set[str]:
    """Field names that a check mentions."""
    names = set()
    for child in getattr(condition, "children", []):
        names |= {child[0].split("__")[0]} if isinstance(child, tuple) else names_in(child)
    return names


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_an_instant_and_its_person_agree(model):
    by_name = {field.name: field for field in fields_of(model)}
    for name, field in by_name.items():
        partner = by_name.get(name.removesuffix("_at") + "_by") if name.endswith("_at") else None
        if partner is None or not (field.null or partner.null):
            continue
        checks = [c for c in model._meta.constraints if isinstance(c, CheckConstraint)]
        assert any({name, partner.name} <= names_in(c.condition) for c in checks), f"{name} and {partner.name}"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_says_what_it_means(model):
    silent = [field.name for field in fields_of(model) if not field.help_text]
    assert silent == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_table_says_what_a_row_means(model):
    assert model.__doc__ is not None
    assert not model.__doc__.startswith(f"{model.__name__}(")


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_word_is_checked_by_the_database(model):
    checked = set().union(*(names_in(c.condition) for c in model._meta.constraints if isinstance(c, CheckConstraint)))
    words = {field.name for field in fields_of(model) if field.choices}
    assert words <= checked


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_period_is_forward(model):
    names = {field.name for field in fields_of(model)}
    checks = [names_in(c.condition) for c in model._meta.constraints if isinstance(c, CheckConstraint)]
    starts = {"from_on": "to_on", "valid_from": "valid_to", "started_on": "ended_on", "recorded_at": "superseded_at"}
    for start, end in starts.items():
        if {start, end} <= names:
            assert any({start, end} <= check or end in check for check in checks), f"{start} to {end}"


def test_names_of_constraints_are_sentences():
    names = [c.name for model in MODELS for c in model._meta.constraints]
    assert [name for name in names if name.count("_") < 2] == []
