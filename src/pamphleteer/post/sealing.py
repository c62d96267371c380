"""Readers' addresses in the database: sealed, and found by a keyed hash (a blind index).

A key with an even number has its index in one column, one with an odd number in the other: so a key follows another
at one stroke, when the other column is full (`verbs/rekey.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from pamphleteer.ground.keyring import Key, KeyMissing
from pamphleteer.post import keys
from pamphleteer.post.addresses import Address
from pamphleteer.post.models import Seal, Suppressed

_INDEX = "index of readers"
_SUPPRESSED = "suppressed readers"
_HELD = "SELECT 1 FROM post_seal FOR SHARE"


def column(key: int) -> str:
    """Return the column in which a key's index is."""
    return "index_odd" if key % 2 else "index_even"


@dataclass(frozen=True)
class Sealer:
    """The key in use, and the one that is to follow it if the key is being changed."""

    key: Key
    following: Key | None = None

    def index(self, mailbox: str) -> bytes:
        """Return what a mailbox is found by."""
        return self.key.hashed(mailbox, purpose=_INDEX)

    def where(self, mailbox: str) -> dict[str, Any]:
        """Return the condition that the reader of a mailbox meets, and nobody else."""
        return {column(self.key.number): self.index(mailbox)}

    def fields(self, found: Address, *, row: UUID) -> dict[str, Any]:
        """Return the columns of a reader's row that hold an address."""
        newest = self.following or self.key
        indexes = {
            column(key.number): key.hashed(found.mailbox, purpose=_INDEX)
            for key in (self.key, self.following)
            if key
        }
        return {"sealed": keys.seal(found.sent_to, row=row, key=newest), **indexes}


def for_writing() -> Sealer:
    """Return the keys to write addresses with, which stay the ones until the transaction ends.

    Raises `KeyMissing` if the ring lacks one, and `RuntimeError` outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("addresses are sealed within a transaction")
    _begun()
    # SQLite has one writer at a time anyway.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_HELD)
    return for_reading()


def for_reading() -> Sealer:
    """Return the keys to look readers up with; raises `KeyMissing` if the ring lacks one."""
    seal = _begun()
    following = _proven(seal.following, seal.following_proof) if seal.following else None
    return Sealer(_proven(seal.key, seal.proof), following)


def suppressed_as(mailbox: str, *, sealer: Sealer) -> dict[str, Any]:
    """Return the columns of a row that keeps a mailbox off the list."""
    return {
        "hashed": sealer.key.hashed(mailbox, purpose=_SUPPRESSED),
        "key": sealer.key.number,
    }


def suppressing_keys() -> Sequence[Key]:
    """Return the keys under which somebody is suppressed: a hash can't be made anew without its address.

    Raises `KeyMissing` if the ring lacks one.
    """
    numbers = Suppressed.objects.order_by("key").values_list("key", flat=True).distinct()
    return [keys.ring().key(number) for number in numbers]


def suppressed_hashes(mailbox: str, *, among: Sequence[Key]) -> list[bytes]:
    """Return what a mailbox would be suppressed under."""
    return [key.hashed(mailbox, purpose=_SUPPRESSED) for key in among]


def _begun() -> Seal:
    """Return the seal; the first one, with the newest key of the ring, if no address was ever sealed."""
    if seal := Seal.objects.filter(pk=Seal.THE).first():
        return seal
    ring = keys.ring()
    numbers = ring.numbers()
    key = ring.key(numbers[-1]) if numbers else ring.make()
    first = {"key": key.number, "proof": key.proof}
    return Seal.objects.get_or_create(pk=Seal.THE, defaults=first)[0]


def _proven(number: int, proof: str) -> Key:
    """Return a key if it is the one that the rows were sealed with."""
    key = keys.ring().key(number)
    if key.proof != proof:
        raise KeyMissing(
            f"keys/{keys.NAME}-{number}.key is not the key that readers' addresses were sealed with: "
            "bring back the outlet's own"
        )
    return key
