"""Figures of the post: nothing in them names a reader, an address, or a receiving site."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Min, Q, QuerySet

from pamphleteer.ground import clock
from pamphleteer.ground.exposition import Family, gauge
from pamphleteer.post.happened import CONFIRMED, LEFT, RETURNED
from pamphleteer.post.models import Delivery, Notice, Reader, Rest, Site, State, Suppressed, Trial
from pamphleteer.post.verbs import fence, traffic
from pamphleteer.register.verbs.counting import counted


def _mails() -> Mapping[str, "QuerySet[Any]"]:
    return {
        "confirmation": Notice.objects.all(),
        "test": Trial.objects.filter(alarm=False),
        "alarm": Trial.objects.filter(alarm=True),
        "letter": Delivery.objects.all(),
    }


def counters() -> Sequence[Family]:
    """Return what only grows, and what costs next to nothing."""
    handed = [
        ({"relay": relay, "outcome": outcome}, number)
        for relay, outcomes in traffic.totals().items()
        for outcome, number in outcomes.items()
    ]
    happened = counted()
    returned = [
        ({"kind": name.removeprefix(f"{RETURNED}.")}, number)
        for name, number in happened.items()
        if name.startswith(f"{RETURNED}.")
    ]
    return [
        Family(
            "pamphleteer_mails_handed_total",
            "counter",
            "What relays made of mails: taken, put off, refused for good, or failed for the relay's own sake.",
            handed,
        ),
        Family(
            "pamphleteer_mails_returned_total", "counter", "What was said of mails later.", returned
        ),
        Family(
            "pamphleteer_readers_confirmed_total",
            "counter",
            "Readers who confirmed that they want mail.",
            [({}, happened.get(CONFIRMED, 0))],
        ),
        Family(
            "pamphleteer_readers_left_total",
            "counter",
            "Readers who left, or were taken off for what became of their mail.",
            [({}, happened.get(LEFT, 0))],
        ),
        *_relays(),
        gauge(
            "pamphleteer_mail_held",
            "Whether all mail is held until a person lets it go.",
            fence.state() is not None,
        ),
    ]


def gauges() -> Sequence[Family]:
    """Return what is counted row by row."""
    now = clock.now()
    open_ = _open(now)
    return [
        Family(
            "pamphleteer_mails_open",
            "gauge",
            "Mails without an outcome: going out now, due, planned for later, or in doubt.",
            [
                ({"kind": kind, "state": state}, number)
                for kind, states in open_.items()
                for state, number in states.items()
            ],
        ),
        gauge(
            "pamphleteer_mail_overdue_seconds",
            "How long the longest waiting mail has been due.",
            _overdue(now),
        ),
        gauge(
            "pamphleteer_sites_slowed",
            "Receiving sites that are gone easy on.",
            Site.objects.filter(until__gt=now).count(),
        ),
        Family(
            "pamphleteer_readers",
            "gauge",
            "Readers by where they stand.",
            [({"state": state}, number) for state, number in _readers().items()],
        ),
        gauge(
            "pamphleteer_addresses_kept_off",
            "Addresses that get no mail until they confirm anew.",
            Suppressed.objects.count(),
        ),
    ]


def _relays() -> Sequence[Family]:
    names = [relay["name"] for relay in settings.POST_RELAYS]
    resting = set(Rest.objects.filter(relay__in=names).values_list("relay", flat=True))
    return [
        Family(
            "pamphleteer_relay_resting",
            "gauge",
            "Whether a relay takes no mail, and is left alone.",
            [({"relay": name}, name in resting) for name in names],
        )
    ]


def _open(now: datetime) -> dict[str, dict[str, int]]:
    later = Count("pk", filter=Q(due_at__gt=now))
    states = [State.PLANNED, State.CLAIMED, State.DOUBT]
    found = {}
    for kind, rows in _mails().items():
        counted_ = rows.filter(state__in=states).order_by().values_list("state")
        by_state = {
            state: (all_, to_come)
            for state, all_, to_come in counted_.annotate(n=Count("pk"), later=later)
        }
        planned, to_come = by_state.get(State.PLANNED, (0, 0))
        found[kind] = {
            "going": by_state.get(State.CLAIMED, (0, 0))[0],
            "due": planned - to_come,
            "later": to_come,
            "doubt": by_state.get(State.DOUBT, (0, 0))[0],
        }
    return found


def _overdue(now: datetime) -> float:
    firsts = [
        rows.filter(state=State.PLANNED).aggregate(at=Min("due_at"))["at"]
        for rows in _mails().values()
    ]
    return max(((now - at).total_seconds() for at in firsts if at and at < now), default=0)


def _readers() -> dict[str, int]:
    rows = Reader.objects.order_by().values_list("state").annotate(n=Count("pk"))
    return dict.fromkeys(Reader.State.values, 0) | dict(rows)
