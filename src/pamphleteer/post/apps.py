"""The room as Django knows it."""

from django.apps import AppConfig


class PostConfig(AppConfig):
    """Readers, digests and deliveries."""

    name = "pamphleteer.post"
    default_auto_field = "django.db.models.BigAutoField"
