"""Editions: one day's frozen instance of a digest."""

from django.db import models


class EditionQuerySet(models.QuerySet["Edition"]):
    """Finds editions by how far they are."""

    def out(self) -> "EditionQuerySet":
        """Return those that readers may see; only they have a number."""
        return self.filter(state=Edition.State.READY)

    def waiting(self) -> "EditionQuerySet":
        """Return those that wait for an editor."""
        return self.filter(state=Edition.State.WAITING)

    def settled(self) -> "EditionQuerySet":
        """Return those of which nothing is open any more."""
        return self.exclude(state=Edition.State.WAITING)


class Edition(models.Model):
    """A digest as it stood at its cut: its pieces, its note, its subject."""

    class State(models.TextChoices):
        """Whether it goes out."""

        WAITING = "waiting", "waiting for approval"
        READY = "ready"
        DROPPED = "dropped"

    digest = models.ForeignKey("post.Digest", on_delete=models.PROTECT, related_name="editions")
    state = models.CharField(max_length=10, choices=State, default=State.READY)
    number = models.PositiveIntegerField(
        null=True, help_text="Given when it is ready: the numbers have no gaps."
    )
    cut_at = models.DateTimeField()
    waits_from = models.DateTimeField(
        null=True, help_text="When it began to wait for an editor: its hours count from here."
    )
    ready_at = models.DateTimeField(null=True)
    upto = models.BigIntegerField(help_text="The position of its last piece in the digest.")
    opening = models.TextField(blank=True)
    subject = models.CharField(max_length=300)
    worded = models.BooleanField(default=False, help_text="The subject was written by hand.")
    noted = models.BooleanField(default=False, help_text="The note was written by hand.")
    lead = models.ForeignKey(
        "desk.Article",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Stands first: it was chosen by hand.",
    )
    articles = models.ManyToManyField("desk.Article", through="post.Piece", related_name="+")

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-cut_at"]
        permissions = [("settle_edition", "Can word editions that wait, let them go, drop them")]
        constraints = [
            models.UniqueConstraint(
                fields=["digest", "number"], name="one_edition_for_each_number"
            ),
            models.UniqueConstraint(
                fields=["digest"],
                condition=models.Q(state="waiting"),
                name="one_edition_waits",
            ),
            models.CheckConstraint(
                condition=models.Q(state="ready", number__isnull=False)
                | (~models.Q(state="ready") & models.Q(number__isnull=True)),
                name="ready_editions_are_numbered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.digest} {self.number or self.state}"
