"""The signature of a letter: one header for each key (RFC 6376, section 3.5)."""

from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from pamphleteer.post.dkim import canonical
from pamphleteer.post.dkim.canonical import BodyHash, Relaxed
from pamphleteer.post.dkim.keys import SigningKey

# Whoever adds one more of these breaks the signature, also where the letter has none: receivers show or obey them.
_OVER_SIGNED = (
    b"from",
    b"to",
    b"cc",
    b"subject",
    b"reply-to",
    b"mime-version",
    b"content-type",
    b"content-transfer-encoding",
    b"list-id",
    b"list-unsubscribe",
    b"list-unsubscribe-post",
    b"list-subscribe",
    b"list-help",
    b"list-archive",
    b"list-owner",
    b"list-post",
)
# Signed as often as they are there. `Date` and `Message-ID` are not: relays such as Amazon SES write their own.
_SIGNED = (*_OVER_SIGNED, b"auto-submitted", b"feedback-id", b"sender")
_LINE = 72


@dataclass(frozen=True)
class Signer:
    """Signs the letters of one domain, in ASCII, with each of its keys; all have to be known to the DNS."""

    domain: str
    keys: Sequence[SigningKey]

    def sign(self, headers: Sequence[Relaxed], body: BodyHash, *, at: datetime) -> bytes:
        """Return the signatures of all headers of a letter as header lines, for its top.

        `at` is when it was signed; the same letter signed at the same time has the same signatures.
        """
        named, signed = _chosen(headers)
        stamp, hashed = int(at.timestamp()), body.value()
        return b"".join(self._signature(key, named, signed, hashed, stamp) for key in self.keys)

    def _signature(
        self, key: SigningKey, named: Sequence[bytes], signed: bytes, hashed: bytes, stamp: int
    ) -> bytes:
        begun = f" v=1; a={key.algorithm}; c=relaxed/relaxed;".encode()
        whose = f"d={self.domain}; s={key.selector}; t={stamp};".encode()
        value = b"\r\n\t".join([begun, whose, *named, b"bh=" + hashed + b";", b"b="])
        own = canonical.header(b"DKIM-Signature", value)[1].removesuffix(b"\r\n")
        proof = b64encode(key.sign(signed + own))
        lines = (proof[at : at + _LINE] for at in range(0, len(proof), _LINE))
        return b"DKIM-Signature:" + value + b"\r\n\t ".join(lines) + b"\r\n"


def _chosen(headers: Sequence[Relaxed]) -> tuple[Sequence[bytes], bytes]:
    """Return what `h` names, in lines, and the headers that are signed: of one name, the lowest first."""
    found: dict[bytes, bytes] = {}
    for name, line in headers:
        found[name] = line + found.get(name, b"")
    there = Counter(name for name, _ in headers)
    signed = b"".join([found[name] for name in _SIGNED if name in found])
    return _named(tuple(there[name] for name in _SIGNED)), signed


@lru_cache(maxsize=64)
def _named(there: tuple[int, ...]) -> Sequence[bytes]:
    """Return the names that are signed, each so often, in lines of some 72 bytes."""
    names = [
        name
        for name, times in zip(_SIGNED, there, strict=True)
        for _ in range(times + (name in _OVER_SIGNED))
    ]
    return list(_folded(b"h=", names))


def _folded(tag: bytes, names: Sequence[bytes]) -> Iterator[bytes]:
    line = tag + names[0]
    for name in names[1:]:
        if len(line) + len(name) >= _LINE:
            yield line + b":"
            line = b" " + name
        else:
            line += b":" + name
    yield line + b";"
