"""What is offered to choose from: the newest pictures or recordings, and older ones by words or by pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import models

from pamphleteer.desk.models import Article, Picture, Recording
from pamphleteer.desk.verbs.words import said

AT_A_TIME = 60
_Row = TypeVar("_Row", bound=models.Model)


@dataclass(frozen=True)
class Offer(Generic[_Row]):
    """Some rows, the newest first, and the key before which more of them lie; none for the last."""

    rows: Sequence[_Row]
    before: int | None


def pictures(words: str = "", *, before: int | None = None) -> Offer[Picture]:
    """Return pictures that have each word in what they show or in their credit."""
    return _some(Picture.objects.filter(said(words, "alt", "credit")), before)


def recordings(words: str = "", *, before: int | None = None) -> Offer[Recording]:
    """Return recordings that have each word in what their files were called."""
    return _some(Recording.objects.filter(said(words, "called")), before)


def articles(
    among: "models.QuerySet[Article]", words: str = "", *, before: int | None = None
) -> Offer[Article]:
    """Return articles, of some, that have each word in their headlines."""
    return _some(among.filter(said(words, "headline")).defer("body", "transcript"), before)


def _some(found: "models.QuerySet[_Row]", before: int | None) -> Offer[_Row]:
    # By their keys: the database has these in order, however many there are.
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found.order_by("-pk")[: AT_A_TIME + 1])
    more = len(rows) > AT_A_TIME
    rows = rows[:AT_A_TIME]
    return Offer(rows, rows[-1].pk if more else None)
