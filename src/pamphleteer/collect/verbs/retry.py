"""When, and which hub, is asked next after one failed us."""

import random
from collections.abc import Mapping
from datetime import datetime, timedelta

from pamphleteer.collect.callbacks import reachable_from
from pamphleteer.collect.intervals import LONGEST_REST
from pamphleteer.collect.models import Source, Subscription
from pamphleteer.collect.models.subscription import new_token
from pamphleteer.ground import clock

State = Subscription.State
_FIRST_WAIT, _LONGEST_WAIT = 300.0, 86_400.0  # seconds
_NEXT_HUB = 30.0  # seconds until the next hub of a source is asked
_MOST_DOUBLINGS = 12
_JITTER = 0.05
_KNOWN = 20  # hubs of one source that are remembered, for a feed may name others each time


def after_failure(one: Subscription, words: str, *, rest: float = 0.0) -> dict[str, object]:
    """Return what a row says after another failure: what it was, and when which hub is asked next.

    The hub is left alone for at least `rest` seconds. While a lease lasts it is asked again; else
    the next one that the source names and that is not left alone, if there is one.
    """
    now, failures = clock.now(), one.failures + 1
    resting = _resting(one, rest)
    hubs = _hubs(one)
    turns, place = divmod(failures, max(len(hubs), 1))
    wait = _doubled(turns - 1) if place == 0 else timedelta(seconds=_NEXT_HUB)
    hub = _next(one.hub, hubs, resting, by=now + wait)
    words = one.unsaid(words)
    if hub == one.hub:
        wait = _doubled(failures // max(len(hubs), 1) - 1)
    said: dict[str, object] = {
        "failures": failures,
        "due_at": max(now + wait, resting.get(hub, now)),
        "resting": {name: until.isoformat() for name, until in resting.items()},
        "fault": words[:500],
    }
    if hub != one.hub:
        # What one hub knows is none of the next one's business.
        said |= {"hub": hub, "token": new_token(), "secret": new_token()}
        said |= {"asked": "", "asked_at": None, "leased_until": None}
        said["state"] = State.WANTED
        said["fault"] = f"{one.hub[:200]} {words.removeprefix('the hub ')}"[:500]
    return said


def first(source: Source) -> Subscription | None:
    """Return the row by which the first hub that could reach us is asked, or None without one.

    What is known of the hubs from the row before it is kept.
    """
    hubs = [hub for hub in source.hubs if reachable_from(hub)]
    if not hubs:
        return None
    one = Subscription(source=source, hub=hubs[0], topic=source.hub_topic, due_at=clock.now())
    if before := Subscription.objects.filter(source=source).order_by("-pk").first():
        one.resting, one.missed_at = before.resting, before.missed_at
    resting = _resting(one, 0.0)
    one.hub = _next("", hubs, resting, by=one.due_at)
    one.due_at = resting.get(one.hub, one.due_at)
    return one


def rested(one: Subscription) -> datetime:
    """Return from when on the hub of a subscription may be asked, by what it said itself."""
    return _resting(one, 0.0).get(one.hub, clock.now())


def spread(seconds: float) -> timedelta:
    """Return about so many seconds, so that what began together does not stay together."""
    luck = random.uniform(1 - _JITTER, 1 + _JITTER)  # noqa: S311 - no secret
    return timedelta(seconds=seconds * luck)


def _hubs(one: Subscription) -> list[str]:
    """Return the hubs among which to choose, in the order of the source."""
    if one.source is None or one.state in {State.ACTIVE, State.LEAVING}:
        return [one.hub]
    named = [hub for hub in one.source.hubs if reachable_from(hub)]
    return named or [one.hub]


def _next(hub: str, hubs: list[str], resting: Mapping[str, datetime], *, by: datetime) -> str:
    """Return the next hub that may be asked by then, or the one that may be asked first."""
    at = hubs.index(hub) + 1 if hub in hubs else 0
    order = [*hubs[at:], *hubs[:at]]
    return min(order, key=lambda name: max(resting.get(name, by), by))


def _resting(one: Subscription, rest: float) -> dict[str, datetime]:
    """Return until when hubs are left alone, those that still are."""
    now = clock.now()
    told = {name: datetime.fromisoformat(until) for name, until in one.resting.items()}
    if rest > 0:
        until = now + timedelta(seconds=min(rest, LONGEST_REST))
        told[one.hub] = max(until, told.get(one.hub, until))
    longest = sorted(told.items(), key=lambda one: one[1], reverse=True)[:_KNOWN]
    return {name: until for name, until in longest if until > now}


def _doubled(times: int) -> timedelta:
    longer = _FIRST_WAIT * 2.0 ** min(max(times, 0), _MOST_DOUBLINGS)
    return spread(min(longer, _LONGEST_WAIT))
