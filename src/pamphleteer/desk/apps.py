"""The room as Django knows it."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Articles and the editors' desk."""

    name = "pamphleteer.desk"
    default_auto_field = "django.db.models.BigAutoField"
