"""The one row of a mailbox, whoever asks for it."""

from uuid import uuid4

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
