"""The room as Django knows it."""

from importlib import import_module

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Articles and the editors' desk."""

    name = "pamphleteer.desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the gate know of every login from the first one on."""
        import_module("pamphleteer.desk.web.gate")
