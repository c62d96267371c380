"""Remember which hubs a source names, and notice when one of them keeps news from us."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from pamphleteer.collect.models import Source, Subscription
from pamphleteer.ground import clock
from pamphleteer.ground.http import AddressError, checked

MOST = 5


def note(source: Source, *, hubs: Sequence[str], topic: str) -> None:
    """Keep the hubs that a document named for itself, and the address that they know it by.

    Meant for the transaction that keeps what a poll or a push brought. A subscription to another
    topic, or at a hub that is named no more, is left.
    """
    named = _asked_of(hubs)[:MOST]
    # As the document words it, for hubs compare the letters.
    known_as = (topic if _address(topic) else source.url) if named else ""
    if (named, known_as) == (source.hubs, source.hub_topic):
        return
    other = Q(source=source) & (~Q(topic=known_as) | ~Q(hub__in=named))
    left = Subscription.objects.living().filter(other)
    source.hubs, source.hub_topic = named, known_as
    source.save(update_fields=["hubs", "hub_topic"])
    if left.update(state=Subscription.State.LEAVING, due_at=clock.now(), failures=0):
        source.pushed_until = None
        source.save(update_fields=["pushed_until"])


def rests(source: Source) -> bool:
    """Say whether a hub has promised to push what is new, so that polling can rest."""
    return source.pushed


def missed(source: Source, *, polled_before: datetime | None) -> None:
    """Note that a poll found news: where a hub had promised it, it has a while to push it yet.

    What came up before the promise can't have been pushed: `polled_before` is the poll before.
    """
    if polled_before:
        active = Subscription.objects.filter(source=source, state=Subscription.State.ACTIVE)
        active.filter(missed_at=None, since__lt=polled_before).update(missed_at=clock.now())


def _asked_of(hubs: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(address for hub in hubs if (address := _address(hub))))


def _address(said: str) -> str:
    try:
        return checked(said) if said else ""
    except AddressError:
        return ""
