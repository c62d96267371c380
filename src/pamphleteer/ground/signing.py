"""Tokens that are keyed, scoped to one purpose, and end.

A token is `WHAT.STAMP.MAC`: what it stands for, when it was made (seconds since 1970 in base 36),
and the first 160 bits of HMAC-SHA-256 (RFC 2104) over both under a key of its own for each purpose.
"""

import base64
import hmac
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from pamphleteer.ground import clock

_WHAT = re.compile(r"[A-Za-z0-9_-]{1,64}")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_MAC_BYTES = 20


class TokenError(ValueError):
    """A token that says nothing: cut, changed, made for another purpose, or past its end."""


@dataclass(frozen=True)
class Signer:
    """Signs and reads the tokens of one purpose, valid for `lasts` after they were made."""

    key: bytes
    purpose: str
    lasts: timedelta

    def sign(self, what: str, *, at: datetime | None = None) -> str:
        """Return the token for `what`, which is 1 to 64 letters, digits, `_` or `-`; it is of now, or of `at`."""
        if not _WHAT.fullmatch(what):
            raise ValueError(f"cannot sign {what!r}: 1 to 64 letters, digits, _ or - are expected")
        stamped = f"{what}.{_stamp(at or clock.now())}"
        return f"{stamped}.{self._mac(stamped)}"

    def read(self, token: str) -> str:
        """Return what a token stands for; raises `TokenError` if it says nothing."""
        stamped, _, mac = token.rpartition(".")
        if not hmac.compare_digest(mac.encode(), self._mac(stamped).encode()):
            raise TokenError("this address is not one of ours, or was cut on its way")
        what, _, stamp = stamped.rpartition(".")
        age = clock.now().timestamp() - int(stamp, 36)
        if age > self.lasts.total_seconds():
            raise TokenError("this address has expired")
        return what

    def _mac(self, stamped: str) -> str:
        mac = begun(self.key, self.purpose).copy()
        mac.update(stamped.encode())
        return base64.urlsafe_b64encode(mac.digest()[:_MAC_BYTES]).rstrip(b"=").decode()


@lru_cache(maxsize=64)
def begun(key: bytes, purpose: str) -> hmac.HMAC:
    """Return the beginning of all MACs of one purpose, to be copied: it takes its key in once."""
    scoped = hmac.digest(key, b"pamphleteer token: " + purpose.encode(), "sha256")
    return hmac.new(scoped, digestmod="sha256")


@lru_cache(maxsize=64)
def _stamp(at: datetime) -> str:
    return _base36(int(at.timestamp()))


def _base36(number: int) -> str:
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
        if not number:
            return digits
