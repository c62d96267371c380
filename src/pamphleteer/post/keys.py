"""The keys of readers' addresses, as files of the outlet's: `keys/readers-NUMBER.key`."""

from functools import lru_cache
from pathlib import Path
from uuid import UUID

from django.conf import settings

from pamphleteer.ground.keyring import Key, Ring, number_of

NAME = "readers"


def ring() -> Ring:
    """Return the ring of the outlet's keys for readers."""
    return _ring(settings.FOLDER)


@lru_cache(maxsize=4)
def _ring(outlet: Path) -> Ring:
    return Ring(outlet / "keys", NAME)


def seal(address: str, *, row: UUID, key: Key) -> bytes:
    """Return an address sealed for the row of one reader."""
    return key.seal(address, bound=_place(row))


def unseal(sealed: bytes, *, row: UUID) -> str:
    """Return the address of a reader's row; raises `SealError`, and `KeyMissing` without its key."""
    return ring().key(number_of(sealed)).unseal(sealed, bound=_place(row))


def _place(row: UUID) -> str:
    return f"post.Reader.sealed {row.hex}"
