"""Full texts that are to be fetched from the pieces' own pages."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext as _


class TextQuerySet(models.QuerySet["Text"]):
    """Finds the texts that are to be fetched."""

    def due(self, at: datetime) -> "TextQuerySet":
        """Return the planned ones that no process holds and whose time has come, oldest first."""
        nobodys = models.Q(held_until=None) | models.Q(held_until__lt=at)
        planned = self.filter(nobodys, state=Text.State.PLANNED, due_at__lte=at)
        return planned.order_by("due_at", "pk")

    def overdue(self, at: datetime) -> "TextQuerySet":
        """Return those that the house has waited for long enough to be told of the piece."""
        return self.filter(told=False, tell_by__lte=at)


class Text(models.Model):
    """The whole text of one piece, which its feed cuts: planned, then done or refused.

    The house is told that the piece came when its text is settled, or at `tell_by` without it.
    """

    class State(models.TextChoices):
        """How far it is."""

        PLANNED = "planned"
        DONE = "done"
        REFUSED = "refused"

    item = models.OneToOneField(
        "collect.WireItem", on_delete=models.CASCADE, related_name="text", primary_key=True
    )
    url = models.CharField("address", max_length=2000)
    host = models.CharField(max_length=260, help_text="Server and port of its page.")
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    due_at = models.DateTimeField("next try")
    tell_by = models.DateTimeField()
    told = models.BooleanField(default=False)
    held_until = models.DateTimeField(null=True)
    held_by = models.CharField(max_length=40, blank=True)
    tries = models.PositiveIntegerField(default=0)
    fault = models.CharField(max_length=500, blank=True, help_text="Why it is not here.")
    via = models.CharField(max_length=20, blank=True, help_text="What found it on the page.")
    at = models.DateTimeField(null=True, help_text="When it was settled.")

    objects = TextQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index("due_at", condition=models.Q(state="planned"), name="text_due"),
            models.Index("tell_by", condition=models.Q(told=False), name="text_to_tell"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.state}"

    @property
    def words(self) -> str:
        """How it stands, to a person."""
        if self.state == self.State.DONE:
            return _("fetched from its page")
        if self.state == self.State.REFUSED:
            return _("not fetched: its page {fault}").format(fault=self.fault)
        if self.fault:
            return _("to be fetched again: its page {fault}").format(fault=self.fault)
        return _("to be fetched")
