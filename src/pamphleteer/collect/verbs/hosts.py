"""Take a server for one request, so that all processes together ask it seldom and one at a time.

At most `collect.per_host` requests to a host are open at once, and `collect.pause` seconds lie
between one and the next. A visit is a lease: it ends by itself if its process dies.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, QuerySet

from pamphleteer.collect.intervals import busy
from pamphleteer.collect.models import Host, Visit
from pamphleteer.collect.verbs.pace import set_pace
from pamphleteer.ground import clock
from pamphleteer.ground.http import StatusError

LONGEST_REST = 7 * 86_400.0
MARGIN = 120  # seconds for what comes before and after a request
_BUSY = {429, 503}


@dataclass(frozen=True)
class Taken:
    """A host that may be asked once, and the visit under which it is held."""

    host: str
    visit: int


def rest_after(error: BaseException | None, *, failures: int = 0) -> float:
    """Return for how many seconds a host is to rest after a request that ended so.

    As long as it asked for; if it is busy and did not say how long, longer each time.
    """
    if not isinstance(error, StatusError) or error.status not in _BUSY:
        return 0.0
    return error.retry_after or busy(failures, pace=set_pace())


def take(host: str) -> Taken | None:
    """Take a host for one request; None while it is busy, or rests. Give it back afterwards."""
    with transaction.atomic():
        return next(iter(take_many({host: 1})), None)


def give_back(taken: Taken, *, rest: float = 0.0) -> None:
    """Let go of a host after its request; it rests for so many seconds if it asked for that."""
    give_back_many([taken], rests={taken.host: rest} if rest else {})


def take_many(wanted: Mapping[str, int]) -> list[Taken]:
    """Take each host as often as wanted, or as it allows, in the transaction of the caller."""
    now = clock.now()
    until = now + timedelta(seconds=settings.COLLECT_TIMEOUT + MARGIN)
    room = _room(wanted)
    visits = Visit.objects.bulk_create(
        Visit(host=host, until=until) for host, times in room.items() for _ in range(times)
    )
    if settings.COLLECT_PAUSE:
        _rest(room, settings.COLLECT_PAUSE)
    return [Taken(visit.host, visit.pk) for visit in visits]


def give_back_many(taken: Collection[Taken], *, rests: Mapping[str, float]) -> None:
    """Let go of hosts after their requests; some rest for the seconds that they asked for."""
    with transaction.atomic():
        Visit.objects.filter(pk__in=[one.visit for one in taken]).delete()
        if settings.COLLECT_PAUSE:
            _rest({one.host for one in taken}, settings.COLLECT_PAUSE)
        for host, seconds in sorted(rests.items()):
            _rest([host], min(seconds, LONGEST_REST))


def resting(*, beyond: float = 0.0) -> QuerySet[Host]:
    """Return the hosts that are not to be asked yet, nor within so many seconds."""
    return Host.objects.filter(free_at__gt=clock.now() + timedelta(seconds=beyond))


def full() -> "QuerySet[Visit, str]":
    """Return the hosts that are asked as often as they may be at once, by name."""
    open_ = Visit.objects.open(clock.now()).values("host").annotate(times=Count("pk"))
    return open_.filter(times__gte=settings.COLLECT_PER_HOST).values_list("host", flat=True)


def _room(wanted: Mapping[str, int]) -> dict[str, int]:
    """Return how often each host may be asked now, and keep others from asking meanwhile."""
    now = clock.now()
    Host.objects.bulk_create(
        [Host(name=host, free_at=now) for host in sorted(wanted)], ignore_conflicts=True
    )
    # In one order, so that two processes wait for each other only one way.
    locked = Host.objects.select_for_update().filter(name__in=wanted).order_by("name")
    free = [host.name for host in locked if host.free_at <= now]
    visits = Visit.objects.filter(host__in=free)
    visits.filter(until__lte=now).delete()
    open_ = dict(visits.values_list("host").annotate(Count("pk")))
    # With a pause between two requests only one can begin now.
    most = 1 if settings.COLLECT_PAUSE else settings.COLLECT_PER_HOST
    room = {host: settings.COLLECT_PER_HOST - open_.get(host, 0) for host in free}
    return {host: min(room[host], most, wanted[host]) for host in free if room[host] > 0}


def _rest(hosts: Iterable[str], seconds: float) -> None:
    until = clock.now() + timedelta(seconds=seconds)
    Host.objects.filter(name__in=hosts, free_at__lt=until).update(free_at=until)
