"""Hosts: the servers that we ask, so that all processes together are no burden to any."""

from datetime import datetime

from django.db import models


class Host(models.Model):
    """One server, and from when on it may be asked again."""

    name = models.CharField(max_length=260, primary_key=True, help_text="Server and port.")
    free_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.name


class VisitQuerySet(models.QuerySet["Visit"]):
    """Finds what is open now."""

    def open(self, at: datetime) -> "VisitQuerySet":
        """Return the visits that have not ended, nor outlived their process."""
        return self.filter(until__gt=at)


class Visit(models.Model):
    """One connection to a host that is open, or may be: it ends by itself if its process dies."""

    host = models.CharField(max_length=260, db_index=True)
    until = models.DateTimeField()

    objects = VisitQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.host} until {self.until}"
