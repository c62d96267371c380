"""What the replies of mail servers mean: whom they concern, and whether to try again.

Decided by the command that was refused and the enhanced status (RFC 3463), never by the first digit alone:
most 5xx replies are about the sender, and a reader is not to be blamed for what a provider did.
"""

import re
from enum import Enum

from pamphleteer.post.errors import RelayError, Scope
from pamphleteer.post.relays.kit import worded

_ENHANCED = re.compile(r"\b[245]\.(\d{1,3})\.(\d{1,3})\b")
_CLOSING = 421
_PERMANENT = 500
_LOGIN = {454, 530, 534, 535, 538}  # RFC 4954: the relay wants another login
# Bad mailbox, system, syntax; moved; no mail taken there (RFC 3463, RFC 7505); mailbox disabled.
_NOBODY = {(1, 1), (1, 2), (1, 3), (1, 6), (1, 10), (2, 1)}
_FULL = {(2, 2)}


class Stage(Enum):
    """The command that a reply answered."""

    HELLO = "hello"
    MAIL = "MAIL FROM"
    RCPT = "RCPT TO"
    DATA = "DATA"


def refusal(stage: Stage, code: int, reply: bytes | str) -> RelayError:
    """Return the error that a refusing reply stands for."""
    said = worded(reply) if code < 0 else f"{code} {worded(reply)}".strip()
    status = _status(said)
    if _whole_relay(stage, code):
        return RelayError(said, scope=Scope.RELAY, permanent=code >= _PERMANENT)
    if status in _FULL:
        return RelayError(said, scope=Scope.READER)
    if code >= _PERMANENT and status in _NOBODY:
        return RelayError(said, scope=Scope.READER, permanent=True)
    return RelayError(said, scope=Scope.SITE, permanent=code >= _PERMANENT)


def _whole_relay(stage: Stage, code: int) -> bool:
    if stage in {Stage.HELLO, Stage.MAIL}:
        return True
    return code == _CLOSING or code < 0 or code in _LOGIN


def _status(said: str) -> tuple[int, int] | None:
    found = _ENHANCED.search(said)
    return (int(found[1]), int(found[2])) if found else None
