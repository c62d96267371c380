"""How editions stand: what they carry, which older ones their letters were merged with, how many mails there are."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from pamphleteer.post.models import Delivery, Edition, Enclosure, Letter, Piece


@dataclass(frozen=True)
class Standing:
    """One edition: its pieces, its letters (each made once for all who get it), and how many mails there are.

    `merged` are older editions that some of its letters carry too: those of weekly readers, and after an outage.
    """

    edition: Edition
    pieces: int = 0
    letters: int = 0
    mails: int = 0
    merged: Sequence[Edition] = ()


def of(editions: Sequence[Edition]) -> list[Standing]:
    """Return how some editions stand; `progress` tells what became of the mails of one."""
    keys = [one.pk for one in editions]
    mails = _counted(Delivery.objects.filter(letter__edition__in=keys), "letter__edition")
    return _standings(editions, mails)


def of_one(edition: Edition) -> Standing:
    """Return how one edition stands, its mails not counted: that is what `progress` does."""
    return _standings([edition], {})[0]


def _standings(editions: Sequence[Edition], mails: Mapping[int, int]) -> list[Standing]:
    keys = [one.pk for one in editions]
    pieces = _counted(Piece.objects.filter(edition__in=keys, rank__isnull=False), "edition")
    letters = _counted(Letter.objects.filter(edition__in=keys), "edition")
    merged = _merged(keys)
    return [
        Standing(
            one,
            pieces.get(one.pk, 0),
            letters.get(one.pk, 0),
            mails.get(one.pk, 0),
            merged.get(one.pk, ()),
        )
        for one in editions
    ]


def _counted(rows: "QuerySet[Any]", by: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(by).annotate(number=Count("pk")))


def _merged(keys: Sequence[int]) -> Mapping[int, list[Edition]]:
    rows = Enclosure.objects.filter(letter__edition__in=keys, piece__edition__isnull=False)
    pairs = rows.order_by().values_list("letter__edition", "piece__edition").distinct()
    others = [(new, old) for new, old in pairs if new != old]
    old = Edition.objects.select_related("digest").in_bulk([one for _, one in others])
    found: dict[int, list[Edition]] = defaultdict(list)
    for new, key in sorted(others):
        found[new].append(old[key])
    return found
