"""Files: what the press has written into `public/`."""

from django.db import models


class File(models.Model):
    """One file of the site as the press left it, for whoever carries copies."""

    path = models.CharField(max_length=500, primary_key=True, help_text="Below public/.")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(help_text="In bytes.")
    written_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["path"]

    def __str__(self) -> str:
        return self.path
