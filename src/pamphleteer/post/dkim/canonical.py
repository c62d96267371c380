"""Headers and bodies as they are signed: in the relaxed form, which survives what servers do to white space.

RFC 6376, sections 3.4.2 and 3.4.4.
"""

import re
from base64 import b64encode
from hashlib import sha256
from typing import Self

Relaxed = tuple[bytes, bytes]  # the name of a header in small letters, and its line

_BLANKS = re.compile(rb"[ \t]+")
_ENDS = re.compile(rb"(?:\r\n)+\Z")


def header(name: bytes, value: bytes) -> Relaxed:
    """Return one header in its relaxed form; its value is what stands after the colon, folded or not."""
    lower = name.strip().lower()
    if b"\r\n" in value or b"\t" in value or b"  " in value:
        value = _BLANKS.sub(b" ", value.replace(b"\r\n", b""))
    return lower, lower + b":" + value.strip(b" ") + b"\r\n"


def body(content: bytes) -> bytes:
    """Return a body in its relaxed form; lines end with CRLF, and nothing else ends one."""
    whole = _ENDS.sub(b"", trimmed(content).removesuffix(b" "))
    return whole + b"\r\n" if whole else b""


def trimmed(lines: bytes) -> bytes:
    """Return lines of a body in their relaxed form; others may follow, and those at the end are all there."""
    return _BLANKS.sub(b" ", lines).replace(b" \r\n", b"\r\n")


class BodyHash:
    """The hash of a body that comes in parts: what is the same in many letters is hashed once.

    Parts are already in their relaxed form when they are taken together.
    """

    def __init__(self) -> None:
        self._sha256 = sha256()

    def add(self, part: bytes) -> None:
        """Take one more part."""
        self._sha256.update(part)

    def copy(self) -> Self:
        """Return one that has taken the same parts, to go on with others."""
        other = type(self)()
        other._sha256 = self._sha256.copy()
        return other

    def value(self) -> bytes:
        """Return what stands in the signature as `bh`."""
        return b64encode(self._sha256.digest())

    @classmethod
    def of(cls, content: bytes) -> Self:
        """Return the hash of a whole body, of any bytes."""
        one = cls()
        one.add(body(content))
        return one
