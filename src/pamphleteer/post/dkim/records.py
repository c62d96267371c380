"""The TXT records that make keys known: as they are printed, and as they are found (RFC 6376, section 3.6.1)."""

import re
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Mapping, Sequence
from enum import Enum

from pamphleteer.post.dkim.keys import SigningKey, strings

_TTL = 3600  # seconds
_TAG = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


class Standing(Enum):
    """What the DNS says of a key."""

    THERE = "its record is there"
    TESTING = "its record is there, and says that the key is being tried out (t=y)"
    ABSENT = "its record is not there"
    OTHER = "the record there is of another key"
    REVOKED = "its record says that the key is revoked (an empty p=)"
    UNFIT = "its record says that the key is for something else (v=, k=, h= or s=)"
    TWICE = "there are several records under its name, which receivers take for none"
    UNCLEAR = "what stands there is no record of a key"

    @property
    def holds(self) -> bool:
        """Whether receivers find the key."""
        return self in {Standing.THERE, Standing.TESTING}


def name_of(selector: str, domain: str) -> str:
    """Return the name under which the record of a key stands."""
    return f"{selector}._domainkey.{domain}"


def zone_line(name: str, record: str) -> str:
    """Return a TXT record as a line of a zone file, in strings of 255 bytes at most (RFC 1035, 5.1)."""
    parts = " ".join(f'"{part}"' for part in strings(record))
    return f"{name}. {_TTL} IN TXT ( {parts} )"


def standing(key: SigningKey, found: Sequence[str]) -> Standing:
    """Return what these TXT records, which stand under the key's name, say of it."""
    if not found:
        return Standing.ABSENT
    if len(found) > 1:
        return Standing.TWICE
    told = tags(found[0])
    if told is None or "p" not in told:
        return Standing.UNCLEAR
    return _of_one(key, told)


def _of_one(key: SigningKey, told: Mapping[str, str]) -> Standing:
    if not _squeezed(told["p"]):
        return Standing.REVOKED
    if not _fits(key, told):
        return Standing.UNFIT
    try:
        public = b64decode(_squeezed(told["p"]), validate=True)
    except (NotBase64, ValueError):
        return Standing.UNCLEAR
    if public != key.public():
        return Standing.OTHER
    return Standing.TESTING if "y" in _listed(told.get("t", "")) else Standing.THERE


def _fits(key: SigningKey, told: Mapping[str, str]) -> bool:
    return (
        told.get("v", "DKIM1") == "DKIM1"
        and ("v" not in told or next(iter(told)) == "v")
        and told.get("k", "rsa").lower() == key.algorithm.short
        and "sha256" in _listed(told.get("h", "sha256"))
        and bool({"*", "email"} & _listed(told.get("s", "*")))
    )


def tags(record: str) -> Mapping[str, str] | None:
    """Return the tags of a record in their order, or None if it is no list of tags (RFC 6376, 3.2)."""
    told = dict[str, str]()
    for part in record.strip().removesuffix(";").split(";"):
        name, equals, value = part.partition("=")
        name = name.strip()
        if not equals or not _TAG.fullmatch(name) or name in told:
            return None
        told[name] = value.strip()
    return told


def _listed(value: str) -> set[str]:
    return {one.strip().lower() for one in value.split(":")}


def _squeezed(value: str) -> str:
    return "".join(value.split())
