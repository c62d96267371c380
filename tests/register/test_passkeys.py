"""Passkeys as a device makes them: what is not for this desk, this person, this moment is no key."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)
from pytest_django import Settings

from pamphleteer.register.models import Passkey, Person, RecoveryCode
from pamphleteer.register.verbs import passkeys
from pamphleteer.register.verbs.factors import FactorError
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ORIGIN = "https://desk.example.org"
PRESENT, ATTESTED = AuthenticatorData.FLAG.UP, AuthenticatorData.FLAG.AT
Change = Callable[[dict[str, Any]], None]


@pytest.fixture(autouse=True)
def desk(settings: Settings) -> None:
    settings.DESK_URL = f"{ORIGIN}/"


class Device:
    """Makes one key and signs with it, as the standard says."""

    def __init__(self, identity: bytes = b"one key of many") -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.identity = identity
        self.count = 0

    def makes(self, options: dict[str, Any], *, origin: str = ORIGIN) -> str:
        self.count += 1
        public = ES256.from_cryptography_key(self.key.public_key())
        made = AttestedCredentialData.create(b"\0" * 16, self.identity, public)
        data = AuthenticatorData.create(
            sha256(b"desk.example.org"), PRESENT | ATTESTED, self.count, made
        )
        return self._answer(
            "webauthn.create",
            options,
            origin,
            attestationObject=websafe_encode(AttestationObject.create("none", data, {})),
        )

    def signs(self, options: dict[str, Any], *, origin: str = ORIGIN) -> str:
        self.count += 1
        data = AuthenticatorData.create(sha256(b"desk.example.org"), PRESENT, self.count)
        client = self._client("webauthn.get", options, origin)
        signature = self.key.sign(data + client.hash, ec.ECDSA(SHA256()))
        return self._answer(
            "webauthn.get",
            options,
            origin,
            authenticatorData=websafe_encode(data),
            signature=websafe_encode(signature),
        )

    def _client(self, sort: str, options: dict[str, Any], origin: str) -> CollectedClientData:
        challenge = options["publicKey"]["challenge"]
        return CollectedClientData.create(type=sort, challenge=challenge, origin=origin)

    def _answer(self, sort: str, options: dict[str, Any], origin: str, **more: str) -> str:
        said = {"clientDataJSON": websafe_encode(self._client(sort, options, origin))}
        identity = websafe_encode(self.identity)
        return json.dumps(
            {"id": identity, "rawId": identity, "type": "public-key", "response": said | more}
        )


def given(person: Person, device: Device, **how: Any) -> list[str]:
    options, state = passkeys.begin_set(person)
    return passkeys.finish_set(person, state, device.makes(options, **how), name="Key")


def shows(person: Person, device: Device, **how: Any) -> bool:
    options, state = passkeys.begin_check(person)
    return passkeys.check(person, state, device.signs(options, **how))


def test_the_first_factor_brings_recovery_codes(cast: Cast) -> None:
    assert len(given(cast.editor, Device())) == 10
    assert given(cast.editor, Device(b"another")) == []
    passkeys.drop(cast.editor, cast.editor.passkeys.all()[0].pk)
    assert RecoveryCode.objects.count() == 10
    passkeys.drop(cast.editor, cast.editor.passkeys.all()[0].pk)
    assert not RecoveryCode.objects.exists()


def test_a_passkey_is_taken_time_and_again(cast: Cast) -> None:
    device = Device()
    given(cast.editor, device)
    assert shows(cast.editor, device)
    assert shows(cast.editor, device)
    assert Passkey.objects.get().signs == device.count


def test_no_answer_is_taken_twice(cast: Cast) -> None:
    device = Device()
    given(cast.editor, device)
    options, state = passkeys.begin_check(cast.editor)
    answer = device.signs(options)
    assert passkeys.check(cast.editor, state, answer)
    assert not passkeys.check(cast.editor, state, answer)


def test_a_copied_key_is_refused(cast: Cast) -> None:
    device = Device()
    given(cast.editor, device)
    assert shows(cast.editor, device)
    device.count -= 1
    assert not shows(cast.editor, device)


def test_a_key_that_does_not_count_is_taken(cast: Cast) -> None:
    device = Device()
    device.count = -1
    given(cast.editor, device)
    for _ in range(2):
        device.count = -1
        assert shows(cast.editor, device)


@pytest.mark.parametrize("how", ["another site", "another key", "another person", "another moment"])
def test_what_is_not_for_here_and_now_is_no_key(cast: Cast, how: str) -> None:
    device = Device()
    given(cast.editor, device)
    given(cast.publisher, Device(b"Paula's"))
    if how == "another site":
        assert not shows(cast.editor, device, origin="https://desk.example.org.evil.example")
    elif how == "another key":
        assert not shows(cast.editor, Device(device.identity))
    elif how == "another person":
        assert not shows(cast.publisher, device)
    else:
        options, _ = passkeys.begin_check(cast.editor)
        _, state = passkeys.begin_check(cast.editor)
        assert not passkeys.check(cast.editor, state, device.signs(options))


def test_a_key_made_for_another_site_is_not_kept(cast: Cast) -> None:
    with pytest.raises(FactorError, match="not understood"):
        given(cast.editor, Device(), origin="https://evil.example")
    assert not Passkey.objects.exists()


def test_one_key_is_one_persons_and_kept_once(cast: Cast) -> None:
    device = Device()
    given(cast.editor, device)
    for person in (cast.editor, cast.publisher):
        with pytest.raises(FactorError, match="set up already"):
            given(person, device)


@pytest.mark.parametrize(
    "answer", ["", "{}", "[]", "null", "1", '{"rawId": 3}', "{" * 50, '{"id": "é"}', "x" * 30_000]
)
def test_what_is_no_answer_breaks_nothing(cast: Cast, answer: str) -> None:
    given(cast.editor, Device())
    _, state = passkeys.begin_check(cast.editor)
    assert not passkeys.check(cast.editor, state, answer)
    for kept in (passkeys.begin_set(cast.editor)[1], {}):
        with pytest.raises(FactorError):
            passkeys.finish_set(cast.editor, kept, answer, name="x")


@pytest.mark.parametrize(
    ("url", "possible"),
    [
        ("https://desk.example.org/", True),
        ("http://desk.example.org/", False),
        ("http://localhost:8000/", True),
        ("http://127.0.0.1:8000/", False),
        ("https://[::1]/", False),
    ],
)
def test_passkeys_are_offered_where_browsers_have_them(
    settings: Settings, url: str, possible: bool
) -> None:
    settings.DESK_URL = url
    assert passkeys.possible() is possible
