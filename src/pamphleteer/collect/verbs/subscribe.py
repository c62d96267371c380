"""Ask hubs to push the news of sources, ask again before they stop, and take leave of them.

A round over rows: what is wanted follows from the sources, each row is held while its hub is asked,
and what was asked is committed before the hub hears of it, because it may call back at once.
"""

import secrets
from concurrent.futures import Future, wait
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q

from pamphleteer.collect.callbacks import callback_of, reachable_from
from pamphleteer.collect.models import Source, Subscription
from pamphleteer.collect.verbs.asking import asking
from pamphleteer.collect.verbs.leases import LEASE
from pamphleteer.collect.verbs.retry import after_failure, first, rested
from pamphleteer.collect.verbs.trust import breach, fall_back, lock
from pamphleteer.collect.wording import words_of
from pamphleteer.ground import clock
from pamphleteer.ground.http import Answer, FetchError
from pamphleteer.ground.http.asking import Fetches
from pamphleteer.ground.stopping import Stop, never
from pamphleteer.ground.text import one_line

State = Subscription.State
PATIENCE = timedelta(hours=1)  # until a hub has called back; each time longer
_MOST_DOUBLINGS = 5
_STANDING = {State.ACTIVE, State.LEAVING}
_AT_ONCE = 20
_MARGIN = 120  # seconds for what comes before and after the asking
_FAREWELLS = 5  # times that a hub is asked to stop
_ANSWERING = timedelta(days=1)  # during which a hub that we left is told so


@dataclass(frozen=True)
class Asked:
    """What came of asking one hub: nothing to say, or a fault in words."""

    subscription: Subscription
    mode: str
    fault: str = ""


def subscribe(*, stop: Stop = never) -> list[Asked]:
    """Bring the subscriptions in line with the sources, and ask the hubs that are due."""
    _conceal()
    _leave()
    _want()
    _give_up()
    asked: list[Asked] = []
    while not stop() and (held := _hold()):
        with asking() as fetches:
            begun = [(one, mode, _ask(fetches, one, mode)) for one, mode in held]
            wait([fetch for _, _, fetch in begun])
        asked += [_settle(one, mode, fetch) for one, mode, fetch in begun]
    return asked


def round_(stop: Stop) -> int:
    """Ask what is due to be asked; return how many hubs that were."""
    return len(subscribe(stop=stop))


def _want() -> None:
    """Make a row for each source that names a hub which could reach us, and has none."""
    if not settings.COLLECT_WEBSUB:
        return
    living = Subscription.objects.living().filter(source=OuterRef("pk"))
    without = Source.objects.filter(active=True).exclude(hub_topic="").exclude(Exists(living))
    for source in without.iterator():
        if one := first(source):
            try:
                with transaction.atomic():
                    one.save()
            except IntegrityError:
                continue  # another process was quicker


def _conceal() -> None:
    """End what is at hubs that could not reach the desk any more, without telling them where it is."""
    told = Subscription.objects.exclude(state=State.ENDED)
    hubs = told.order_by().values_list("hub", flat=True).distinct()
    for one in told.filter(hub__in=[hub for hub in hubs if not reachable_from(hub)]):
        with transaction.atomic():
            lock(one)
            told.filter(pk=one.pk).update(state=State.ENDED, due_at=clock.now() + _ANSWERING)
            fall_back(one)


def _leave() -> None:
    """Leave what no source wants any more: paused, gone, or known by another address."""
    now = clock.now()
    unwanted = Q(source=None) | Q(source__active=False) | ~Q(topic=F("source__hub_topic"))
    living = Subscription.objects.living()
    left = living if not settings.COLLECT_WEBSUB else living.filter(unwanted)
    for one in list(left):
        with transaction.atomic():
            lock(one)
            row = Subscription.objects.living().filter(pk=one.pk, state=one.state)
            due = max(now, rested(one))
            if row.update(state=State.LEAVING, due_at=due, failures=0, held_until=None, held_by=""):
                fall_back(one)
    # Of whom nothing is asked, whose promise is over, or who were told often enough.
    over = Q(asked_at=None) | Q(leased_until__lt=now) | Q(failures__gte=_FAREWELLS, due_at__lte=now)
    leaving = Subscription.objects.free(now).filter(over, state=State.LEAVING)
    leaving.update(state=State.ENDED, due_at=now + _ANSWERING)
    Subscription.objects.filter(state=State.ENDED, due_at__lt=now).delete()


