"""How relays and receiving sites stand, for people who look: what carries, what rests, what it said, how much goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Max

from pamphleteer.ground import clock
from pamphleteer.post.meanings.words import LEFT
from pamphleteer.post.models import Delivery, RelayChange, Rest, Site, State, Trial
from pamphleteer.post.models import Notice as Asked
from pamphleteer.post.pace import buckets
from pamphleteer.post.verbs import circuits, pacing, traffic
from pamphleteer.post.verbs.traffic import Rates
from pamphleteer.register.models import Outlet, Person
from pamphleteer.register.verbs import journal

_CHANGES = 8  # of each relay that are shown
_NAMED = 50  # sites


@dataclass(frozen=True)
class Standing:
    """One of the outlet's relays: its share of the mail in percent, its rates, why it rests if it does.

    `left` are the letters that its hour and day have room for, None without a limit; `opens` is when they have room
    again.
    """

    name: str
    share: int
    rates: Rates
    rest: Rest | None
    changes: Sequence[RelayChange]
    ever: Mapping[str, int]
    a_second: int
    left: int | None
    opens: datetime

    @property
    def trying(self) -> bool:
        """Whether the next letter tries it again."""
        return self.rest is not None and self.rest.until <= clock.now()


@dataclass(frozen=True)
class Unnamed:
    """Sites that are not named, since few readers are there: how many, of one reason, the last of them until when."""

    reason: str
    number: int
    until: datetime


def relays() -> list[Standing]:
    """Return the outlet's relays, in their order."""
    rests = {rest.relay: rest for rest in resting()}
    rates, ever = traffic.rates(), traffic.totals()
    whole = sum(one["weight"] for one in settings.POST_RELAYS)
    found = list[Standing]()
    for one in settings.POST_RELAYS:
        name = one["name"]
        a_second, left, opens = _paced(one)
        found.append(
            Standing(
                name=name,
                share=round(100 * one["weight"] / whole),
                rates=rates.get(name, Rates()),
                rest=rests.get(name),
                changes=circuits.changes(name, at_most=_CHANGES),
                ever=ever.get(name, {}),
                a_second=a_second,
                left=left,
                opens=opens,
            )
        )
    return found


def resting() -> Sequence[Rest]:
    """Return why relays of the outlet take no mail."""
    names = [one["name"] for one in settings.POST_RELAYS]
    return list(Rest.objects.filter(relay__in=names).order_by("relay"))


def silent() -> datetime | None:
    """Return when a relay is tried again, if none takes mail now."""
    rests = resting()
    if not rests or len(rests) < len(settings.POST_RELAYS):
        return None
    return min(rest.until for rest in rests)


def paced() -> datetime | None:
    """Return when the hour or day of a relay has room again, if those that take mail have had theirs."""
    rests = {rest.relay for rest in resting()}
    able = [_paced(one) for one in settings.POST_RELAYS if one["name"] not in rests]
    if not able or any(left != 0 for _, left, _ in able):
        return None
    return min(opens for _, _, opens in able)


def waits() -> bool:
    """Return whether any mail is due, whoever is to get it."""
    now = clock.now()
    return any(kind.objects.due(now).exists() for kind in (Asked, Trial, Delivery))


def doubtful() -> Mapping[int, int]:
    """Return how many mails are in doubt of which nobody has decided anything, by the key of their edition."""
    rows = Delivery.objects.filter(state=State.DOUBT).exclude(reason=LEFT)
    counted = rows.order_by().values_list("letter__edition").annotate(n=Count("pk"))
    return {edition: number for edition, number in counted if edition}


def doubtful_at_once() -> Mapping[int, int]:
    """Return the same of letters about pieces at once, by the key of their digest."""
    rows = Delivery.objects.filter(state=State.DOUBT, letter__edition=None).exclude(reason=LEFT)
    return dict(rows.order_by().values_list("letter__digest").annotate(n=Count("pk")))


def sites() -> tuple[Sequence[Site], Sequence[Unnamed]]:
    """Return the sites that put mail off or block it: those with a name, and the number of the others."""
    slow = Site.objects.order_by("-until", "pk")
    others = slow.filter(name="").order_by().values("reason")
    counted = others.annotate(number=Count("pk"), last=Max("until")).order_by("-number", "reason")
    unnamed = [Unnamed(one["reason"], one["number"], one["last"]) for one in counted]
    return list(slow.exclude(name="")[:_NAMED]), unnamed


def _paced(relay: Mapping[str, Any]) -> tuple[int, int | None, datetime]:
    """Return how many letters a second a relay gets, how many are left of its hour and day, and when these open."""
    (limits, used), now = pacing.standing(relay), clock.now()
    left = buckets.left(limits, used, now, urgent=False)
    return limits.a_second, left, buckets.opens(limits, used, now, urgent=False)


def try_now(relay: str, *, by: Person | None = None) -> bool:
    """Let the next letter try a relay that rests; returns whether it rested."""
    with transaction.atomic():
        known = any(one["name"] == relay for one in settings.POST_RELAYS)
        found = Rest.objects.filter(relay=relay).update(until=clock.now()) if known else 0
        if found:
            journal.write("relay.tried", Outlet.objects.the(), by=by, relay=relay)
    return bool(found)
