"""The circuits of relays as rows: opened when one takes no mail, tried by one process alone, then closed."""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from pamphleteer.ground import clock
from pamphleteer.post.errors import RelayError
from pamphleteer.post.models import RelayChange, Rest
from pamphleteer.post.pace import circuits

KEPT = timedelta(days=30)  # changes of relays
_TRYING = timedelta(minutes=1)  # in which one process alone tries a relay


def opened(relay: str, error: RelayError, *, known: Rest | None, early: bool = False) -> Rest:
    """Leave a relay alone, for longer with each failure in a row; returns its row.

    `known` is the row of the failure before, if there was one. One that was tried `early`, because somebody asked,
    is tried again when it would have been, as long as it says the same.
    """
    now = clock.now()
    failures = known.failures + (not early) if known else 1
    lasting = circuits.lasts(error.reason, permanent=error.permanent)
    until = now + circuits.wait(failures, lasting=lasting, named=error.retry_after)
    why = {"reason": error.reason.value, "said": error.reply[:500]}
    if known and early and not error.retry_after and known.reason == error.reason.value:
        until = known.until
    fields = {"failures": failures, "lasting": lasting, "until": until, **why}
    with transaction.atomic():
        first = {"since": known.since if known else now}
        row, _ = Rest.objects.update_or_create(
            relay=relay, defaults=fields, create_defaults=fields | first
        )
        if known is None or known.reason != row.reason:
            _changed(relay, resting=True, **why)
    return row


def closed(relay: str) -> None:
    """Note that a relay takes mail again."""
    with transaction.atomic():
        if Rest.objects.filter(relay=relay).delete()[0]:
            _changed(relay, resting=False)


def tried(rest: Rest) -> bool:
    """Return whether this process is the one that may try a relay again whose time has come.

    Others find it resting for a while longer: so a process that ends in between holds nobody up for long.
    """
    until = clock.now() + _TRYING
    mine = Rest.objects.filter(relay=rest.relay, until=rest.until).update(until=until)
    rest.until = until
    return mine == 1


def untried(rest: Rest) -> None:
    """Let others try a relay at once that this process was to try, where nothing came of it."""
    Rest.objects.filter(relay=rest.relay, until=rest.until).update(until=clock.now())


def resting() -> Sequence[Rest]:
    """Return the outlet's relays that take no mail at present, in their order."""
    found = {rest.relay: rest for rest in Rest.objects.all()}
    return [found[one["name"]] for one in settings.POST_RELAYS if one["name"] in found]


def changes(relay: str, *, at_most: int = 20) -> Sequence[RelayChange]:
    """Return what became of a relay, the latest first."""
    return list(RelayChange.objects.filter(relay=relay).order_by("-at", "-pk")[:at_most])


def _changed(relay: str, *, resting: bool, reason: str = "", said: str = "") -> None:
    now = clock.now()
    RelayChange.objects.filter(at__lt=now - KEPT).delete()
    RelayChange.objects.create(relay=relay, at=now, resting=resting, reason=reason, said=said)
