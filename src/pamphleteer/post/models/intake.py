"""Intakes: lists of readers that somebody of the desk brings in, and how far each of them has come."""

from django.db import models


class Intake(models.Model):
    """One list: a round adds its rows; the place that it has reached moves with the readers it adds."""

    class State(models.TextChoices):
        """How far it has come."""

        WAITS = "waits"
        DONE = "done"
        REFUSED = "refused"

    by = models.ForeignKey(
        "register.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    name = models.CharField(max_length=200, help_text="Of the file.")
    source = models.TextField(help_text="How these readers agreed.")
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    encoding = models.CharField(max_length=40, blank=True)
    lines = models.PositiveBigIntegerField(default=0, help_text="Of the file.")
    state = models.CharField(max_length=12, choices=State, default=State.WAITS, db_index=True)
    line = models.PositiveBigIntegerField(default=0, help_text="The last one that was looked at.")
    added = models.PositiveBigIntegerField(default=0)
    known = models.PositiveBigIntegerField(default=0)
    refused = models.PositiveBigIntegerField(default=0)
    left_out = models.JSONField(default=list, help_text="Headings that say nothing to us.")
    fault = models.CharField(max_length=500, blank=True, help_text="Why it was refused whole.")
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    held_by = models.CharField(max_length=40, blank=True)
    held_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class IntakePart(models.Model):
    """Some bytes of a list, sealed, until it is done."""

    intake = models.ForeignKey("post.Intake", on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["intake", "number"], name="one_part_of_a_number")
        ]

    def __str__(self) -> str:
        return f"part {self.number}"


class IntakeReport(models.Model):
    """What became of some rows of a list, as lines of CSV with addresses masked."""

    intake = models.ForeignKey("post.Intake", on_delete=models.CASCADE, related_name="reports")
    lines = models.TextField()

    def __str__(self) -> str:
        return f"report {self.pk}"
