"""Links that stand for a reader: to confirm, to choose, to move to another address and back, to leave."""

from datetime import datetime, timedelta
from functools import lru_cache
from uuid import UUID

from django.conf import settings

from pamphleteer.ground.signing import Signer, TokenError
from pamphleteer.post.errors import LinkError, LinkExpired
from pamphleteer.post.models import Reader
from pamphleteer.press.voice import for_readers

CONFIRM = "confirm"
LEAVE = "leave"
CHOOSE = "choose"
MOVE = "move"
BACK = "back"
WEEK = timedelta(days=7)
LEAVING = timedelta(
    days=730
)  # after the letter, of which a reader who is still on the list has newer ones
_LASTS = {
    CONFIRM: WEEK,
    LEAVE: LEAVING,
    # A pause of a year ends before the link in the last letter does.
    CHOOSE: timedelta(days=400),
    MOVE: WEEK,
    BACK: WEEK,
}
_FOR_EVER = timedelta(days=365_000)


def link(reader: Reader, *, purpose: str) -> str:
    """Return the absolute address of a reader's own page of one purpose."""
    return link_for(reader.key, purpose=purpose)


def link_for(reader: UUID, *, purpose: str) -> str:
    """Return the absolute address of the page of one purpose of the reader with this key."""
    return way(token_for(reader, purpose=purpose), purpose=purpose)


def way(token: str, *, purpose: str) -> str:
    """Return the absolute address of the page of one purpose that a token leads to."""
    return f"{settings.SIGNUP_URL}{purpose}/{token}"


def token_for(reader: UUID, *, purpose: str, at: datetime | None = None) -> str:
    """Return what stands for the reader with this key, for one purpose, from `at` or from now on."""
    return signer(purpose).sign(words_for(reader), at=at)


def words_for(reader: UUID) -> str:
    """Return what a token says of the reader with this key."""
    # With its dashes: one in fifty keys without them is an address of Bitcoin to filters of spam.
    return str(reader)


def signer(purpose: str) -> Signer:
    """Return who signs the tokens of one purpose, with the outlet's key of now."""
    return _signer_with(settings.SECRET_KEY, purpose, _LASTS[purpose])


def key_in(token: str, *, purpose: str) -> UUID:
    """Return the key of the reader that a token stands for.

    Raises `LinkExpired` if it did once, and `LinkError` if it never did.
    """
    try:
        return UUID(hex=signer(purpose).read(token))
    except TokenError as error:
        if _was_ours(token, purpose):
            raise LinkExpired(for_readers("This link is too old to be used.")) from error
        raise LinkError(
            for_readers("This link is not one of ours, or was cut on its way.")
        ) from error


def _was_ours(token: str, purpose: str) -> bool:
    try:
        _signer_with(settings.SECRET_KEY, purpose, _FOR_EVER).read(token)
    except TokenError:
        return False
    return True


@lru_cache(maxsize=32)
def _signer_with(secret: str, purpose: str, lasts: timedelta) -> Signer:
    return Signer(secret.encode(), purpose, lasts)
