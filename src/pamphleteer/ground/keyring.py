"""A ring of keys: one file each, with a number, that is never written twice.

Of each key others are derived for each purpose (HKDF, RFC 5869). A seal is AES-256-GCM (NIST SP 800-38D): `FORM`, the
number of its key in four bytes, a random nonce of twelve, and what was sealed with its tag. What it is bound to is no
part of it: a seal that was moved to another row or column can't be opened there.
"""

import hmac
import os
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from pamphleteer.ground.files import write_new
from pamphleteer.ground.sealing import SealError

FORM = 1
HASH = 16  # bytes
_HEAD = slice(5)
_NUMBER = slice(1, 5)
_NONCE = slice(5, 17)
_SEALED = slice(17, None)
_BYTES = 32
_BLOCK = 32  # characters to which words are filled up: their length is nobody's business
_HEX = re.compile(r"[0-9a-f]{64}")


class KeyMissing(SealError):
    """A key is not on the ring, or its file holds another one."""


@dataclass(frozen=True)
class Key:
    """One key: its number, and the secret that all others are derived from."""

    number: int
    secret: bytes

    @cached_property
    def proof(self) -> str:
        """What tells this key from any other of its number, and nobody the key."""
        return hmac.digest(self._derived("proof"), b"", "sha256")[:HASH].hex()

    def seal(self, words: str, *, bound: str) -> bytes:
        """Return words sealed, bound to the place where they will lie."""
        nonce = os.urandom(_NONCE.stop - _NONCE.start)
        plain = words.encode()
        filled = plain + bytes(-len(plain) % _BLOCK)
        head = bytes([FORM]) + self.number.to_bytes(4, "big")
        return head + nonce + self._cipher.encrypt(nonce, filled, head + bound.encode())

    def unseal(self, sealed: bytes, *, bound: str) -> str:
        """Return what was sealed with this key and for this place; raises `SealError`."""
        try:
            beside = sealed[_HEAD] + bound.encode()
            filled = self._cipher.decrypt(sealed[_NONCE], sealed[_SEALED], beside)
        except (InvalidTag, ValueError) as error:
            said = "what was sealed was changed or moved, or is of another key"
            raise SealError(said) from error
        return filled.rstrip(b"\0").decode()

    def hashed(self, words: str, *, purpose: str) -> bytes:
        """Return the keyed hash of words for one purpose: HMAC-SHA-256 (RFC 2104), its first 128 bits."""
        return hmac.digest(self._derived(purpose), words.encode(), "sha256")[:HASH]

    @cached_property
    def _cipher(self) -> AESGCM:
        return AESGCM(self._derived("seal"))

    def _derived(self, purpose: str) -> bytes:
        return _derived(self.secret, purpose)


def number_of(sealed: bytes) -> int:
    """Return the number of the key that something was sealed with; raises `SealError`."""
    if len(sealed) < _SEALED.start or sealed[0] != FORM:
        raise SealError("this is nothing that was sealed")
    return int.from_bytes(sealed[_NUMBER], "big")


@dataclass(frozen=True)
class Ring:
    """The keys of one purpose in a folder, as files `NAME-NUMBER.key`."""

    folder: Path
    name: str

    def key(self, number: int) -> Key:
        """Return a key; raises `KeyMissing` if it is not there."""
        return _of_ring(self, number)

    def numbers(self) -> list[int]:
        """Return the numbers of the keys that are there, the oldest first."""
        form = re.compile(rf"{re.escape(self.name)}-([1-9][0-9]{{0,8}})\.key")
        names = self.folder.iterdir() if self.folder.is_dir() else ()
        return sorted(int(found[1]) for path in names if (found := form.fullmatch(path.name)))

    def make(self) -> Key:
        """Add a key with the next number. What lies there is never written over, whoever does it at once.

        It is on the disk before it is returned. Raises `OSError` as the system gives it.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        while True:
            number = max(self.numbers(), default=0) + 1
            with suppress(FileExistsError):
                write_new(self._path(number), f"{secrets.token_hex(_BYTES)}\n".encode())
                return self.key(number)

    def drop(self, number: int) -> None:
        """Remove a key for good; raises `KeyMissing` if it is not there."""
        try:
            self._path(number).unlink()
        except FileNotFoundError as error:
            raise KeyMissing(f"{self._path(number)} is not there") from error
        _of_ring.cache_clear()

    def _path(self, number: int) -> Path:
        return self.folder / f"{self.name}-{number}.key"


@lru_cache(maxsize=64)
def _of_ring(ring: Ring, number: int) -> Key:
    """Read a key's file, once: it never changes."""
    path = ring.folder / f"{ring.name}-{number}.key"
    try:
        held = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it holds no key"
        raise KeyMissing(f"the key {path} can't be read ({reason})") from error
    if not _HEX.fullmatch(held):
        raise KeyMissing(f"{path} holds no key: 64 hexadecimal digits are expected")
    return Key(number, bytes.fromhex(held))


@lru_cache(maxsize=256)
def _derived(secret: bytes, purpose: str) -> bytes:
    info = b"pamphleteer key: " + purpose.encode()
    return HKDF(algorithm=SHA256(), length=_BYTES, salt=None, info=info).derive(secret)
