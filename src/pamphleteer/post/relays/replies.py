"""What the replies of relays mean for the mail in hand: whom they concern, and whether to try again.

The table of meanings is `post.meanings`, the same as for mails that come back. What is about the letter or its sender
concerns the site here, for the next letter may well pass; what is about our account there concerns the whole relay.
"""

from pamphleteer.post.errors import RelayError, Scope
from pamphleteer.post.meanings.deciding import meaning
from pamphleteer.post.meanings.reasons import Reason
from pamphleteer.post.meanings.said import Stage, said
from pamphleteer.post.relays.kit import worded

_CLOSING = 421
_PERMANENT = 500
_LOGIN = {454, 530, 534, 535, 538}  # RFC 4954: the relay wants another login
_OF_ACCOUNT = {Reason.LOGIN, Reason.ACCOUNT}
_GONE = {Reason.UNKNOWN, Reason.MOVED, Reason.DISABLED}

__all__ = ["Stage", "refusal"]


def refusal(stage: Stage, code: int, reply: bytes | str) -> RelayError:
    """Return the error that a refusing reply stands for."""
    words = worded(reply) if code < 0 else f"{code} {worded(reply)}".strip()
    permanent = code >= _PERMANENT
    reason = meaning(said(words, code=code, stage=stage, to_us=True)).reason
    if _whole_relay(stage, code) or reason in _OF_ACCOUNT:
        return RelayError(words, scope=Scope.RELAY, permanent=permanent, reason=reason)
    if reason is Reason.FULL:
        return RelayError(words, scope=Scope.READER, reason=reason)
    if permanent and reason in _GONE:
        return RelayError(words, scope=Scope.READER, permanent=True, reason=reason)
    return RelayError(words, scope=Scope.SITE, permanent=permanent, reason=reason)


def _whole_relay(stage: Stage, code: int) -> bool:
    if stage in {Stage.HELLO, Stage.MAIL}:
        return True
    return code == _CLOSING or code < 0 or code in _LOGIN
