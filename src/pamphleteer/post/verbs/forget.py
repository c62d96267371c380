"""Forget a reader: the row, and every mail's."""

from django.db import transaction

from pamphleteer.post import addresses
from pamphleteer.post.models import Reader


def forget(address: str) -> bool:
    """Erase what is known of an address; False if nothing was. Raises `AddressError`."""
    found = addresses.read(address)
    with transaction.atomic():
        removed, _ = Reader.objects.filter(mailbox=found.mailbox).delete()
    return removed > 0
