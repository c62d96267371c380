"""The room as Django knows it."""

from django.apps import AppConfig


class PressConfig(AppConfig):
    """The public site, as files."""

    name = "pamphleteer.press"
    default_auto_field = "django.db.models.BigAutoField"
