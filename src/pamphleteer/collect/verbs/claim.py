"""Hold sources, each for one poll, so that no other process polls them meanwhile.

A hold is a lease: it ends by itself if its process dies. Each has a name of its own, and what was
polled is kept only by whoever still holds the source under that name.
"""

import secrets
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from pamphleteer.collect.models import Source
from pamphleteer.collect.models.source import SourceQuerySet
from pamphleteer.collect.verbs import hosts
from pamphleteer.ground import clock

_LOOKED_AT = 10  # times as many candidates as are wanted, for many may be at one host


@dataclass(frozen=True)
class Claim:
    """A source as it was when it was taken, the name that it is held under, and its host."""

    source: Source
    name: str
    taken: hosts.Taken | None = None


def claim(*, only: Collection[int] | None = None) -> Claim | None:
    """Take hold of the next source that is due, or of the next one in `only`, due or not.

    Its host is not taken: this is for what is not fetched, or was fetched already.
    """
    with transaction.atomic():
        first = _locked(_wanted(only, clock.now())).first()
        return Claim(first, _hold([first])) if first else None


def claim_many(
    *, at_most: int, only: Collection[int] | None = None, due_by: datetime | None = None
) -> list[Claim]:
    """Take hold of sources whose hosts are free, and of the hosts, in one transaction.

    Those that were due by that moment, or those in `only` that nobody has polled since, due or not.
    """
    wanted = _wanted(only, due_by or clock.now())
    with transaction.atomic():
        free = wanted.exclude(host__in=hosts.resting().values("name"))
        found = free.exclude(host__in=hosts.full()).values_list("pk", "host")
        chosen = _spread(list(found[: at_most * _LOOKED_AT]), at_most)
        taken = hosts.take_many(Counter(chosen.values())) if chosen else []
        return _pair(chosen, taken, wanted) if taken else []


def give_back(*claims: Claim) -> None:
    """Let go of sources, and their hosts, without having polled them."""
    with transaction.atomic():
        for one in claims:
            held = Source.objects.filter(pk=one.source.pk, held_by=one.name)
            held.update(held_until=None, held_by="")
        hosts.give_back_many([one.taken for one in claims if one.taken], rests={})


def held(claims: Collection[Claim]) -> set[int]:
    """Return the keys of the sources that are still held, and lock them until the commit.

    What a hub promised or broke while they were fetched is noted on them.
    """
    mine = {one.source.pk: one for one in claims}
    rows = Source.objects.select_for_update().filter(pk__in=mine).order_by("pk")
    ours = set()
    for key, name, until in rows.values_list("pk", "held_by", "pushed_until"):
        if name == mine[key].name:
            mine[key].source.pushed_until = until
            ours.add(key)
    return ours


def waiting(only: Collection[int] | None, due_by: datetime, *, within: float) -> bool:
    """Say whether a source that nobody holds waits for its host alone, for no more seconds."""
    long = hosts.resting(beyond=within).values("name")
    return _wanted(only, due_by).exclude(host__in=long).exists()


def _wanted(only: Collection[int] | None, due_by: datetime) -> SourceQuerySet:
    free = Source.objects.free(clock.now())
    if only is None:
        return free.filter(due_at__lte=due_by).order_by("due_at", "pk")
    # Another round, begun a little earlier or later, may have done it meanwhile.
    return free.filter(pk__in=only).exclude(polled_at__gt=due_by).order_by("due_at", "pk")


def _spread(found: list[tuple[int, str]], at_most: int) -> dict[int, str]:
    """Choose sources so that no host is wanted more often than it allows at once."""
    chosen: dict[int, str] = {}
    times: Counter[str] = Counter()
    for key, host in found:
        if times[host] < settings.COLLECT_PER_HOST and len(chosen) < at_most:
            times[host] += 1
            chosen[key] = host
    return chosen


def _pair(chosen: Collection[int], taken: list[hosts.Taken], wanted: SourceQuerySet) -> list[Claim]:
    """Hold the chosen sources for which there is a host, and let go of hosts that are left."""
    places: dict[str, list[hosts.Taken]] = {}
    for place in taken:
        places.setdefault(place.host, []).append(place)
    rows = _locked(wanted.filter(pk__in=chosen))
    pairs = [(row, places[row.host].pop()) for row in rows if places.get(row.host)]
    name = _hold([row for row, _ in pairs])
    if left := [place for one in places.values() for place in one]:
        hosts.give_back_many(left, rests={})
    return [Claim(row, name, place) for row, place in pairs]


def _locked(rows: SourceQuerySet) -> SourceQuerySet:
    # What another process has locked, it is taking itself.
    locked = rows.select_for_update(of=("self",), skip_locked=True)
    return locked.select_related("partner__licence")


def _hold(sources: Collection[Source]) -> str:
    name = secrets.token_hex(16)
    until = clock.now() + timedelta(seconds=settings.COLLECT_TIMEOUT + hosts.MARGIN)
    keys = [source.pk for source in sources]
    Source.objects.filter(pk__in=keys).update(held_until=until, held_by=name)
    return name
