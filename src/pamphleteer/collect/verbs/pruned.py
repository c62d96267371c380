"""Remember which pieces were removed: a source that still lists them brings no news."""

import struct
from collections.abc import Iterable
from hashlib import sha256

from pamphleteer.collect.models import Source
from pamphleteer.collect.verbs.many import rows

_KNOWN = "SELECT hash FROM collect_pruned WHERE hash {} AND source_id = %s"


def known_pruned(source: Source, identities: Iterable[str]) -> set[str]:
    """Return those identities of a source whose pieces were here once and were removed."""
    hashes = {hashed(identity): identity for identity in identities}
    return {hashes[found] for (found,) in rows(_KNOWN, hashes, source.pk)}


def hashed(identity: str) -> int:
    """Return the first 8 bytes of an identity's SHA-256 as a number."""
    (number,) = struct.unpack(">q", sha256(identity.encode()).digest()[:8])
    return int(number)
