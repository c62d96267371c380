"""What relays were handed, as rows that all processes share, written as letters are noted as going."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from django.conf import settings

from pamphleteer.ground import clock
from pamphleteer.post.models import Pace
from pamphleteer.post.pace import buckets
from pamphleteer.post.pace.buckets import Limits, Used

_AHEAD = 10  # seconds
_FIELDS = [one.name for one in fields(Used)]


@dataclass(frozen=True)
class Share:
    """Letters of one turn for a relay: those that somebody waits for, and the others."""

    urgent: int = 0
    other: int = 0


@dataclass
class _Paced:
    limits: Limits
    used: Used
    since: datetime | None


class Paces:
    """The relays that have limits. Nothing is asked and written for the others."""

    def __init__(self) -> None:
        limits = {one["name"]: limits_of(one) for one in settings.POST_RELAYS}
        names = [name for name, found in limits.items() if found.any]
        rows = {row.relay: row for row in Pace.objects.filter(relay__in=names)} if names else {}
        now = clock.now()
        self._paced = {
            name: _Paced(limits[name], *_used(limits[name], rows.get(name), now)) for name in names
        }

    def room(self, relay: str, room: int, *, urgent: bool) -> int:
        """Return how many letters a relay may be handed now, of those that there is room for."""
        paced = self._paced.get(relay)
        if paced is None:
            return room
        allowed = buckets.room(paced.limits, paced.used, clock.now(), urgent=urgent)
        return room if allowed is None else min(room, allowed)

    def spent(self, relay: str, *, urgent: bool) -> bool:
        """Say whether a relay's hour or day is used up."""
        paced = self._paced.get(relay)
        return (
            paced is not None
            and buckets.left(paced.limits, paced.used, clock.now(), urgent=urgent) == 0
        )

    def soon(self) -> list[float]:
        """Return the seconds until each relay of so many letters a second may be handed one."""
        return [
            buckets.soon(paced.limits, paced.used, clock.now())
            for paced in self._paced.values()
            if paced.limits.a_second
        ]

    def ahead(self, relays: Collection[str], most: int) -> int:
        """Return how many letters some relays take in a few seconds, where all of them take so many a second."""
        rates = [self._paced[one].limits.a_second for one in relays if one in self._paced]
        if len(rates) < len(relays) or not all(rates):
            return most
        return max(min(sum(rates) * _AHEAD, most), 1)

    def granted(self, wanted: Mapping[str, Share]) -> dict[str, Share]:
        """Take letters off what relays may be handed, in the transaction that is open; returns what is left of them.

        Another process may have been faster.
        """
        return {
            relay: self._granted(relay, share) if relay in self._paced else share
            for relay, share in wanted.items()
        }

    def took(self, relay: str) -> None:
        """Note when a relay takes its first mail."""
        paced = self._paced.get(relay)
        if paced and paced.since is None:
            paced.since = clock.now()
            Pace.objects.filter(relay=relay, since=None).update(since=paced.since)

    def _granted(self, relay: str, wanted: Share) -> Share:
        paced, now = self._paced[relay], clock.now()
        row = locked(relay, now)
        used, paced.since = _used(paced.limits, row, now)
        urgent, used = _taken(paced.limits, used, now, wanted.urgent, urgent=True)
        other, used = _taken(paced.limits, used, now, wanted.other, urgent=False)
        for name in _FIELDS:
            setattr(row, name, getattr(used, name))
        row.sender, row.since = settings.POST_SENDER, paced.since
        row.save()
        paced.used = used
        return Share(urgent, other)


def limits_of(relay: Mapping[str, Any]) -> Limits:
    """Return the limits of a relay's options."""
    return Limits(
        a_second=relay.get("a_second", 0),
        an_hour=relay.get("an_hour", 0),
        a_day=relay.get("a_day", 0),
        plan=relay.get("warm_up", ()),
    )


def standing(relay: Mapping[str, Any]) -> tuple[Limits, Used]:
    """Return a relay's limits, and what it was handed in this hour and day, as rows say."""
    limits, now = limits_of(relay), clock.now()
    return limits, _used(limits, Pace.objects.filter(relay=relay["name"]).first(), now)[0]


def full() -> Mapping[str, datetime]:
    """Return the relays whose hour or day is used up but for what somebody waits for, and when they go on."""
    now, found = clock.now(), dict[str, datetime]()
    for relay in settings.POST_RELAYS:
        limits, used = standing(relay)
        if buckets.left(limits, used, now, urgent=False) == 0:
            found[relay["name"]] = buckets.opens(limits, used, now, urgent=False)
    return found


def locked(relay: str, now: datetime) -> Pace:
    """Return a relay's row, which stays as it is for others until the transaction ends."""
    found = Pace.objects.select_for_update().filter(relay=relay).first()
    if found is None:
        new = buckets.unused(now)
        first = {"sender": settings.POST_SENDER, "hour": new.hour, "day": new.day}
        Pace.objects.bulk_create([Pace(relay=relay, **first)], ignore_conflicts=True)
        found = Pace.objects.select_for_update().get(relay=relay)
    return found


def _used(limits: Limits, row: Pace | None, now: datetime) -> tuple[Used, datetime | None]:
    """Return the present counts of a row, and since when; with another sender its relay begins to warm up anew."""
    if row is None:
        return buckets.unused(now), None
    used = Used(**{name: getattr(row, name) for name in _FIELDS})
    used = buckets.rolled(limits, used, now)
    return (
        (used, row.since) if row.sender == settings.POST_SENDER else (replace(used, step=0), None)
    )


def _taken(
    limits: Limits, used: Used, now: datetime, wanted: int, *, urgent: bool
) -> tuple[int, Used]:
    room = buckets.room(limits, used, now, urgent=urgent)
    count = wanted if room is None else min(wanted, room)
    return count, buckets.taken(limits, used, now, count)
