"""Forget a reader: the row, and every mail's; what stays keeps lists from bringing the address back."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from pamphleteer.post import addresses, sealing
from pamphleteer.post.models import Reader
from pamphleteer.post.verbs.suppression import Reason, Why, keep_off
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
        keep_off(found.mailbox, Why(Reason.FORGOTTEN), sealer=sealer)
        if reader is None:
            return False
        journal.write("reader.forgotten", reader, by=by)
        reader.delete()
    return True


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
