"""The signature of a letter: one header for each key (RFC 6376, section 3.5)."""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from pamphleteer.post.dkim import canonical
from pamphleteer.post.dkim.canonical import BodyHash
from pamphleteer.post.dkim.keys import SigningKey

Header = tuple[bytes, bytes]  # a name, and a value as it travels, folded or not

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
_SIGNED = (b"auto-submitted", b"feedback-id", b"sender")
_LINE = 72


@dataclass(frozen=True)
class Signer:
    """Signs the letters of one domain, in ASCII, with each of its keys; all have to be known to the DNS."""

    domain: str
    keys: Sequence[SigningKey]

    def sign(self, headers: Sequence[Header], body: BodyHash, *, at: datetime) -> bytes:
        """Return the signatures as header lines, for the top of the letter.

        `at` is when it was signed; the same letter signed at the same time has the same signatures.
        """
        names, signed = _chosen(headers)
        stamp, hashed = int(at.timestamp()), body.value()
        return b"".join(self._signature(key, names, signed, hashed, stamp) for key in self.keys)

    def _signature(
        self, key: SigningKey, names: Sequence[bytes], signed: bytes, hashed: bytes, stamp: int
    ) -> bytes:
        begun = f" v=1; a={key.algorithm}; c=relaxed/relaxed;".encode()
        whose = f"d={self.domain}; s={key.selector}; t={stamp};".encode()
        named = _folded(b"h=", names)
        value = b"\r\n\t".join([begun, whose, *named, b"bh=" + hashed + b";", b"b="])
        own = canonical.header(b"DKIM-Signature", value).removesuffix(b"\r\n")
        proof = b64encode(key.sign(signed + own))
        lines = (proof[at : at + _LINE] for at in range(0, len(proof), _LINE))
        return b"DKIM-Signature:" + value + b"\r\n\t ".join(lines) + b"\r\n"


def _chosen(headers: Sequence[Header]) -> tuple[list[bytes], bytes]:
    """Return the names that are signed, and those headers in their relaxed form: of one name, the lowest first."""
    found: dict[bytes, list[bytes]] = {}
    for name, value in reversed(headers):
        found.setdefault(name.lower(), []).append(canonical.header(name, value))
    names, lines = list[bytes](), list[bytes]()
    for name in (*_OVER_SIGNED, *_SIGNED):
        there = found.get(name, [])
        lines += there
        names += [name] * (len(there) + (name in _OVER_SIGNED))
    return names, b"".join(lines)


def _folded(tag: bytes, names: Sequence[bytes]) -> Iterator[bytes]:
    """Return the names that are signed, in lines of some 72 bytes."""
    line = tag + names[0]
    for name in names[1:]:
        if len(line) + len(name) >= _LINE:
            yield line + b":"
            line = b" " + name
        else:
            line += b":" + name
    yield line + b";"
