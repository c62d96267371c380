"""Alarms: faults of mail that people of the desk are told of by mail, and who wants no such mail."""

from django.db import models


class Alarm(models.Model):
    """A fault that was told, or is to be: one row for what can go wrong, however often it does."""

    cause = models.CharField(
        max_length=100, primary_key=True, help_text="What is at fault, such as `relay:first`."
    )
    since = models.DateTimeField(help_text="When it began.")
    told_at = models.DateTimeField(null=True, help_text="When people were told of it last.")
    reason = models.CharField(max_length=20, blank=True, help_text="Why, as it was told last.")
    number = models.PositiveIntegerField(default=0, help_text="How many mails, as was told last.")
    open = models.BooleanField(default=True, help_text="That it is over is still to be told.")

    def __str__(self) -> str:
        return f"{self.cause} since {self.since}"


class Muted(models.Model):
    """Somebody of the desk who wants no mail about faults."""

    person = models.OneToOneField(
        "register.Person", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )

    def __str__(self) -> str:
        return f"no alarms to {self.person_id}"
