"""The room as Django knows it."""

from django.apps import AppConfig


class MirrorsConfig(AppConfig):
    """Signed copies elsewhere."""

    name = "pamphleteer.mirrors"
    default_auto_field = "django.db.models.BigAutoField"
