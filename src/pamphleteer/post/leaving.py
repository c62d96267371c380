"""Addresses to which a reader writes to leave: `leave+TOKEN@example.org`, in which the token is the proof.

Mail servers may fold what stands before the @ to small letters, and take 64 of them at most (RFC 5321, section
4.5.3.1.1). So the token is a reader's key, the quarter of a year in which its letter was written, and 72 bits of
HMAC-SHA-256 over both, in base 32. It ends when the link to leave in the same letter does, or up to a quarter later.
"""

import base64
import hmac
import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.conf import settings

from pamphleteer.ground import clock
from pamphleteer.ground.signing import begun
from pamphleteer.post.tokens import LEAVING

_KEY = 16  # bytes
_DATED = 17  # with the quarter
_WHOLE = 26  # with the proof
_QUARTER = timedelta(days=91)
_FIRST = datetime(2026, 1, 1, tzinfo=UTC)
_LAST = 255  # quarters after the first
# Tokens without a date were in letters before this: a key and 80 bits. By then the last of them is old enough.
_UNDATED_UNTIL = datetime(2029, 1, 1, tzinfo=UTC)
_TOKEN = rb"\+([a-z2-7]{42})@"
_AT_MOST = 10  # tokens in one mail
# Headers in which servers and programs say whom a mail is for.
_FOR = re.compile(
    rb"^(?:to|cc|delivered-to|x-original-to|envelope-to|x-envelope-to|x-rcpt-to):(.*(?:\n[ \t].*)*)",
    re.IGNORECASE | re.MULTILINE,
)


def address_for(reader: UUID, *, at: datetime) -> str:
    """Return where a reader of this key writes to leave a letter of `at`; nothing where the outlet has no address."""
    name, _at, domain = settings.POST_UNSUBSCRIBE.rpartition("@")
    return f"{name}+{_token(reader, at)}@{domain}" if name else ""


def written_to(text: bytes) -> list[UUID]:
    """Return the readers whose own addresses stand in a text, a few at most; what is forged or too old is not there."""
    name, _at, domain = settings.POST_UNSUBSCRIBE.rpartition("@")
    if not name:
        return []
    pattern = re.escape(name.encode()) + _TOKEN + re.escape(domain.encode())
    found = dict.fromkeys(one.lower() for one in re.findall(pattern, text, re.IGNORECASE))
    read = (_read(token.decode()) for token in list(found)[:_AT_MOST])
    return [key for key in read if key]


def recipients(mail: bytes) -> bytes:
    """Return what the head of a mail says of whom it is for, of any bytes."""
    head = re.split(rb"\r?\n\r?\n", mail, maxsplit=1)[0]
    return b"\n".join(_FOR.findall(head.replace(b"\r\n", b"\n")))


def _token(reader: UUID, at: datetime) -> str:
    quarter = min(max((at - _FIRST) // _QUARTER, 0), _LAST)
    return _in_letters(_proved("leave by mail, dated", reader.bytes + bytes([quarter])))


def _read(token: str) -> UUID | None:
    raw = base64.b32decode(token.upper() + "=" * (-len(token) % 8))
    if _is(token, _proved("leave by mail, dated", raw[:_DATED])):
        ends = _FIRST + (raw[_KEY] + 1) * _QUARTER + LEAVING
    elif _is(token, _proved("leave by mail", raw[:_KEY])):
        ends = _UNDATED_UNTIL
    else:
        return None
    return UUID(bytes=raw[:_KEY]) if clock.now() < ends else None


def _proved(purpose: str, what: bytes) -> bytes:
    """Return something with as much of its MAC as there is room for."""
    mac = begun(settings.SECRET_KEY.encode(), purpose).copy()
    mac.update(what)
    return (what + mac.digest())[:_WHOLE]


def _is(token: str, raw: bytes) -> bool:
    return hmac.compare_digest(token, _in_letters(raw))


def _in_letters(raw: bytes) -> str:
    return base64.b32encode(raw).decode().rstrip("=").lower()
