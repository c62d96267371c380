"""The signature of a letter: one header for each key (RFC 6376, section 3.5)."""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

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
        plan = _planned(tuple([name for name, _ in headers]))
        signed = b"".join([headers[place][1] for place in plan.order])
        stamp, hashed = int(at.timestamp()), body.value()
        return b"".join([self._signature(key, plan, signed, hashed, stamp) for key in self.keys])

    def _signature(
        self, key: SigningKey, plan: "_Plan", signed: bytes, hashed: bytes, stamp: int
    ) -> bytes:
        begun, named = _begun(self.domain, key.selector, key.algorithm, plan)
        said = b"%d" % stamp
        # The relaxed form of what stands there: each fold is one space.
        own = b"dkim-signature:" + begun[0] + said + named[0] + hashed + b"; b="
        proof = b64encode(key.sign(signed + own))
        lines = (proof[at : at + _LINE] for at in range(0, len(proof), _LINE))
        return b"".join(
            (
                b"DKIM-Signature:",
                begun[1],
                said,
                named[1],
                hashed,
                b";\r\n\tb=",
                b"\r\n\t ".join(lines),
                b"\r\n",
            )
        )


@dataclass(frozen=True)
class _Plan:
    """What `h` names, in lines, and the places of the headers that are signed, in that order."""

    named: tuple[bytes, ...]
    order: tuple[int, ...]


@lru_cache(maxsize=64)
def _planned(names: tuple[bytes, ...]) -> _Plan:
    """Return the plan for headers of these names: of one name, the lowest first."""
    places: dict[bytes, list[int]] = {}
    for place, name in enumerate(names):
        places.setdefault(name, []).insert(0, place)
    order = [place for name in _SIGNED for place in places.get(name, ())]
    there = [
        name for name in _SIGNED for _ in range(len(places.get(name, ())) + (name in _OVER_SIGNED))
    ]
    return _Plan(tuple(_folded(b"h=", there)), tuple(order))


_Both = tuple[bytes, bytes]  # as it is signed, and as it stands there


@lru_cache(maxsize=256)
def _begun(domain: str, selector: str, algorithm: str, plan: _Plan) -> tuple[_Both, _Both]:
    """Return what comes before the time of a signature, and what comes between it and the hash of the body."""
    lines = [
        f"v=1; a={algorithm}; c=relaxed/relaxed;".encode(),
        f"d={domain}; s={selector}; t=".encode(),
    ]
    named = [b";", *plan.named, b"bh="]
    before = (b" ".join(lines), b" " + b"\r\n\t".join(lines))
    return before, (b" ".join(one.strip() for one in named), b"\r\n\t".join(named))


def _folded(tag: bytes, names: Sequence[bytes]) -> Iterator[bytes]:
    line = tag + names[0]
    for name in names[1:]:
        if len(line) + len(name) >= _LINE:
            yield line + b":"
            line = b" " + name
        else:
            line += b":" + name
    yield line + b";"
