"""Keep mailboxes off the list: why, since when, and what was said; and let them back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from pamphleteer.ground import clock
from pamphleteer.post import sealing
from pamphleteer.post.models import Suppressed

Reason = Suppressed.Reason
STRENGTH = {reason: strength for strength, reason in enumerate(Reason.values)}  # the surest last

# How a report or an answer goes on: “… and stays off the list”.
OF_WHOM = {
    Reason.UNSAID: "has left, or asked to be forgotten",
    Reason.FAILING: "took no mail time after time",
    Reason.UNKNOWN: "has no mailbox there any more",
    Reason.LEFT: "has left elsewhere",
    Reason.COMPLAINED: "called a letter spam",
    Reason.FORGOTTEN: "asked to be forgotten",
}


@dataclass(frozen=True)
class Why:
    """Why a mailbox is kept off, in whose words, and of which mail; no address stands in it."""

    reason: Reason
    status: str = ""
    said: str = ""
    mail: str = ""


def suppressed(mailbox: str) -> Suppressed | None:
    """Return what keeps a mailbox off the list, the surest reason if there are several; raises `KeyMissing`."""
    return max(_rows(mailbox), key=lambda row: STRENGTH[row.reason], default=None)


def keep_off(mailbox: str, why: Why, *, sealer: sealing.Sealer) -> bool:
    """Keep a mailbox off the list, unless it is for a reason as sure; what was known of another makes way.

    Returns whether that is new. Raises `KeyMissing`, and `RuntimeError` outside a transaction.
    """
    known = suppressed(mailbox)
    fields = {
        "at": clock.now(),
        "reason": why.reason,
        "status": why.status[:12],
        "said": why.said[:500],
        "mail": why.mail,
    }
    if known is None:
        row = Suppressed(**fields, **sealing.suppressed_as(mailbox, sealer=sealer))
        Suppressed.objects.bulk_create([row], ignore_conflicts=True)
        return True
    if STRENGTH[known.reason] < STRENGTH[why.reason]:
        Suppressed.objects.filter(pk=known.pk).update(**fields)
    return False


def keep_all_off(mailboxes: Iterable[str], why: Why, *, sealer: sealing.Sealer) -> None:
    """Keep many mailboxes off the list that are not yet; raises `KeyMissing`."""
    now = clock.now()
    rows = [
        Suppressed(
            at=now,
            reason=why.reason,
            said=why.said[:500],
            **sealing.suppressed_as(mailbox, sealer=sealer),
        )
        for mailbox in mailboxes
    ]
    # In one order, so that two imports of the same wait for each other.
    rows.sort(key=lambda row: bytes(row.hashed))
    Suppressed.objects.bulk_create(rows, ignore_conflicts=True)


def let_back(mailbox: str) -> None:
    """Let a mailbox on the list again: its owner has said so, by the link in a mail. Raises `KeyMissing`."""
    _rows(mailbox).delete()


def among(mailboxes: Sequence[str]) -> dict[str, Suppressed]:
    """Return what keeps any of these mailboxes off the list; raises `KeyMissing`."""
    keys = sealing.suppressing_keys()
    hashes = {
        name: mailbox
        for mailbox in mailboxes
        for name in sealing.suppressed_hashes(mailbox, among=keys)
    }
    found = Suppressed.objects.filter(hashed__in=list(hashes)) if hashes else ()
    return {hashes[bytes(row.hashed)]: row for row in found}


def _rows(mailbox: str) -> QuerySet[Suppressed]:
    keys = sealing.suppressing_keys()
    return Suppressed.objects.filter(hashed__in=sealing.suppressed_hashes(mailbox, among=keys))
