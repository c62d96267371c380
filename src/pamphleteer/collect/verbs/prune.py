"""Remove the wire items that nobody used, and remember that they were here."""

import struct
from collections.abc import Iterable
from hashlib import sha256

from pamphleteer.collect.models import Pruned, Source


def known_pruned(source: Source, identities: Iterable[str]) -> set[str]:
    """Return those identities of a source whose pieces were here once and were removed."""
    hashes = {_hash(identity): identity for identity in identities}
    if not hashes:
        return set()
    known = Pruned.objects.filter(source=source, hash__in=list(hashes))
    return {hashes[found] for found in known.values_list("hash", flat=True)}


def _hash(identity: str) -> int:
    (number,) = struct.unpack(">q", sha256(identity.encode()).digest()[:8])
    return int(number)
