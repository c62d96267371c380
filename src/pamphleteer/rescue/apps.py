"""The room as Django knows it."""

from django.apps import AppConfig


class RescueConfig(AppConfig):
    """In from elsewhere."""

    name = "pamphleteer.rescue"
    default_auto_field = "django.db.models.BigAutoField"
