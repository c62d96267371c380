"""Compose a digest: cut its edition, and plan it for those who get it as soon as it is ready."""

from datetime import datetime, timedelta

from pamphleteer.ground import clock
from pamphleteer.ground.stopping import Stop, never
from pamphleteer.post.models import Digest, Edition
from pamphleteer.post.verbs import fence
from pamphleteer.post.verbs.cut import cut
from pamphleteer.post.verbs.news import listen, news
from pamphleteer.post.verbs.overdue import settle_overdue
from pamphleteer.post.verbs.serving import serve
from pamphleteer.post.verbs.turn import turn
from pamphleteer.post.verbs.unsent import take_back_stale
from pamphleteer.register.models import Outlet

__all__ = ["compose", "last_hour", "news", "plan", "round_"]


def compose(digest: Digest) -> Edition | None:
    """Make the next edition of a digest, and plan it for whoever gets it with the edition.

    None without news, and none without readers: then the pieces wait for the next edition. Where an editor approves
    editions, it waits.
    """
    with turn():
        edition = cut(_fresh(digest))
    serve(digest)
    return edition


def round_(stop: Stop = never) -> int:
    """Compose the digests whose hour has come; returns the number of editions."""
    fence.look()
    made = 0
    for digest in Digest.objects.filter(active=True):
        if stop():
            break
        settled = settle_overdue(digest)
        edition = _cut_on_time(digest) if _hour_came(digest) else None
        if settled or edition:
            serve(digest, stop=stop)
        made += edition is not None
    return made


def plan(stop: Stop = never) -> int:
    """Plan the letters whose moment has come; returns how many deliveries."""
    listen()
    fence.look()
    planned = 0
    for digest in Digest.objects.filter(active=True):
        if stop():
            break
        take_back_stale(digest)
        planned += serve(digest, stop=stop)
    return planned


def last_hour(hour: int) -> datetime:
    """Return when it was last that hour of the day in the outlet's zone."""
    here = clock.now().astimezone(Outlet.objects.the().tz)
    today = here.replace(hour=hour, minute=0, second=0, microsecond=0, fold=0)
    return today if today <= here else today - timedelta(days=1)


def _fresh(digest: Digest) -> Digest:
    return Digest.objects.get(pk=digest.pk)


def _cut_on_time(digest: Digest) -> Edition | None:
    with turn():
        mine = _fresh(digest)
        if not _hour_came(mine):
            return None
        edition = cut(mine)
        Digest.objects.filter(pk=mine.pk).update(looked_at=clock.now())
    return edition


def _hour_came(digest: Digest) -> bool:
    """Return whether the digest's hour came since it was last looked at, or since it began."""
    return (digest.looked_at or digest.begins) < last_hour(digest.hour)
