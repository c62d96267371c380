"""Where a mail comes back to: `bounces+TOKEN@example.org`, whose token names one row and proves it.

A token is the kind of mail, the key of its row, and 80 bits of HMAC-SHA-256 over both and the Message-ID, in base 16:
servers may fold what stands before the @ to small letters, and take 64 of them at most (RFC 5321, section 4.5.3.1.1).
Message-IDs are made by chance, so what a restored backup numbers anew is no row of an old token. When a token ends is
for whoever has the row to say: a mail knows its own date.
"""

import hmac
import re
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from django.conf import settings

from pamphleteer.ground.signing import begun
from pamphleteer.post.models import Delivery, Notice, Sending, Trial

LASTS = timedelta(
    days=30
)  # after the mail's own date; servers try for five days, people complain for longer
_MAC = 10  # bytes
_LETTERS: dict[type[Sending], str] = {Delivery: "d", Notice: "n", Trial: "t"}
_KINDS = {letter: kind for kind, letter in _LETTERS.items()}
_TOKEN = rb"\+([dnt][0-9a-f]{21,36})@"
_DIGITS = 2 * _MAC
_AT_MOST = 10  # tokens in one mail


@dataclass(frozen=True, slots=True)
class Named:
    """What a token says before it is proved: the kind and key of a row, and the proof."""

    kind: type[Sending]
    row: int
    mac: str

    def proved(self, row: Sending) -> bool:
        """Return whether the token is this row's own."""
        mine = _mac(f"{_LETTERS[type(row)]}{row.pk:x}", row.message_id)
        return type(row) is self.kind and hmac.compare_digest(self.mac, mine)


def sender_of(row: Sending) -> str:
    """Return the envelope's sender of a row's mail: its own, or the outlet's where `post.bounces` is not set."""
    return sender(type(row), row.pk, row.message_id)


def sender(kind: type[Sending], row: int, message_id: str) -> str:
    """Return the same of the row with this key and Message-ID."""
    around = _around(settings.POST_BOUNCES)
    if around is None:
        return str(settings.POST_SENDER)
    stem = f"{_LETTERS[kind]}{row:x}"
    return f"{around[0]}{stem}{_mac(stem, message_id)}{around[1]}"


def named_in(text: bytes) -> list[Named]:
    """Return what the tokens in a text say, a few at most; none of it is proved."""
    pattern = _pattern(settings.POST_BOUNCES)
    if pattern is None:
        return []
    found = dict.fromkeys(one.lower().decode() for one in pattern.findall(text))
    return [_named(token) for token in list(found)[:_AT_MOST]]


def ours(address: str) -> bool:
    """Return whether an address is one to which our mails come back, of whatever token."""
    pattern = _pattern(settings.POST_BOUNCES)
    return pattern is not None and pattern.fullmatch(address.encode()) is not None


def _named(token: str) -> Named:
    return Named(_KINDS[token[0]], int(token[1:-_DIGITS], 16), token[-_DIGITS:])


@lru_cache(maxsize=8)
def _around(address: str) -> tuple[str, str] | None:
    name, at, domain = address.rpartition("@")
    return (f"{name}+", at + domain) if name else None


@lru_cache(maxsize=8)
def _pattern(address: str) -> re.Pattern[bytes] | None:
    name, _at, domain = address.encode().rpartition(b"@")
    whole = re.escape(name) + _TOKEN + re.escape(domain) + rb"(?![\w.-]*\w)"
    return re.compile(rb"(?<![\w.+-])" + whole, re.IGNORECASE) if name else None


def _mac(stem: str, message_id: str) -> str:
    mac = begun(settings.SECRET_KEY.encode(), "return path").copy()
    mac.update(f"{stem} {message_id}".encode())
    return mac.digest()[:_MAC].hex()