def _give_up() -> None:
    """Take what a hub promised and did not keep for broken: its lease ran out, or news was missed."""
    now = clock.now()
    broken = {
        "did not renew its promise in time": Q(leased_until__lt=now),
        "did not push what polling found": breach(),
    }
    for words, which in broken.items():
        active = Subscription.objects.filter(which, state=State.ACTIVE)
        for one in active.select_related("source"):
            with transaction.atomic():
                lock(one)
                row = Subscription.objects.filter(which, pk=one.pk, state=State.ACTIVE)
                one.state = State.WANTED
                said = after_failure(one, f"the hub {words}")
                if row.update(**(said | {"state": State.WANTED})):
                    fall_back(one)
    _try_another()
    # A hub that was asked and never called back.
    for one in Subscription.objects.due(now).filter(state=State.ASKED).select_related("source"):
        one.state = State.WANTED
        row = Subscription.objects.due(now).filter(pk=one.pk, state=State.ASKED)
        said = after_failure(one, "the hub never called back")
        row.update(**(said | {"state": State.WANTED}))


def _try_another() -> None:
    """Ask the next hub, where there is one, when the promise of one that never pushed is to be renewed."""
    mute = Q(missed_at__lt=F("since"), state=State.ACTIVE)
    for one in Subscription.objects.due(clock.now()).filter(mute).select_related("source"):
        row = Subscription.objects.due(clock.now()).filter(mute, pk=one.pk)
        one.state = State.WANTED
        said = after_failure(one, "the hub did not push what polling found")
        if "hub" in said:
            row.update(**said)


def _hold() -> list[tuple[Subscription, str]]:
    """Hold some of the rows that are due, and note what their hubs are about to be asked."""
    now = clock.now()
    until = now + timedelta(seconds=settings.COLLECT_TIMEOUT + _MARGIN)
    held = []
    due = Subscription.objects.due(now).values_list("pk", "state", "failures")
    for key, state, failures in list(due[:_AT_ONCE]):
        mode = "unsubscribe" if state == State.LEAVING else "subscribe"
        name = secrets.token_hex(16)
        # Where the state does not tell that it was asked, how often it was asked has to.
        stands = state in _STANDING
        asked_before = failures if stands else 0
        row = Subscription.objects.due(now).filter(pk=key, state=state, failures=failures)
        if row.update(
            held_until=until,
            held_by=name,
            asked=mode,
            asked_at=now,
            state=state if stands else State.ASKED,
            failures=failures + stands,
            due_at=now + PATIENCE * 2 ** min(asked_before, _MOST_DOUBLINGS),
        ):
            held.append((Subscription.objects.select_related("source").get(pk=key), mode))
    return held


def _ask(fetches: Fetches, one: Subscription, mode: str) -> Future[Answer]:
    form = {
        "hub.callback": callback_of(one),
        "hub.mode": mode,
        "hub.topic": one.topic,
    }
    if mode == "subscribe":
        form |= {"hub.lease_seconds": str(LEASE), "hub.secret": one.secret}
    return fetches.post(one.hub, form)


def _settle(one: Subscription, mode: str, fetch: Future[Answer]) -> Asked:
    """Let go of a row; if its hub refused, say so, unless it has called back nevertheless."""
    held = Subscription.objects.filter(pk=one.pk, held_by=one.held_by)
    try:
        fetch.result()
    except FetchError as error:
        fault = one.unsaid(one_line(words_of(error)))[:500]
        one.failures -= one.state in _STANDING  # counted when it was held
        retry = after_failure(one, fault, rest=error.retry_after or 0.0)
        if one.state == State.ASKED:
            retry["state"] = State.WANTED
        unheard = Q(verified_at=None) | Q(verified_at__lt=F("asked_at"))
        held.filter(unheard, state=one.state).update(**retry)
        held.update(held_until=None, held_by="")
        return Asked(one, mode, fault)
    held.update(held_until=None, held_by="")
    return Asked(one, mode)
