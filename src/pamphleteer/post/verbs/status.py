"""How the post stands: readers, editions, and what became of their mails."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Sum

from pamphleteer.ground import clock
from pamphleteer.post.models import Delivery, Digest, Edition, Notice, Rest, State
from pamphleteer.post.verbs.claim import KINDS


@dataclass(frozen=True)
class Progress:
    """One digest: its readers and last edition, what became of its mails, and how often in doubt."""

    digest: Digest
    readers: int
    edition: Edition | None
    states: Mapping[str, int]
    doubts: int


def progress() -> list[Progress]:
    """Return how each digest stands."""
    return [_progress(digest) for digest in Digest.objects.all()]


def waiting() -> int:
    """Return how many mails are planned or claimed."""
    open_ = [State.PLANNED, State.CLAIMED]
    return sum(kind.objects.filter(state__in=open_).count() for kind in KINDS)


def due() -> dict[str, int]:
    """Return how many mails one round would try now, by kind."""
    now = clock.now()
    return {
        "notices": Notice.objects.due(now).count(),
        "deliveries": Delivery.objects.due(now).count(),
    }


def resting() -> dict[str, tuple[datetime, str]]:
    """Return the outlet's relays that are left alone: until when, and what they said."""
    names = [relay["name"] for relay in settings.POST_RELAYS]
    rests = Rest.objects.filter(relay__in=names, until__gt=clock.now())
    return {rest.relay: (rest.until, rest.said) for rest in rests}


def _progress(digest: Digest) -> Progress:
    edition = digest.editions.out().order_by("-number").first()
    mine = Delivery.objects.filter(letter__edition=edition) if edition else Delivery.objects.none()
    rows = mine.order_by().values_list("state")
    return Progress(
        digest=digest,
        readers=digest.readers.confirmed().count(),
        edition=edition,
        states=dict(rows.annotate(number=Count("pk"))) if edition else {},
        doubts=mine.aggregate(n=Sum("doubts"))["n"] or 0,
    )
