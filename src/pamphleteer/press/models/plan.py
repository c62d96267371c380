"""Plans: which kinds of files have all their keys in the rows of files, and in which manner."""

from django.db import models


class Plan(models.Model):
    """One kind whose files were all planned, and the stamp with which all are made or due."""

    kind = models.CharField(max_length=40, primary_key=True)
    version = models.PositiveIntegerField()
    stamp = models.CharField(max_length=16)

    def __str__(self) -> str:
        return self.kind
