"""How relays and receiving sites stand, for people who look: what carries, what rests, what it said, how much goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Max

from pamphleteer.ground import clock
from pamphleteer.post.meanings.words import LEFT
from pamphleteer.post.models import Delivery, RelayChange, Rest, Site, State, Trial
from pamphleteer.post.models import Notice as Asked
from pamphleteer.post.verbs import circuits, traffic
from pamphleteer.post.verbs.traffic import Rates
from pamphleteer.register.models import Outlet, Person
from pamphleteer.register.verbs import journal

_CHANGES = 8  # of each relay that are shown
_NAMED = 50  # sites


@dataclass(frozen=True)
class Standing:
    """One of the outlet's relays: its share of the mail in percent, its rates, why it rests if it does."""

    name: str
    share: int
    rates: Rates
    rest: Rest | None
    changes: Sequence[RelayChange]
    ever: Mapping[str, int]

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
    weights = {one["name"]: one["weight"] for one in settings.POST_RELAYS}
    rests = {rest.relay: rest for rest in Rest.objects.filter(relay__in=weights)}
    rates, ever = traffic.rates(), traffic.totals()
    whole = sum(weights.values()) or 1
    return [
        Standing(
            name=name,
            share=round(100 * weight / whole),
            rates=rates.get(name, Rates()),
            rest=rests.get(name),
            changes=circuits.changes(name, at_most=_CHANGES),
            ever=ever.get(name, {}),
        )
        for name, weight in weights.items()
    ]


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


def waits() -> bool:
    """Return whether any mail is due, whoever is to get it."""
    now = clock.now()
    return any(kind.objects.due(now).exists() for kind in (Asked, Trial, Delivery))


def doubtful() -> Mapping[int, int]:
    """Return how many mails are in doubt of which nobody has decided anything, by the key of their edition."""
    rows = Delivery.objects.filter(state=State.DOUBT).exclude(reason=LEFT)
    counted = rows.order_by().values_list("letter__edition").annotate(n=Count("pk"))
    return {edition: number for edition, number in counted if edition}


def sites() -> tuple[Sequence[Site], Sequence[Unnamed]]:
    """Return the sites that put mail off or block it: those with a name, and the number of the others."""
    slow = Site.objects.order_by("-until", "pk")
    others = slow.filter(name="").order_by().values("reason")
    counted = others.annotate(number=Count("pk"), last=Max("until")).order_by("-number", "reason")
    unnamed = [Unnamed(one["reason"], one["number"], one["last"]) for one in counted]
    return list(slow.exclude(name="")[:_NAMED]), unnamed


def try_now(relay: str, *, by: Person | None = None) -> bool:
    """Let the next letter try a relay that rests; returns whether it rested."""
    with transaction.atomic():
        known = any(one["name"] == relay for one in settings.POST_RELAYS)
        found = Rest.objects.filter(relay=relay).update(until=clock.now()) if known else 0
        if found:
            journal.write("relay.tried", Outlet.objects.the(), by=by, relay=relay)
    return bool(found)
