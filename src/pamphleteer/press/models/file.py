"""Files: what the press has written into `public/`."""

from django.db import models


class FileQuerySet(models.QuerySet["File"]):
    """Finds the files of the site."""

    def whole(self) -> "FileQuerySet":
        """Return what has been written, without what was only planned."""
        return self.exclude(sha256="")


class File(models.Model):
    """One file of the site as the press left it, for whoever carries copies."""

    path = models.CharField(max_length=500, primary_key=True, help_text="Below public/.")
    sha256 = models.CharField(max_length=64)  # empty until the file is written for the first time
    size = models.PositiveBigIntegerField(help_text="In bytes.")
    written_at = models.DateTimeField(db_index=True)

    objects = FileQuerySet.as_manager()

    class Meta:
        ordering = ["path"]

    def __str__(self) -> str:
        return self.path
