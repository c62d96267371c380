"""Tallies: how long each list is, so that nobody counts it for a page."""

from collections.abc import Collection
from typing import NamedTuple

from django.db import models

from pamphleteer.press.models.listed import LOWEST, Place
from pamphleteer.register.statements import ask_each

_FACTS = """
    SELECT t.list, t.count, t.pages, s.at, s.article, s.count FROM press_tally t
    JOIN press_shelf s ON s.list = t.list AND s.number = t.pages WHERE t.list IN (KEYS)
"""


class Facts(NamedTuple):
    """What a list is like: all its pieces, its pages, and where the newest page begins and how many it has."""

    total: int = 0
    pages: int = 1
    start: Place = (LOWEST, 0)
    on_newest: int = 0


class TallyQuerySet(models.QuerySet["Tally"]):
    """Reads tallies."""

    def facts(self, name: str) -> Facts | None:
        """Return what a list is like, if it was opened."""
        return self.facts_of([name]).get(name)

    def facts_of(self, names: Collection[str]) -> dict[str, Facts]:
        """Return what those of some lists are like that were opened."""
        return {
            name: Facts(total, pages, (at, article), on_newest)
            for name, total, pages, at, article, on_newest in ask_each(_FACTS, names)
        }


class Tally(models.Model):
    """How many pieces a list has, and on how many pages they stand."""

    list = models.CharField(max_length=60, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(default=1)

    objects = TallyQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.count} in {self.list}"
