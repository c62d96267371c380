"""The fault that keeps the press from bringing the site up to date, as long as it lasts."""

from django.db import models


class Fault(models.Model):
    """One row while something is wrong, none otherwise."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    since = models.DateTimeField()
    words = models.TextField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_fault")]

    def __str__(self) -> str:
        return self.words
