"""Answer a hub that calls back: whether we asked, what it granted, and what it denies."""

import hmac
import re
import string
from datetime import timedelta
from urllib.parse import quote

from django.db import transaction

from pamphleteer.collect.models import Subscription
from pamphleteer.collect.models.subscription import SubscriptionQuerySet
from pamphleteer.collect.verbs.leases import LEASE, renewal
from pamphleteer.collect.verbs.retry import after_failure
from pamphleteer.collect.verbs.trust import fall_back, lock, poll_soon, rely
from pamphleteer.ground import clock
from pamphleteer.ground.text import one_line

State = Subscription.State
_ASKED = timedelta(days=1)  # how long after asking a hub may call back, and call again
_SHORTEST_LEASE, _LONGEST_LEASE = 3_600.0, 90 * 86_400.0  # seconds
_ASCII = string.ascii_letters + string.digits + string.punctuation
_UNRESERVED = {*string.ascii_letters, *string.digits, *"-._~"}
_ESCAPED = re.compile(r"%([0-9A-Fa-f]{2})")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_DENIED = timedelta(days=1)  # until a hub that denied is asked again


def verify(one: Subscription, *, mode: str, topic: str, lease: str = "") -> bool:
    """Say whether we asked for this, and keep what the hub grants: `lease` seconds, if it says so.

    A hub whose first call was cut off calls again, and is answered again.
    """
    now = clock.now()
    asked_lately = one.asked_at is not None and one.asked_at > now - _ASKED
    if mode != one.asked or not asked_lately or not _same(topic, one.topic):
        return False
    row = Subscription.objects.filter(pk=one.pk, asked=mode, token=one.token)
    if mode == "unsubscribe":
        left = row.filter(state__in=Subscription.OVER)
        return bool(left.update(state=State.ENDED, verified_at=now, due_at=now + _ASKED))
    with transaction.atomic():
        lock(one)
        begins = one.state != State.ACTIVE
        granted = _grant(row, one, seconds=_seconds(lease))
        if granted and rely(one) and begins:
            poll_soon(one)
    return granted


def _grant(row: SubscriptionQuerySet, one: Subscription, *, seconds: float) -> bool:
    now = clock.now()
    wanted = row.filter(state__in=[State.WANTED, State.ASKED, State.ACTIVE])
    return bool(
        wanted.update(
            state=State.ACTIVE,
            verified_at=now,
            since=one.since if one.state == State.ACTIVE else now,
            leased_until=now + timedelta(seconds=seconds),
            due_at=now + renewal(seconds),
            failures=0,
            # Why it is not relied on is said until it has pushed.
            fault=one.fault if one.missed_at else "",
        )
    )


def deny(one: Subscription, *, topic: str, reason: str) -> bool:
    """Keep that a hub won't push, or will no more, and poll; False if the topic is another."""
    if not _same(topic, one.topic) or one.state in Subscription.OVER:
        return False
    words = f"the hub denied it ({one_line(reason)[:300]})" if reason else "the hub denied it"
    one.state = State.DENIED
    said = after_failure(one, words, rest=_DENIED.total_seconds())
    said = {"state": State.DENIED, "asked_at": None, **said}  # nothing that was asked for stands
    with transaction.atomic():
        lock(one)
        row = Subscription.objects.living().filter(pk=one.pk, token=one.token)
        if row.update(**said):
            fall_back(one)
    return True


def _same(said: str, ours: str) -> bool:
    return hmac.compare_digest(_normal(said).encode(), _normal(ours).encode())


def _normal(address: str) -> str:
    """Return an address with its escapes as RFC 3986, section 6.2.2, has them, as some hubs do."""
    return _ESCAPED.sub(_unescaped, quote(address, safe=_ASCII))


def _unescaped(found: re.Match[str]) -> str:
    meant = chr(int(found[1], 16))
    return meant if meant in _UNRESERVED else found[0].upper()


def _seconds(lease: str) -> float:
    """Return how long a promise is taken to last; where no number is told, as long as we asked for."""
    told = float(lease) if _NUMBER.fullmatch(lease.strip()) else LEASE
    return min(max(told, _SHORTEST_LEASE), _LONGEST_LEASE)
