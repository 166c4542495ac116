"""The one application: the path of an article, from text to comparison."""

from importlib import import_module

from django.apps import AppConfig


class PositionsConfig(AppConfig):
    name = "positions"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Positions"

    def ready(self) -> None:
        """Public changes wake workers from whatever process they are committed in."""
        import_module("positions.follow_ups")
