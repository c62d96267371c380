"""By what a piece is known again."""

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from urllib.parse import urlsplit

from pamphleteer.collect.archive.pieces import Piece
from pamphleteer.ground.text import fold, squeeze


def fingerprints(pieces: Sequence[Piece]) -> list[set[str]]:
    """Return for each piece of a page the SHA-256 of its words, and of an address of its own.

    Case, accents and white space are no part of the words; scheme and fragment none of the address.
    """
    addresses = [_address(piece.url) for piece in pieces]
    used = Counter(addresses)
    return [
        {_hash("words", fold(squeeze(piece.headline)), fold(squeeze(piece.lead)))}
        | ({_hash("address", address)} if address and used[address] == 1 else set())
        for piece, address in zip(pieces, addresses, strict=True)
    ]


def _address(url: str) -> str:
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    # The front page is no piece, though a headline may lead to it.
    return f"{parts.netloc.lower()}{path}?{parts.query}" if path or parts.query else ""


def _hash(*words: str) -> str:
    return sha256("\0".join(words).encode("utf-8", "surrogatepass")).hexdigest()
