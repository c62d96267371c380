"""The journal: what happened in the house, in order, append-only; and each reader's place in it."""

from typing import Any, NoReturn

from django.db import models


class EntryQuerySet(models.QuerySet["Entry"]):
    """Reads the journal; the database itself refuses to change or remove a line."""

    def after(self, place: int) -> "EntryQuerySet":
        """Return the lines behind a place, oldest first."""
        return self.filter(pk__gt=place).order_by("pk")

    def update(self, **_fields: Any) -> NoReturn:
        """Refuse: what happened, happened."""
        raise TypeError("the journal is append-only: a line can't be changed")

    def delete(self) -> NoReturn:
        """Refuse: what happened, happened."""
        raise TypeError("the journal is append-only: a line can't be removed")


class Entry(models.Model):
    """One thing that happened: what, to which row, by whom, when."""

    at = models.DateTimeField(db_index=True)
    what = models.CharField(max_length=60, help_text="As noun.verb: article.published.")
    subject = models.CharField(max_length=120, help_text="The row, as room.Model:key.")
    by = models.ForeignKey("register.Person", null=True, on_delete=models.PROTECT, related_name="+")
    data = models.JSONField(default=dict)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "journal"
        indexes = [models.Index(fields=["what", "id"])]

    def __str__(self) -> str:
        return f"{self.what} {self.subject}"


class Place(models.Model):
    """How far one room has read the journal."""

    reader = models.CharField(max_length=60, primary_key=True)
    entry = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.reader} has read to {self.entry}"
