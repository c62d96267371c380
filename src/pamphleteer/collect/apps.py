"""The room as Django knows it."""

from django.apps import AppConfig


class CollectConfig(AppConfig):
    """The partners' news, as found."""

    name = "pamphleteer.collect"
    default_auto_field = "django.db.models.BigAutoField"
