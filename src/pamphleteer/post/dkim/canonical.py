"""Headers and bodies as they are signed: in the relaxed form, which survives what servers do to white space.

RFC 6376, sections 3.4.2 and 3.4.4.
"""

import re
from base64 import b64encode
from hashlib import sha256
from typing import Self

_BLANKS = re.compile(rb"[ \t]+")
_ENDS = re.compile(rb"(?:\r\n)+\Z")


def header(name: bytes, value: bytes) -> bytes:
    """Return one header in its relaxed form, with the end of its line."""
    unfolded = value.replace(b"\r\n", b"")
    return name.strip().lower() + b":" + _BLANKS.sub(b" ", unfolded).strip(b" ") + b"\r\n"


def body(content: bytes) -> bytes:
    """Return a body in its relaxed form; lines end with CRLF, and nothing else ends one."""
    short = _BLANKS.sub(b" ", content).replace(b" \r\n", b"\r\n").removesuffix(b" ")
    whole = _ENDS.sub(b"", short)
    return whole + b"\r\n" if whole else b""


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
