"""Seal what has to be read again here, and nowhere else.

A seal is a Fernet token (AES-128 in CBC mode with HMAC-SHA-256) under a key of its own for each
purpose, derived from the outlet's key (HKDF, RFC 5869).
"""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class SealError(ValueError):
    """What was sealed can't be read: it was changed, or the outlet has another key now."""


def seal(words: str, *, key: bytes, purpose: str) -> str:
    """Return words that only the holder of the key can read, for this purpose."""
    return _fernet(key, purpose).encrypt(words.encode()).decode()


def unseal(sealed: str, *, key: bytes, purpose: str) -> str:
    """Return what was sealed for this purpose; raises `SealError`."""
    try:
        return _fernet(key, purpose).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise SealError("what was sealed can't be read with the outlet's key") from error


def _fernet(key: bytes, purpose: str) -> Fernet:
    info = b"pamphleteer seal: " + purpose.encode()
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(key)
    return Fernet(base64.urlsafe_b64encode(derived))
