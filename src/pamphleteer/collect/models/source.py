"""Sources: the ways in which partners' news reaches us."""

from datetime import datetime

from django.db import models


class SourceQuerySet(models.QuerySet["Source"]):
    """Finds the sources that are due."""

    def due(self, at: datetime) -> "SourceQuerySet":
        """Return the active sources whose time has come and that no process holds."""
        free = models.Q(held_until=None) | models.Q(held_until__lt=at)
        return self.filter(free, active=True, due_at__lte=at).order_by("due_at")


class Source(models.Model):
    """One way in which a partner's news reaches us: a feed polled over HTTP."""

    partner = models.ForeignKey(
        "register.Partner", on_delete=models.PROTECT, related_name="sources"
    )
    url = models.URLField("address", max_length=2000, unique=True)
    active = models.BooleanField(default=True)

    etag = models.CharField(max_length=1000, blank=True, editable=False)
    last_modified = models.CharField(max_length=200, blank=True, editable=False)

    due_at = models.DateTimeField("next poll", db_index=True)
    held_until = models.DateTimeField(null=True, editable=False)
    held_by = models.CharField(max_length=40, blank=True, editable=False)

    polled_at = models.DateTimeField("last poll", null=True, editable=False)
    news_at = models.DateTimeField("last news", null=True, editable=False)
    failures = models.PositiveIntegerField(default=0, editable=False)
    fault = models.CharField(max_length=500, blank=True, editable=False)

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["partner__name", "url"]

    def __str__(self) -> str:
        return self.url
