"""The one application: the path of an article, from text to comparison."""

from importlib import import_module

from django.apps import AppConfig

from config.triggers import spare_triggers_an_error


class PositionsConfig(AppConfig):
    name = "positions"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "All lists"  # the admin's heading over them

    def ready(self) -> None:
        """In whatever process: public changes wake workers, and triggers cost what they should."""
        spare_triggers_an_error()
        import_module("positions.follow_ups")
