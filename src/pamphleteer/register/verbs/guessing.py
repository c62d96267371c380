"""What is kept of wrong passwords: for a quarter of an hour, and under keyed hashes alone."""

import hmac
import ipaddress
from datetime import datetime, timedelta
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.db import models, transaction
from django.db.models import Max, Sum
from django.utils import timezone

from pamphleteer.register.models import Outlet, Person
from pamphleteer.register.verbs import journal

LIMIT: int = settings.AXES_FAILURE_LIMIT
LASTS: timedelta = settings.AXES_COOLOFF_TIME
_PRIVATE = 0xFD << 120  # RFC 4193: the space of addresses that nobody else has


def account_of(email: str) -> str:
    """Return what an account is counted under, which tells nobody the address."""
    return _hashed("account", email.strip().lower()).hex()[:40]


def network_of(network: str) -> str:
    """Return what a network is counted under: an address that tells nobody which one it is."""
    number = int.from_bytes(_hashed("network", network)[:15], "big")
    return str(ipaddress.IPv6Address(_PRIVATE | number))


def locked_until(person: Person) -> datetime | None:
    """Return until when strangers' browsers can't log in as somebody, or None if they can."""
    wrong = _fresh().filter(username=account_of(person.email))
    told = wrong.aggregate(count=Sum("failures_since_start"), last=Max("attempt_time"))
    last: datetime | None = told["last"]
    return last + LASTS if last and told["count"] >= LIMIT else None


def unlock(person: Person, *, by: Person | None = None) -> bool:
    """Forget the wrong passwords for an account; False if there were none."""
    with transaction.atomic():
        wrong = AccessAttempt.objects.filter(username__startswith=account_of(person.email))
        forgotten, _ = wrong.delete()
        if forgotten:
            journal.write("person.unlocked", person, by=by)
    return bool(forgotten)


def unlock_all(*, by: Person | None = None) -> bool:
    """Forget all wrong passwords, those from networks too; False if there were none."""
    with transaction.atomic():
        forgotten, _ = AccessAttempt.objects.all().delete()
        if forgotten:
            journal.write("people.unlocked", Outlet.objects.the(), by=by)
    return bool(forgotten)


def forget() -> int:
    """Remove what locks nobody out any more."""
    old, _ = AccessAttempt.objects.filter(attempt_time__lt=timezone.now() - LASTS).delete()
    return int(old)


def _fresh() -> "models.QuerySet[Any]":
    since = timezone.now() - LASTS
    rows: models.QuerySet[Any] = AccessAttempt.objects.filter(attempt_time__gte=since)
    return rows


def _hashed(sort: str, said: str) -> bytes:
    words = f"pamphleteer guessing: {sort} {said}".encode()
    return hmac.digest(settings.SECRET_KEY.encode(), words, "sha256")
