"""The fence: how far mail has gone, from where; and whether it is held until a person releases it."""

from typing import ClassVar

from django.db import models


class FenceQuerySet(models.QuerySet["Fence"]):
    """Reaches the one row."""

    def the(self) -> "Fence | None":
        """Return the one row; None before any mail has gone."""
        return self.filter(pk=Fence.THE).first()


class Fence(models.Model):
    """The one row that a copy of the database, or an older one, gives itself away by."""

    THE = 1

    class Why(models.TextChoices):
        """What was found, or who asked for it."""

        BEHIND = "behind", "the rows are older than the mail that has gone"
        COPY = "copy", "the database's file is another one than it was"
        MACHINE = "machine", "the database is on another machine"
        SERVER = "server", "the database is another one on its server, or on another server"
        LOST = "lost", "what says how far mail has gone is not in the folder"
        UNREADABLE = "unreadable", "what says how far mail has gone can't be read"
        OTHER = "other", "the folder is another outlet's"
        ASKED = "asked", "somebody asked for it"

    id = models.PositiveSmallIntegerField(primary_key=True, default=THE)
    reach = models.BigIntegerField(
        default=0,
        help_text="Counted up while mail goes; a folder that knows a higher one knows more.",
    )
    at = models.DateTimeField(null=True, help_text="When mail last went, to a second.")
    place = models.JSONField(default=dict, help_text="Where the database lay then.")
    raised_at = models.DateTimeField(null=True, help_text="Since when nothing goes.")
    why = models.CharField(max_length=12, choices=Why, blank=True)
    words = models.CharField(max_length=300, blank=True, help_text="Of who asked for it.")
    known = models.BigIntegerField(default=0, help_text="The highest reach that a folder knew.")
    known_at = models.DateTimeField(null=True, help_text="When mail last went by that folder.")
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(
        "register.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects: ClassVar[FenceQuerySet] = FenceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        permissions = [("release_fence", "Can let mail go again after a restore or a copy")]
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_fence")]

    def __str__(self) -> str:
        return f"raised at {self.raised_at}: {self.why}" if self.raised_at else "open"
