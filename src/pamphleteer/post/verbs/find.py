"""Find a reader by a whole address: no part of one can be sought, since addresses are sealed."""

from pamphleteer.post import addresses, sealing
from pamphleteer.post.models import Reader


def find(address: str) -> Reader | None:
    """Return the reader of an address; raises `AddressError` and `KeyMissing`."""
    found = addresses.read(address)
    return Reader.objects.filter(**sealing.for_reading().where(found.mailbox)).first()
