"""The suppressed: who asked to be forgotten, so that no list brings them back."""

from django.db import models


class Suppressed(models.Model):
    """A keyed hash of a mailbox, and the number of its key: all that is left of whoever was forgotten."""

    hashed = models.BinaryField(max_length=16, unique=True)
    key = models.PositiveIntegerField(db_index=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"suppressed at {self.at}"
