"""Files: what the press has written into `public/`, or is about to."""

from typing import NamedTuple

from django.db import models

NOW = 1  # what a person waits for: in the order of kinds, then the newest first
REMOVE = 2  # what has no place any more, once no page that is due now names it
BACKGROUND = 3  # what a change to many pages has made stale: the newest first
LAST = 4  # what any stale page may still name
STUCK = 5  # what can't be written before somebody moves away what lies in its place
FIRST = 2**62  # the rank of what stands before all pieces, whatever their dates


class Due(NamedTuple):
    """A file that is to be made, as it is known."""

    pk: int
    path: str
    sha256: str
    kind: str
    key: str
    due: int
    flaw_id: int | None


class FileQuerySet(models.QuerySet["File"]):
    """Finds the files of the site."""

    def whole(self) -> "FileQuerySet":
        """Return what has been written, without what was only planned."""
        return self.exclude(sha256="")

    def due(self) -> "FileQuerySet":
        """Return what is to be made."""
        return self.filter(due__gt=0)


class File(models.Model):
    """One file of the site as the press left it, and what it is: a kind, and a key of that kind."""

    path = models.CharField(max_length=500, unique=True, help_text="Below public/.")
    sha256 = models.CharField(max_length=64)  # empty until the file is written for the first time
    size = models.PositiveBigIntegerField(default=0, help_text="In bytes.")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=300)
    turn = models.PositiveSmallIntegerField(default=0, help_text="The place of its kind among all.")
    rank = models.BigIntegerField(default=FIRST, help_text="The place of its newest piece.")
    due = models.PositiveSmallIntegerField(default=0, help_text="How soon it is to be made.")
    stamp = models.CharField(max_length=16, help_text="Of what all files of its kind share.")
    flaw = models.ForeignKey(
        "press.Flaw",
        on_delete=models.SET_NULL,
        null=True,
        related_name="files",
        db_index=False,
        help_text="What in a template keeps it as it was.",
    )

    objects = FileQuerySet.as_manager()

    class Meta:
        ordering = ["path"]
        indexes = [
            models.Index(
                fields=["due", "turn", "-rank"],
                name="due_files_by_kind",
                condition=models.Q(due__gt=0),
            ),
            models.Index(
                fields=["due", "-rank"], name="due_files_by_rank", condition=models.Q(due__gt=0)
            ),
            models.Index(
                fields=["flaw"], name="flawed_files", condition=models.Q(flaw__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.path
