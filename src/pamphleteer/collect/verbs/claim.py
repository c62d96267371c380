"""Hold a source for one poll, so that no other process polls it meanwhile.

A hold is a lease: it ends by itself if its process dies. Each has a name of its own, and what was
polled is kept only by whoever still holds the source under that name.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings

from pamphleteer.collect.models import Source
from pamphleteer.ground import clock

_MARGIN = 120  # seconds for what comes before and after the fetch


@dataclass(frozen=True)
class Claim:
    """A source as it was when it was taken, and the name that it is held under."""

    source: Source
    name: str


def claim(*, only: Collection[int] | None = None, but: Collection[int] = ()) -> Claim | None:
    """Take hold of the next source that is due, or of the next one in `only`, due or not."""
    now = clock.now()
    free = Source.objects.due(now) if only is None else Source.objects.free(now)
    for key in _candidates(only, but):
        name = secrets.token_hex(16)
        until = now + timedelta(seconds=settings.COLLECT_TIMEOUT + _MARGIN)
        if free.filter(pk=key).update(held_until=until, held_by=name):
            return Claim(_taken(key), name)
    return None


def give_back(claim: Claim) -> None:
    """Let go of a source without having polled it."""
    held = Source.objects.filter(pk=claim.source.pk, held_by=claim.name)
    held.update(held_until=None, held_by="")


def _candidates(only: Collection[int] | None, but: Collection[int]) -> list[int]:
    if only is not None:
        return [key for key in only if key not in but]
    due = Source.objects.due(clock.now()).exclude(pk__in=but)
    return list(due.values_list("pk", flat=True)[:20])


def _taken(key: int) -> Source:
    return Source.objects.select_related("partner__licence").get(pk=key)
