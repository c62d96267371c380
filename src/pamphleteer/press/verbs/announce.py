"""Tell hubs which feeds have changed, so that they fetch them and push what is new (WebSub).

A round over rows: each feed at each hub is a row with the number of its newest change. It is held while
the hub is told; a process that is killed then leaves a row that is told once more when the hold lapses,
which a hub takes for nothing new. What changes again while a hub is told stays due.
"""

import logging
import secrets
from collections.abc import Sequence
from concurrent.futures import Future, wait
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from pamphleteer.collect.verbs.asking import asking
from pamphleteer.collect.wording import words_of
from pamphleteer.ground import clock
from pamphleteer.ground.http import Answer, FetchError, StatusError
from pamphleteer.ground.http.asking import Fetches
from pamphleteer.ground.stopping import Stop, never
from pamphleteer.ground.text import one_line
from pamphleteer.press import paths
from pamphleteer.press.models import Announcement, Change
from pamphleteer.register.models import Place

log = logging.getLogger(__name__)

READER = "press.announce"
_LINES = 500  # changes that are read at once
_AT_ONCE = 20
_MARGIN = 60  # seconds for what comes before and after the telling
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=6)
_TRIES = 14  # in some two days; then the next change is told
_BUSY = {408, 425, 429}  # of the client's errors those that pass
_FEEDS = {*paths.FEEDS, paths.PODCAST}


def announce(*, stop: Stop = never) -> int:
    """Tell the hubs what is due; return how many times one was told, or refused to hear."""
    while not stop() and _plan():
        pass
    told = 0
    while not stop() and (held := _hold()):
        with asking() as fetches:
            begun = [(one, _tell(fetches, one)) for one in held]
            wait([fetch for _one, fetch in begun])
        told += sum(_settle(one, fetch) for one, fetch in begun)
    return told


def round_(stop: Stop) -> int:
    """Tell what is due to be told."""
    return announce(stop=stop)


def is_feed(path: str) -> bool:
    """Tell whether a file is a feed with what is newest; archived parts have no subscribers."""
    *folders, name = path.split("/")
    return name in _FEEDS and folders[-2:-1] != ["feeds"]


def _plan() -> bool:
    """Note what the next changes are to be told to which hubs; True if there may be more of them."""
    hubs = settings.PRESS_HUBS
    left = Announcement.objects.exclude(hub__in=hubs)
    if left.exists():  # else nothing is written while nothing is to be done
        left.delete()
    place, _new = Place.objects.get_or_create(reader=READER)
    if not hubs:
        # Whoever names a hub later tells it of what changes from then on.
        newest = Change.objects.order_by("-pk").values_list("pk", flat=True).first()
        Place.objects.filter(reader=READER, entry__lt=newest or 0).update(entry=newest or 0)
        return False
    changes = list(Change.objects.after(place.entry)[:_LINES])
    if not changes:
        return False
    with transaction.atomic():
        here = Place.objects.filter(reader=READER, entry=place.entry)
        if here.update(entry=changes[-1].pk):
            _note(hubs, [one for one in changes if one.sha256 and is_feed(one.path)])
    return len(changes) == _LINES


def _note(hubs: Sequence[str], changes: Sequence[Change]) -> None:
    now = clock.now()
    Announcement.objects.bulk_create(
        [
            Announcement(hub=hub, path=change.path, wanted=change.pk, due_at=now)
            for change in changes
            for hub in hubs
        ],
        update_conflicts=True,
        unique_fields=["hub", "path"],
        update_fields=["wanted"],
        batch_size=200,
    )


def _hold() -> list[Announcement]:
    """Hold some of what is due, for as long as a hub may take to answer."""
    now, name = clock.now(), secrets.token_hex(16)
    until = now + timedelta(seconds=settings.COLLECT_TIMEOUT + _MARGIN)
    keys = list(Announcement.objects.due(now).values_list("pk", flat=True)[:_AT_ONCE])
    for key in keys:
        Announcement.objects.due(now).filter(pk=key).update(held_until=until, held_by=name)
    return list(Announcement.objects.filter(pk__in=keys, held_by=name))


def _tell(fetches: Fetches, one: Announcement) -> Future[Answer]:
    address = paths.absolute(one.path, settings.SITE_URL)
    # WebSub leaves the words to hubs: those of before want `hub.url`, some of today `hub.topic`.
    form = {"hub.mode": "publish", "hub.url": address, "hub.topic": address}
    return fetches.post(one.hub, form)


def _settle(one: Announcement, fetch: Future[Answer]) -> bool:
    """Note what came of it; True unless the hub is to be told again."""
    said: dict[str, object] = {"failures": 0, "refused": False, "fault": "", "told": one.wanted}
    try:
        fetch.result()
    except FetchError as error:
        said = _after(one, error)
        log.warning("hub %s was not told of %s: %s", one.hub, one.path, said["fault"])
    held = Announcement.objects.filter(pk=one.pk, held_by=one.held_by)
    held.update(held_until=None, held_by="", **said)
    return "told" in said


def _after(one: Announcement, error: FetchError) -> dict[str, object]:
    failures, fault = one.failures + 1, one_line(words_of(error))[:500]
    status = error.status if isinstance(error, StatusError) else 0
    if failures >= _TRIES or (400 <= status < 500 and status not in _BUSY):
        return {"failures": 0, "refused": True, "fault": fault, "told": one.wanted}
    rest = timedelta(seconds=min(error.retry_after or 0.0, _LONGEST_WAIT.total_seconds()))
    pause = max(rest, min(_FIRST_WAIT * 2 ** (failures - 1), _LONGEST_WAIT))
    return {"failures": failures, "fault": fault, "due_at": clock.now() + pause}
