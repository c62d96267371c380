"""Addresses to which a reader writes to leave: `leave+TOKEN@example.org`, in which the token is the proof.

Mail servers may fold what stands before the @ to small letters, and take 64 of them at most (RFC 5321, section
4.5.3.1.1): so the token is a reader's key and 80 bits of HMAC-SHA-256 in base 32, and has no end.
"""

import base64
import hmac
import re
from hashlib import sha256
from uuid import UUID

from django.conf import settings

_MAC = 10  # bytes
_KEY = 16
_TOKEN = rb"\+([a-z2-7]{42})@"
_AT_MOST = 10  # tokens in one mail
# Headers in which servers and programs say whom a mail is for.
_FOR = re.compile(
    rb"^(?:to|cc|delivered-to|x-original-to|envelope-to|x-envelope-to|x-rcpt-to):(.*(?:\n[ \t].*)*)",
    re.IGNORECASE | re.MULTILINE,
)


def address_for(reader: UUID) -> str:
    """Return where a reader of this key writes to leave; nothing where the outlet has no such address."""
    name, _at, domain = settings.POST_UNSUBSCRIBE.rpartition("@")
    return f"{name}+{_token(reader)}@{domain}" if name else ""


def written_to(text: bytes) -> list[UUID]:
    """Return the readers whose own addresses stand in a text, a few at most; what is forged is not there."""
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


def _token(reader: UUID) -> str:
    return base64.b32encode(reader.bytes + _mac(reader)).decode().rstrip("=").lower()


def _read(token: str) -> UUID | None:
    raw = base64.b32decode(token.upper() + "=" * (-len(token) % 8))
    reader = UUID(bytes=raw[:_KEY])
    return reader if hmac.compare_digest(token, _token(reader)) else None


def _mac(reader: UUID) -> bytes:
    key = hmac.digest(settings.SECRET_KEY.encode(), b"pamphleteer token: leave by mail", sha256)
    return hmac.digest(key, reader.bytes, sha256)[:_MAC]
