"""A letter that is encoded once, and joined with each reader's own words: no template and no message for each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from itertools import groupby

from pamphleteer.post.dkim import BodyHash, Signer, canonical
from pamphleteer.post.dkim.canonical import Relaxed
from pamphleteer.post.making import fields
from pamphleteer.post.making.fields import Field
from pamphleteer.post.making.parts import Part, Piece, encoded

_PLAIN = b' text/plain; charset="utf-8"; format=flowed'
_HTML = b' text/html; charset="utf-8"'


@dataclass(frozen=True)
class Own:
    """What of a letter is one reader's: where it goes, its marks, further fields, and what fills the slots."""

    to: str
    message_id: str
    dated: datetime
    fields: Sequence[Field]
    slots: Mapping[str, bytes]


@dataclass(frozen=True)
class Encoded:
    """A letter with open slots: the fields that all have, and the body in pieces."""

    fields: Sequence[Field]
    pieces: Sequence[Piece]
    lengths: Mapping[str, int]

    def letter(self, own: Own, *, signer: Signer | None = None) -> bytes:
        """Return the letter of one reader, signed if somebody signs.

        Raises `ValueError` for a slot that has another length than it was made for.
        """
        if {name: len(value) for name, value in own.slots.items()} != self.lengths:
            raise ValueError(f"slots of {dict(self.lengths)} characters are expected")
        to = fields.to(own.to)
        # Not signed: relays such as Amazon SES write their own.
        marks = [fields.date(own.dated), fields.message_id(own.message_id)]
        filled = [
            piece if isinstance(piece, bytes) else piece.filled(own.slots) for piece in self.pieces
        ]
        signatures = self._signed(signer, [to, *own.fields], filled, own.dated) if signer else b""
        return b"".join(
            [signatures, self._lines, fields.lines([to, *marks, *own.fields]), b"\r\n", *filled]
        )

    def dotless(self, own: Own) -> bool:
        """Say whether no line of a reader's letter begins with a dot, as far as that is known without a search."""
        words = b"\n".join([b"", *own.slots.values(), *[value for _, value in own.fields]])
        return self._dotless and b"\n." not in words

    def _signed(
        self, signer: Signer, mine: Sequence[Field], filled: Sequence[bytes], at: datetime
    ) -> bytes:
        head = [*self._relaxed, *(canonical.header(*one) for one in mine)]
        return signer.sign(head, self._hashed(filled), at=at)

    @cached_property
    def _lines(self) -> bytes:
        return fields.lines(self.fields)

    @cached_property
    def _dotless(self) -> bool:
        same = (piece for piece in self.pieces if isinstance(piece, bytes))
        return not any(piece.startswith(b".") or b"\n." in piece for piece in (self._lines, *same))

    @cached_property
    def _relaxed(self) -> Sequence[Relaxed]:
        return [canonical.header(*one) for one in self.fields]

    def _hashed(self, filled: Sequence[bytes]) -> BodyHash:
        constant, begun, rest = self._begun
        hashed = begun.copy()
        for part, place in zip(filled[constant:], rest, strict=True):
            hashed.add(place or part)
        return hashed

    @cached_property
    def _begun(self) -> tuple[int, BodyHash, Sequence[bytes | None]]:
        """How many pieces come before the first slot, their hash, and those after it as they are signed."""
        constant = next(
            (place for place, one in enumerate(self.pieces) if not isinstance(one, bytes)),
            len(self.pieces),
        )
        begun = BodyHash()
        signed = [canonical.trimmed(one) if isinstance(one, bytes) else None for one in self.pieces]
        if self.pieces and isinstance(self.pieces[-1], bytes):
            # Where nothing but the end of a line follows a slot, it ends the slot's own.
            alone = len(self.pieces) == 1
            signed[-1] = canonical.body(self.pieces[-1]) or (b"" if alone else b"\r\n")
        for part in signed[:constant]:
            begun.add(part or b"")
        return constant, begun, signed[constant:]


def encode(*, html: str, text: str, lengths: Mapping[str, int], shared: Sequence[Field]) -> Encoded:
    """Return a letter of these bodies; without HTML it has one part.

    `lengths` are those of the slots, in characters; `shared` are the fields that all its readers get.
    """
    plain = (_PLAIN, encoded(text, lengths=lengths))
    if not html:
        return Encoded([*shared, *_kind(*plain)], [*_joined(plain[1].pieces)], lengths)
    parts = (plain, (_HTML, encoded(html, lengths=lengths)))
    # Neither encoding writes "=_" (RFC 2045, section 6.7).
    boundary = b"=_" + sha256((html + text).encode()).hexdigest()[:24].encode()
    kind = (b"Content-Type", b' multipart/alternative; boundary="' + boundary + b'"')
    return Encoded(
        [*shared, (b"MIME-Version", b" 1.0"), kind],
        [*_joined(_multipart(parts, boundary))],
        lengths,
    )


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Give pieces with what is the same in all letters in one, as far as the next slot."""
    for same, group in groupby(pieces, key=lambda piece: isinstance(piece, bytes)):
        if same:
            yield b"".join(piece for piece in group if isinstance(piece, bytes))
        else:
            yield from group


def _kind(kind: bytes, part: Part) -> Sequence[Field]:
    return (
        (b"MIME-Version", b" 1.0"),
        (b"Content-Type", kind),
        (b"Content-Transfer-Encoding", b" " + part.encoding.encode()),
    )


def _multipart(parts: Sequence[tuple[bytes, Part]], boundary: bytes) -> Iterator[Piece]:
    for kind, part in parts:
        head = fields.lines(list(_kind(kind, part))[1:])
        yield b"--" + boundary + b"\r\n" + head + b"\r\n"
        yield from part.pieces
    yield b"--" + boundary + b"--\r\n"
