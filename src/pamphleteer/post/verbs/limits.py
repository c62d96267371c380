"""How often may be asked: by one network, and for one mailbox."""

import hmac
from datetime import timedelta

from django.conf import settings

from pamphleteer.ground import clock
from pamphleteer.post.errors import TooMany
from pamphleteer.post.models import Asking, Notice, Reader, State
from pamphleteer.press.voice import for_readers

BY_NETWORK = 60
WINDOW = timedelta(hours=1)
TO_MAILBOX = 3
DAY = timedelta(days=1)


def count_asking(network: str) -> None:
    """Note that somebody of this network asks; raises `TooMany` past what is reasonable.

    What is kept is a keyed hash with the day in it, for a day: who reads stays private.
    """
    now = clock.now()
    known = _hashed(network)
    if Asking.objects.since(now - WINDOW).filter(network=known).count() >= BY_NETWORK:
        raise TooMany(
            for_readers(
                "Too many people asked from your network within an hour. Please try again later."
            ),
            wait=WINDOW,
        )
    Asking.objects.forget(now - Asking.REMEMBERED)
    Asking.objects.create(network=known, at=now)


def may_write(reader: Reader, kind: Notice.Kind = Notice.Kind.CONFIRM) -> bool:
    """Return whether one more mail of this kind may go to this mailbox today; one on its way is enough."""
    notices = Notice.objects.filter(reader=reader)
    if notices.filter(state=State.PLANNED, kind=kind).exists():
        return False
    return notices.filter(dated__gte=clock.now() - DAY).count() < TO_MAILBOX


def _hashed(network: str) -> str:
    said = f"pamphleteer asking: {clock.now().date()} {network}"
    return hmac.new(settings.SECRET_KEY.encode(), said.encode(), "sha256").hexdigest()
