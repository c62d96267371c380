"""Announcements: which hub is to be told that which feed has changed (WebSub)."""

from datetime import datetime

from django.db import models


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    """Finds what hubs are to be told."""

    def due(self, at: datetime) -> "AnnouncementQuerySet":
        """Return what no process holds and whose time has come, the one that waited longest first."""
        free = models.Q(held_until=None) | models.Q(held_until__lt=at)
        wanted = models.Q(wanted__gt=models.F("told"))
        return self.filter(free, wanted, due_at__lte=at).order_by("due_at", "pk")


class Announcement(models.Model):
    """One feed at one hub: the number of its newest change, and of the one up to which the hub was told."""

    hub = models.CharField(max_length=500)
    path = models.CharField(max_length=500, help_text="Of the feed, below public/.")
    wanted = models.BigIntegerField(help_text="The newest change of the feed.")
    told = models.BigIntegerField(default=0, help_text="What the hub has heard of, or refused.")
    due_at = models.DateTimeField()
    held_until = models.DateTimeField(null=True)
    held_by = models.CharField(max_length=40, blank=True)
    failures = models.PositiveIntegerField(default=0)
    refused = models.BooleanField(
        default=False, help_text="The hub would not hear of the last change."
    )
    fault = models.CharField(max_length=500, blank=True)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hub", "path"], name="one_announcement_of_each_feed")
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="announcements_to_make",
                condition=models.Q(wanted__gt=models.F("told")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.path} to {self.hub}"
