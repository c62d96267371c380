"""The one row of a mailbox, whoever asks for it, and whether there is one: which takes as long if there is."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from django.db import transaction

from pamphleteer.ground import clock
from pamphleteer.post import sealing
from pamphleteer.post.addresses import Address
from pamphleteer.post.models import Reader


def row_of(found: Address) -> Reader:
    """Return the locked row of a mailbox, a new one if nobody has asked for it yet; raises `KeyMissing`."""
    sealer, row = sealing.for_writing(), uuid4()
    there = sealer.where(found.mailbox)
    fresh = {"key": row, "asked_at": clock.now(), **sealer.fields(found, row=row)}
    Reader.objects.get_or_create(**there, defaults=fresh)
    return Reader.objects.select_for_update().get(**there)


def known(found: Address) -> Reader | None:
    """Return the row of a mailbox if somebody has asked for it before; raises `KeyMissing`."""
    return Reader.objects.filter(**sealing.for_writing().where(found.mailbox)).first()


@contextmanager
def for_nobody() -> Iterator[Address]:
    """Do what is done for a new mailbox for one that nobody has, and undo it.

    For mailboxes that are known less is to be written: how long it took would tell of them.
    """
    with transaction.atomic():
        mailbox = f"{uuid4().hex}@nobody.invalid"
        yield Address(mailbox, mailbox)
        transaction.set_rollback(True)
