"""The seal: which key the addresses of readers are sealed with, and which one is to follow it."""

from django.db import models


class Seal(models.Model):
    """The one row that says it, the same for all processes; the keys themselves are files (`post/keys.py`).

    Readers are looked up by the index of `key`. While there is a `following` one, who writes an address writes both
    indexes, so that nobody is there twice.
    """

    THE = 1

    key = models.PositiveIntegerField()
    proof = models.CharField(max_length=32, help_text="Tells the key from any other.")
    following = models.PositiveIntegerField(null=True)
    following_proof = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_seal")]

    def __str__(self) -> str:
        return f"key {self.key}"
