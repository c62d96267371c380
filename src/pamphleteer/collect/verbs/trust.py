"""How far a hub is believed: polling rests while one that keeps its word has promised to push."""

from datetime import timedelta

from django.conf import settings
from django.db.models import F, Q
from django.db.models.functions import Least

from pamphleteer.collect.models import Source, Subscription
from pamphleteer.ground import clock

GRACE = timedelta(minutes=15)  # for a hub to push what a poll has found


def breach() -> Q:
    """Return which active subscriptions broke their promise, in whatever they missed lately.

    What was missed before they became active was judged then.
    """
    return Q(missed_at__lt=clock.now() - GRACE, missed_at__gte=F("since"))


def lock(one: Subscription) -> None:
    """Lock the source of a subscription: before its own row, as polls do, or two wait in a circle."""
    Source.objects.select_for_update(of=("self",)).filter(subscriptions=one.pk).first()


def rely(one: Subscription) -> bool:
    """Let polling rest for as long as the hub has promised to push; say whether it may.

    A hub that kept news from us is not relied on again until it has pushed.
    """
    true = Subscription.objects.filter(pk=one.pk, state=Subscription.State.ACTIVE, missed_at=None)
    until = true.values_list("leased_until", flat=True).first()
    if until:
        Source.objects.filter(subscriptions=one.pk).update(pushed_until=until)
    return until is not None


def fall_back(one: Subscription) -> None:
    """Poll the source of a subscription in its usual rhythm again, beginning soon."""
    soon = clock.now() + timedelta(seconds=settings.COLLECT_EVERY)
    rested = Source.objects.filter(subscriptions=one.pk).exclude(pushed_until=None)
    rested.update(pushed_until=None, due_at=Least(F("due_at"), soon))


def poll_soon(one: Subscription) -> None:
    """Poll a source that is well once more, for what came since its last poll was not pushed.

    At once, unless that was done a moment ago: hubs that come and go change no rhythm.
    """
    now, every = clock.now(), timedelta(seconds=settings.COLLECT_EVERY)
    lately = Subscription.objects.filter(source=one.source_id, since__gt=now - every)
    due = now + every if lately.exclude(pk=one.pk).exists() or _began_lately(one) else now
    well = Source.objects.filter(subscriptions=one.pk, failures=0)
    well.filter(due_at__gt=due).update(due_at=due)


def _began_lately(one: Subscription) -> bool:
    every = timedelta(seconds=settings.COLLECT_EVERY)
    return one.since is not None and one.since > clock.now() - every
