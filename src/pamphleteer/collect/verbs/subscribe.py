"""Ask hubs to push the news of sources, ask again before they stop, and take leave of them.

A round over rows: what is wanted follows from the sources, each row is held while its hub is asked,
and what was asked is committed before the hub hears of it, because it may call back at once.
"""

import random
import secrets
from concurrent.futures import Future, wait
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q

from pamphleteer.collect.callbacks import callback_of, reachable_from
from pamphleteer.collect.models import Source, Subscription
from pamphleteer.collect.models.subscription import new_token
from pamphleteer.collect.verbs.asking import asking
from pamphleteer.collect.verbs.trust import breach, fall_back, lock
from pamphleteer.collect.wording import words_of
from pamphleteer.ground import clock
from pamphleteer.ground.http import Answer, FetchError, Fetches
from pamphleteer.ground.stopping import Stop, never
from pamphleteer.ground.text import one_line

State = Subscription.State
LEASE = 10 * 86_400  # seconds that we ask for
RENEWED = 0.8  # of a lease, after which we ask for the next
PATIENCE = timedelta(hours=1)  # until a hub has called back
_AT_ONCE = 20
_MARGIN = 120  # seconds for what comes before and after the asking
_FIRST_WAIT, _LONGEST_WAIT = 300.0, 86_400.0  # seconds
_NEXT_HUB = 30.0  # seconds until the next hub of a source is asked
_SOONEST = 60.0  # seconds between two askings for a lease
_MOST_DOUBLINGS = 12
_FAREWELLS = 5  # times that a hub is asked to stop
_ANSWERING = timedelta(days=1)  # during which a hub that we left is told so
_JITTER = 0.05


@dataclass(frozen=True)
class Asked:
    """What came of asking one hub: nothing to say, or a fault in words."""

    subscription: Subscription
    mode: str
    fault: str = ""


def subscribe(*, stop: Stop = never) -> list[Asked]:
    """Bring the subscriptions in line with the sources, and ask the hubs that are due."""
    _want()
    _leave()
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


def after_failure(one: Subscription) -> dict[str, object]:
    """Return what a row says after another failure: when, and which hub, is asked next.

    While a lease lasts it is the same hub; else the next one that the source names.
    """
    now, failures = clock.now(), one.failures + 1
    hubs = [hub for hub in one.source.hubs if reachable_from(hub)] if one.source else []
    stays = one.state in {State.ACTIVE, State.LEAVING} or len(hubs) < 2
    turns, place = divmod(failures, 1 if stays else len(hubs))
    doubled = _FIRST_WAIT * 2.0 ** min(max(turns - 1, 0), _MOST_DOUBLINGS)
    seconds = min(doubled, _LONGEST_WAIT) if stays or place == 0 else _NEXT_HUB
    said: dict[str, object] = {"failures": failures, "due_at": now + _spread(seconds)}
    if not stays:
        at = hubs.index(one.hub) + 1 if one.hub in hubs else 0
        # What one hub knows is none of the next one's business.
        said |= {"hub": hubs[at % len(hubs)], "token": new_token(), "secret": new_token()}
        said |= {"asked": "", "state": State.WANTED}
    return said


def renewal(lease: float) -> timedelta:
    """Return how long after the beginning of a lease of so many seconds the next is asked for."""
    return max(_spread(lease * RENEWED), timedelta(seconds=_SOONEST))


def _want() -> None:
    """Make a row for each source that names a hub which could reach us, and has none."""
    if not settings.COLLECT_WEBSUB:
        return
    living = Subscription.objects.living().filter(source=OuterRef("pk"))
    without = Source.objects.filter(active=True).exclude(hub_topic="").exclude(Exists(living))
    for source in without.iterator():
        if hub := next((hub for hub in source.hubs if reachable_from(hub)), ""):
            try:
                with transaction.atomic():
                    Subscription.objects.create(
                        source=source, hub=hub, topic=source.hub_topic, due_at=clock.now()
                    )
            except IntegrityError:
                continue  # another process was quicker


def _leave() -> None:
    """Leave what no source wants any more: paused, gone, or known by another address."""
    now = clock.now()
    unwanted = Q(source=None) | Q(source__active=False) | ~Q(topic=F("source__hub_topic"))
    living = Subscription.objects.living()
    left = living if not settings.COLLECT_WEBSUB else living.filter(unwanted)
    for one in list(left):
        with transaction.atomic():
            lock(one)
            row = Subscription.objects.living().filter(pk=one.pk)
            if row.update(state=State.LEAVING, due_at=now, failures=0, held_until=None, held_by=""):
                fall_back(one)
    never_heard_of = Subscription.objects.filter(state=State.LEAVING, asked_at=None)
    never_heard_of.update(state=State.ENDED, due_at=now + _ANSWERING)
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
                fresh = {"state": State.WANTED, "fault": f"the hub {words}"}
                if row.update(**(after_failure(one) | fresh)):
                    fall_back(one)
    # A hub that was asked and never called back.
    for one in Subscription.objects.due(now).filter(state=State.ASKED).select_related("source"):
        one.state = State.WANTED
        row = Subscription.objects.due(now).filter(pk=one.pk, state=State.ASKED)
        silent = {"state": State.WANTED, "fault": "the hub never called back"}
        row.update(**(after_failure(one) | silent))


def _hold() -> list[tuple[Subscription, str]]:
    """Hold some of the rows that are due, and note what their hubs are about to be asked."""
    now = clock.now()
    until = now + timedelta(seconds=settings.COLLECT_TIMEOUT + _MARGIN)
    held = []
    for key, state in list(Subscription.objects.due(now).values_list("pk", "state")[:_AT_ONCE]):
        mode = "unsubscribe" if state == State.LEAVING else "subscribe"
        name = secrets.token_hex(16)
        stands = state in {State.ACTIVE, State.LEAVING}
        row = Subscription.objects.due(now).filter(pk=key, state=state)
        if row.update(
            held_until=until,
            held_by=name,
            asked=mode,
            asked_at=now,
            state=state if stands else State.ASKED,
            due_at=now + PATIENCE,
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
        fault = one_line(words_of(error))[:500]
        retry: dict[str, object] = after_failure(one)
        if error.retry_after:
            retry["due_at"] = clock.now() + timedelta(seconds=min(error.retry_after, _LONGEST_WAIT))
        if one.state == State.ASKED:
            retry["state"] = State.WANTED
        if one.state == State.LEAVING and one.failures + 1 >= _FAREWELLS:
            retry |= {"state": State.ENDED, "due_at": clock.now() + _ANSWERING}
        unheard = Q(verified_at=None) | Q(verified_at__lt=F("asked_at"))
        held.filter(unheard, state=one.state).update(**retry, fault=fault)
        held.update(held_until=None, held_by="")
        return Asked(one, mode, fault)
    held.update(held_until=None, held_by="")
    return Asked(one, mode)


def _spread(seconds: float) -> timedelta:
    luck = random.uniform(1 - _JITTER, 1 + _JITTER)  # noqa: S311 - no secret
    return timedelta(seconds=seconds * luck)
