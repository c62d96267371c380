"""Forget a reader: the row, and every mail's; what stays keeps lists from bringing the address back."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.models import QuerySet

from pamphleteer.ground import clock
from pamphleteer.post import addresses, sealing
from pamphleteer.post.models import Reader, Suppressed
from pamphleteer.post.verbs.turn import turn
from pamphleteer.register.models import Person
from pamphleteer.register.verbs import journal


def forget(address: str, *, by: Person | None = None) -> bool:
    """Erase what is known of an address, at once; False if nothing was.

    Its keyed hash stays in either case, so that no list brings it back. Raises `AddressError` and `KeyMissing`.
    """
    found = addresses.read(address)
    with leaving_nothing(), turn():
        sealer = sealing.for_writing()
        reader = Reader.objects.select_for_update().filter(**sealer.where(found.mailbox)).first()
        if not suppressed(found.mailbox):
            row = sealing.suppressed_as(found.mailbox, sealer=sealer)
            Suppressed.objects.bulk_create(
                [Suppressed(at=clock.now(), **row)], ignore_conflicts=True
            )
        if reader is None:
            return False
        journal.write("reader.forgotten", reader, by=by)
        reader.delete()
    return True


def suppressed(mailbox: str) -> bool:
    """Return whether a mailbox is kept off the list; raises `KeyMissing`."""
    return _rows(mailbox).exists()


def let_back(mailbox: str) -> None:
    """Let a mailbox on the list again: its owner has said so, by the link in a mail. Raises `KeyMissing`."""
    _rows(mailbox).delete()


def _rows(mailbox: str) -> QuerySet[Suppressed]:
    among = sealing.suppressing_keys()
    return Suppressed.objects.filter(hashed__in=sealing.suppressed_hashes(mailbox, among=among))


@contextmanager
def leaving_nothing() -> Iterator[None]:
    """Let SQLite write zeros over what is deleted, which else lies in its file for long, sealed as it is."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete=ON")
        try:
            yield
        finally:
            cursor.execute("PRAGMA secure_delete=OFF")
