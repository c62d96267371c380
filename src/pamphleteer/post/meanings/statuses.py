"""What the enhanced status and the code of a reply mean, where the words say nothing (RFC 3463, 5248, 5321, 7372)."""

from pamphleteer.post.meanings.reasons import Reason
from pamphleteer.post.meanings.said import Said, Stage

_STATUSES = {
    (1, 1): Reason.UNKNOWN,
    (1, 2): Reason.NO_HOST,
    (1, 3): Reason.UNKNOWN,
    (1, 6): Reason.MOVED,
    (1, 7): Reason.SENDER,
    (1, 8): Reason.SENDER,
    (1, 10): Reason.UNKNOWN,  # RFC 7505 says: no mail; whoever means that says so in words
    (2, 1): Reason.DISABLED,
    (2, 2): Reason.FULL,
    (2, 3): Reason.SIZE,
    (3, 3): Reason.CONTENT,
    (3, 4): Reason.SIZE,
    (4, 4): Reason.NO_HOST,
    (4, 5): Reason.RATE,
    (4, 6): Reason.LOOP,
    (4, 7): Reason.EXPIRED,
    (5, 3): Reason.RATE,
    (7, 8): Reason.LOGIN,
    (7, 13): Reason.ACCOUNT,
    (7, 14): Reason.LOGIN,
    (7, 25): Reason.HOSTNAME,
    (7, 27): Reason.SENDER,
    (7, 28): Reason.RATE,
    (7, 509): Reason.AUTHENTICATION,  # from here on: Microsoft
    (7, 515): Reason.AUTHENTICATION,
}
_SUBJECTS = {
    3: Reason.TROUBLE,
    4: Reason.NETWORK,
    5: Reason.PROTOCOL,
    6: Reason.CONTENT,
    7: Reason.POLICY,
}
_ENCRYPTION = {3, 4, 5, 6, 7, 10, 11, 30}  # details of 7: cannot be encrypted or read
_AUTHENTICATION = {20, 21, 22, 23, 24, 26, 29}
_CODES = {
    421: Reason.TROUBLE,
    451: Reason.TROUBLE,
    452: Reason.TROUBLE,
    454: Reason.LOGIN,
    500: Reason.PROTOCOL,
    501: Reason.PROTOCOL,
    502: Reason.PROTOCOL,
    503: Reason.PROTOCOL,
    504: Reason.PROTOCOL,
    530: Reason.LOGIN,
    534: Reason.LOGIN,
    535: Reason.LOGIN,
    538: Reason.LOGIN,
    551: Reason.MOVED,
    555: Reason.PROTOCOL,
    556: Reason.NO_MAIL,  # RFC 7504
}


def by_status(said: Said) -> Reason | None:
    """Return what the status means, else the code, if either means anything."""
    subject, detail = said.detail
    if (subject, detail) in _STATUSES:
        return _STATUSES[subject, detail]
    if subject == 7:
        return _security(detail)
    if subject in _SUBJECTS and (subject, detail) != (5, 0):
        return _SUBJECTS[subject]
    return _CODES.get(said.code) or _by_stage(said)


def _security(detail: int) -> Reason:
    if detail in _ENCRYPTION:
        return Reason.ENCRYPTION
    if detail in _AUTHENTICATION:
        return Reason.AUTHENTICATION
    return Reason.REPUTATION if detail >= 500 else Reason.POLICY


def _by_stage(said: Said) -> Reason | None:
    """Return whom a refusal without a word concerns: before a recipient was named it can't be the recipient."""
    if said.stage is Stage.HELLO and said.code:
        return Reason.REPUTATION
    return Reason.SENDER if said.stage is Stage.MAIL and not said.temporary else None
