"""Which domains are one site: those whose mail the same company's servers take."""

import re
from collections.abc import Sequence

from pamphleteer.ground.resolver import Exchange

_NAME = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_LONGEST = 253
# Below these of two letters people register names at the third level: co.uk, com.br, org.au.
_SECOND = {
    "ac",
    "co",
    "com",
    "edu",
    "go",
    "gob",
    "gouv",
    "gov",
    "gv",
    "ne",
    "net",
    "nom",
    "or",
    "org",
}


def domain_of(address: str) -> str:
    """Return the domain of an address."""
    return address.rpartition("@")[2].lower()


def group_of(domain: str, exchanges: Sequence[Exchange]) -> str:
    """Return the site of a domain: whose the server is that is tried first; its own where none can be told.

    Of several of the same preference the first by name counts, so that all look-ups agree.
    """
    first = min(exchanges, default=None)
    if first is None or len(first.host) > _LONGEST or not _NAME.fullmatch(first.host):
        return domain  # none, the root (RFC 7505), an IP address, or rubbish
    labels = first.host.split(".")
    under = 3 if len(labels[-1]) == 2 and labels[-2] in _SECOND else 2
    return ".".join(labels[-under:])
