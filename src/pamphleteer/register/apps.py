"""The room as Django knows it."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """The rows that every room shares."""

    name = "pamphleteer.register"
    default_auto_field = "django.db.models.BigAutoField"
