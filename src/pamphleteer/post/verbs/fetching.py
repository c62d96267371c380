"""Fetch mail that came back from the outlet's mailbox, act on it, and remove what was acted on."""

from contextlib import suppress
from dataclasses import dataclass, field

from django.conf import settings

from pamphleteer.ground import clock
from pamphleteer.ground.keyring import KeyMissing
from pamphleteer.ground.sealing import SealError
from pamphleteer.ground.stopping import Stop, never
from pamphleteer.post.bounces.results import Kind
from pamphleteer.post.boxes.imap import Box
from pamphleteer.post.errors import BoxError
from pamphleteer.post.models import Pickup
from pamphleteer.post.verbs import fence
from pamphleteer.post.verbs.heard import Heard, heard
from pamphleteer.post.verbs.returned import Became

EVERY = 60.0  # seconds
_SOME = 50  # mails, after which it is noted how far it got


@dataclass
class Fetched:
    """What came out of a mailbox, and how many mails stay there for people to read."""

    heard: list[Heard] = field(default_factory=list)
    removed: int = 0
    left: int = 0


def fetch(*, stop: Stop = never) -> Fetched:
    """Act on all mails that are new in the mailbox `post.mailbox`; ended at any moment, it goes on where it was.

    A mail is removed when what it changed is committed, and the place moved after that: what is read twice changes
    nothing. Mails of which nothing is known stay. Raises `BoxError`, and `KeyMissing` without the key of addresses.
    """
    done = Fetched()
    place, _ = Pickup.objects.get_or_create(pk=settings.POST_MAILBOX)
    try:
        with Box(settings.POST_MAILBOX, settings.POST_MAILBOX_PASSWORD) as box:
            if place.validity != box.validity:
                place.validity, place.last = box.validity, 0
            _read(box, place, done, stop)
    except (BoxError, KeyMissing) as error:
        place.said, place.since = str(error)[:500], place.since or clock.now()
        place.save()
        raise
    return done


def round_(stop: Stop = never) -> int:
    """Fetch what is there; returns how many mails were removed. A copy of the outlet leaves them to the outlet."""
    if not settings.POST_MAILBOX or fence.look():
        return 0
    with suppress(BoxError, KeyMissing):  # the row says so, and the desk
        return fetch(stop=stop).removed
    return 0


def _read(box: Box, place: Pickup, done: Fetched, stop: Stop) -> None:
    acted = list[int]()
    reach = box.reach(place.last)
    for count, number in enumerate(box.since(place.last), 1):
        if stop():
            return
        if _acted(box.content(number), done):
            acted.append(number)
        if count % _SOME == 0:
            _note(box, place, acted, number, done)
    _note(box, place, acted, reach, done)


def _note(box: Box, place: Pickup, acted: list[int], last: int, done: Fetched) -> None:
    """Remove what was acted on, and then note how far it got."""
    if acted:
        box.remove(acted)
    done.removed += len(acted)
    acted.clear()
    place.last, place.read_at, place.said, place.since = last, clock.now(), "", None
    place.save()


def _acted(mail: bytes, done: Fetched) -> bool:
    """Act on a mail; return whether nobody needs to read it any more."""
    try:
        found = heard(mail)
    except KeyMissing:
        raise
    except SealError:
        done.left += 1
        return False
    done.heard += found
    stays = any(one.became is Became.UNPROVEN or one.result.kind is Kind.OTHER for one in found)
    done.left += stays
    return not stays
