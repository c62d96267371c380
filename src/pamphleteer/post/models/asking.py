"""Askings: what keeps one network from signing up the whole world."""

from datetime import datetime, timedelta

from django.db import models


class AskingQuerySet(models.QuerySet["Asking"]):
    """Counts and forgets."""

    def since(self, at: datetime) -> "AskingQuerySet":
        """Return the askings from that moment on."""
        return self.filter(at__gte=at)

    def forget(self, at: datetime) -> int:
        """Remove the askings before that moment; returns how many."""
        return self.filter(at__lt=at).delete()[0]


class Asking(models.Model):
    """One sign-up from one network, known by a keyed hash that changes from day to day."""

    REMEMBERED = timedelta(days=1)

    network = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    objects = AskingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["network", "at"])]

    def __str__(self) -> str:
        return f"asked at {self.at}"
