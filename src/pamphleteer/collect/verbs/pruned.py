"""Remember which pieces were removed: a source that still lists them brings no news."""

import struct
from collections.abc import Iterable
from hashlib import sha256

from pamphleteer.collect.models import Pruned, Source


def known_pruned(source: Source, identities: Iterable[str]) -> set[str]:
    """Return those identities of a source whose pieces were here once and were removed."""
    hashes = {hashed(identity): identity for identity in identities}
    if not hashes:
        return set()
    known = Pruned.objects.filter(source=source, hash__in=list(hashes))
    return {hashes[found] for found in known.values_list("hash", flat=True)}


def hashed(identity: str) -> int:
    """Return the first 8 bytes of an identity's SHA-256 as a number."""
    (number,) = struct.unpack(">q", sha256(identity.encode()).digest()[:8])
    return int(number)
