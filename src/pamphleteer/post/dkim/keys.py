"""Keys that sign: RSA, which every receiver checks, and Ed25519, which is short and quick and not checked by all."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from pamphleteer.post.errors import DkimError

# RFC 8301, section 3.2: no less than 1024, and 2048 should be; more does not fit one string of a DNS record.
_BITS = 2048
_LEAST_BITS = 1024
_EXPONENT = 65537
_STRING = 255  # bytes of one string of a TXT record (RFC 1035, section 3.3.14)


class Algorithm(StrEnum):
    """With what a letter is signed, as the signature names it."""

    RSA = "rsa-sha256"
    ED25519 = "ed25519-sha256"

    @property
    def short(self) -> str:
        """Its name as records have it: rsa or ed25519."""
        return self.value.partition("-")[0]


@dataclass(frozen=True)
class SigningKey:
    """A private key and the selector under which its public half stands in the DNS."""

    selector: str
    private: RSAPrivateKey | Ed25519PrivateKey

    @classmethod
    def make(cls, selector: str, algorithm: Algorithm) -> "SigningKey":
        """Return a new key."""
        if algorithm is Algorithm.RSA:
            return cls(selector, generate_private_key(_EXPONENT, _BITS))
        return cls(selector, Ed25519PrivateKey.generate())

    @classmethod
    def read(cls, selector: str, pem: bytes) -> "SigningKey":
        """Return the key of a PEM file, as OpenSSL and other mail servers write them too; raises `DkimError`."""
        try:
            private = load_pem_private_key(pem, password=None)
        except (ValueError, TypeError) as error:
            raise DkimError(
                f"the key {selector} can't be read: it is no PEM without a password"
            ) from error
        if isinstance(private, RSAPrivateKey) and private.key_size < _LEAST_BITS:
            raise DkimError(
                f"the key {selector} has {private.key_size} bits: receivers want 1024 at least"
            )
        if not isinstance(private, RSAPrivateKey | Ed25519PrivateKey):
            raise DkimError(f"the key {selector} is neither of RSA nor of Ed25519")
        return cls(selector, private)

    @cached_property
    def algorithm(self) -> Algorithm:
        """With what it signs."""
        return Algorithm.RSA if isinstance(self.private, RSAPrivateKey) else Algorithm.ED25519

    def pem(self) -> bytes:
        """Return the private key as a PEM file holds it."""
        return self.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    def sign(self, signed: bytes) -> bytes:
        """Return the signature of headers in their relaxed form (RFC 6376, 3.3; RFC 8463, 3)."""
        return self._signs(signed)

    @cached_property
    def _signs(self) -> Callable[[bytes], bytes]:
        private = (
            self.private
        )  # what it is is asked once: for each letter that would take longer than all around it
        if isinstance(private, RSAPrivateKey):
            padding, hashed = PKCS1v15(), SHA256()
            return lambda signed: private.sign(signed, padding, hashed)
        return lambda signed: private.sign(sha256(signed).digest())

    def public(self) -> bytes:
        """Return the public half, as its record holds it (RFC 6376, 3.6.1; RFC 8463, 4.2)."""
        if isinstance(self.private, RSAPrivateKey):
            return self.private.public_key().public_bytes(
                Encoding.DER, PublicFormat.SubjectPublicKeyInfo
            )
        return self.private.public_key().public_bytes_raw()

    def record(self) -> str:
        """Return what the TXT record of its selector says (RFC 6376, 3.6.1)."""
        return f"v=DKIM1; k={self.algorithm.short}; p={b64encode(self.public()).decode()}"


def strings(record: str) -> list[str]:
    """Return a TXT record as the strings that a zone file takes, of 255 bytes at most."""
    return [record[at : at + _STRING] for at in range(0, len(record), _STRING)]
