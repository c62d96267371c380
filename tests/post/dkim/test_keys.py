"""Keys that sign: made here or elsewhere, and what the DNS says of them."""

from base64 import b64decode

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_public_key,
)

from pamphleteer.post.dkim.keys import Algorithm, SigningKey, strings
from pamphleteer.post.errors import DkimError


@pytest.mark.parametrize("algorithm", Algorithm)
def test_a_key_comes_back_from_its_file(algorithm: Algorithm) -> None:
    key = SigningKey.make("tide", algorithm)

    again = SigningKey.read("tide", key.pem())

    assert again.algorithm is algorithm
    assert again.record() == key.record()


def test_the_record_of_rsa_holds_a_public_key_of_2048_bits() -> None:
    record = SigningKey.make("tide", Algorithm.RSA).record()

    assert record.startswith("v=DKIM1; k=rsa; p=")
    public = load_der_public_key(b64decode(record.partition("p=")[2]))
    assert isinstance(public, rsa.RSAPublicKey)
    assert public.key_size == 2048


def test_the_record_of_ed25519_holds_32_bytes() -> None:
    record = SigningKey.make("tide", Algorithm.ED25519).record()

    assert record.startswith("v=DKIM1; k=ed25519; p=")
    assert len(b64decode(record.partition("p=")[2])) == 32


def test_a_long_record_is_cut_into_strings_that_the_dns_takes() -> None:
    record = SigningKey.make("tide", Algorithm.RSA).record()

    assert "".join(strings(record)) == record
    assert [len(one) for one in strings(record)[:-1]] == [255]


def test_keys_that_openssl_writes_are_read_too() -> None:
    private = rsa.generate_private_key(65537, 2048)
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())

    assert SigningKey.read("tide", pem).algorithm is Algorithm.RSA


def test_what_cannot_sign_is_refused_with_its_reason() -> None:
    curve = ec.generate_private_key(ec.SECP256R1()).private_bytes
    locked = Ed25519PrivateKey.generate().private_bytes
    plain = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    refused = {
        b"": "no PEM",
        b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n": "no PEM",
        curve(*plain): "neither of RSA nor of Ed25519",
        locked(*plain[:2], BestAvailableEncryption(b"secret")): "without a password",
    }

    for pem, reason in refused.items():
        with pytest.raises(DkimError, match=reason):
            SigningKey.read("tide", pem)
