"""What readers do from the page of their own that each letter leads to."""

from collections.abc import Mapping
from datetime import date, timedelta, tzinfo

from pamphleteer.ground import clock
from pamphleteer.post import moments, tokens
from pamphleteer.post.errors import LinkExpired, WishError
from pamphleteer.post.models import Digest, Reader, Subscription
from pamphleteer.post.verbs import choices, forget
from pamphleteer.post.verbs.turn import turn
from pamphleteer.post.wishes import Wishes
from pamphleteer.press.voice import for_readers
from pamphleteer.register.models import Outlet

NO_LETTERS = for_readers("No letters come to you at present. Sign up to get them.")
LONGEST_PAUSE = timedelta(days=366)  # less than a link to choose lasts, by which it is ended
_FARTHEST_ZONE = timedelta(days=1)  # behind UTC; days long ago have no moment in UTC at all


def reader_of(token: str) -> Reader:
    """Return the reader whose page a link leads to; raises `LinkError`, also for who has left."""
    reader = kept_of(token)
    if reader.state != Reader.State.CONFIRMED:
        raise LinkExpired(NO_LETTERS)
    return reader


def kept_of(token: str) -> Reader:
    """Return the same, and whoever has left, who may still ask what is kept and be forgotten; raises `LinkError`.

    An address that was given up in a move is not among them: it has a way back.
    """
    key = tokens.key_in(token, purpose=tokens.CHOOSE)
    reader = Reader.objects.filter(key=key, moves=None).first()
    if reader is None:
        raise LinkExpired(NO_LETTERS)
    return reader


def choose(token: str, wanted: Mapping[Digest, Wishes]) -> None:
    """Let a reader get these digests as they wish, and no other that is active.

    The time zone is kept for whatever they choose later. Raises `LinkError`, and `WishError` for what can't be:
    nothing has changed then.
    """
    if not wanted:
        raise WishError(for_readers("Choose at least one digest, or leave the list."))
    with turn():
        reader = reader_of(token)
        _keep_zone(reader, next((one.zone for one in wanted.values() if one.zone), ""))
        for digest, wishes in wanted.items():
            choices.choose(reader, digest, wishes)
        for row in Subscription.objects.filter(reader=reader, digest__active=True):
            if row.digest_id not in {digest.pk for digest in wanted}:
                choices.end(reader, row.digest)


def pause(token: str, day: date) -> None:
    """Send a reader nothing until a day of theirs; raises `LinkError` and `WishError`."""
    reader, now = reader_of(token), clock.now()
    if day < (now - _FARTHEST_ZONE).date():
        raise WishError(for_readers("A pause ends on a day to come."))
    if day > (now + LONGEST_PAUSE).date():
        raise WishError(for_readers("A pause of a year at most is possible."))
    choices.pause(reader, until=moments.of_day(day, hour=0, tz=tz_of(reader)))


def zone_of(reader: Reader) -> str:
    """Return the name of the time zone that a reader chose, for all or for one letter; empty for none."""
    named = (one.wishes.zone for one in choices.current(reader))
    return reader.zone or next((name for name in named if name), "")


def tz_of(reader: Reader) -> tzinfo:
    """Return where a reader's days begin: in the outlet's zone if they chose none that there is."""
    return moments.zone(zone_of(reader)) or Outlet.objects.the().tz


def go_on(token: str) -> None:
    """End a reader's pause; raises `LinkError`."""
    choices.go_on(reader_of(token))


def erase(token: str) -> None:
    """Forget a reader at once, also one who has left; raises `LinkError`, `KeyMissing` and `SealError`."""
    forget.forget(kept_of(token).address)


def _keep_zone(reader: Reader, zone: str) -> None:
    if zone and moments.zone(zone) is None:
        raise WishError(for_readers("There is no such time zone."))
    if zone and zone != reader.zone:
        reader.zone = zone
        reader.save(update_fields=["zone"])
