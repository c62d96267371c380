"""One reader's history: what they chose, what they agreed to, what they were sent; and their address, if asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from pamphleteer.post import addresses
from pamphleteer.post.models import Consent, Delivery, Notice, Reader, Suppressed
from pamphleteer.post.verbs.choices import Current, current
from pamphleteer.post.verbs.suppression import suppressed
from pamphleteer.register.models import Person
from pamphleteer.register.verbs import journal

LAST = 50  # mails


@dataclass(frozen=True)
class History:
    """What is kept of one reader, with their address masked; the newest mails alone, of so many."""

    reader: Reader
    masked: str
    choices: Sequence[Current]
    consents: Sequence[Consent]
    mails: Sequence[Delivery]
    sent: int
    confirmations: Sequence[Notice]
    kept_off: Suppressed | None


def of(reader: Reader) -> History:
    """Return what is kept of a reader; raises `SealError`, and `KeyMissing` without the key."""
    mails = Delivery.objects.filter(reader=reader)
    newest = mails.select_related("letter__digest", "letter__edition").order_by("-pk")[:LAST]
    address = reader.address
    off = reader.state == Reader.State.LEFT
    return History(
        reader=reader,
        masked=addresses.masked(address),
        choices=current(reader),
        consents=list(reader.consents.select_related("terms").order_by("-pk")),
        mails=list(newest.prefetch_related("evidence")),
        sent=mails.count(),
        confirmations=list(reader.notice_set.order_by("-pk").prefetch_related("evidence")[:LAST]),
        kept_off=suppressed(addresses.read(address).mailbox) if off else None,
    )


def whole_address(reader: Reader, *, by: Person) -> str:
    """Return a reader's address to somebody who asked for it, which the journal keeps first."""
    address = reader.address
    with transaction.atomic():
        journal.write("reader.shown", reader, by=by)
    return address
