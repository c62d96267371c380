"""Passkeys (WebAuthn level 2): set up, shown at the login, taken away."""

import hmac
import json
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)  # fmt: skip

from pamphleteer.ground import clock
from pamphleteer.register.models import Outlet, Passkey, Person
from pamphleteer.register.verbs import factors
from pamphleteer.register.verbs.factors import FactorError

AT_MOST = 20
_LONGEST = 20_000  # characters of an answer
_HANDLE = 32  # bytes

# What a browser makes of an answer is foreign: the library raises these for what is no answer.
_NO_ANSWER = (ValueError, TypeError, KeyError, AssertionError, AttributeError, IndexError)


def possible() -> bool:
    """Tell whether browsers offer passkeys at the desk's address: https, or this very machine."""
    desk = urlsplit(settings.DESK_URL)
    name = desk.hostname or ""
    is_number = ":" in name or name.replace(".", "").isdecimal()
    return not is_number and (desk.scheme == "https" or name == "localhost")


def begin_set(person: Person) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what the browser is asked for a new passkey, and what has to be kept until then."""
    handle = hmac.digest(settings.SECRET_KEY.encode(), f"passkey {person.pk}".encode(), "sha256")
    user = PublicKeyCredentialUserEntity(
        id=handle[:_HANDLE], name=person.email, display_name=person.get_full_name() or person.email
    )
    options, state = _server().register_begin(
        user,
        _known(person),
        resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return dict(options), state


def finish_set(person: Person, state: Any, answer: str, *, name: str) -> list[str]:
    """Keep a new passkey; returns recovery codes if it is the first factor. Raises `FactorError`."""
    try:
        said = _server().register_complete(state, _read(answer))
    except _NO_ANSWER as error:
        raise FactorError(_("The browser's answer was not understood: begin again.")) from error
    made = said.credential_data
    if made is None:
        raise FactorError(_("The browser's answer holds no passkey: begin again."))
    if Passkey.objects.filter(person=person).count() >= AT_MOST:
        told = _("No more than {most} passkeys: take one away first.")
        raise FactorError(told.format(most=AT_MOST))
    try:
        with transaction.atomic():
            first = not factors.has_one(person)
            Passkey.objects.create(
                person=person,
                name=name.strip()[:60] or _("Passkey"),
                identity=websafe_encode(made.credential_id),
                public=bytes(made),
                signs=said.counter,
                made=clock.now(),
            )
            return factors.set_one(person, "passkey", first=first)
    except IntegrityError as error:
        raise FactorError(_("This passkey is set up already.")) from error


def begin_check(person: Person) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what the browser is asked at the login, and what has to be kept until then."""
    options, state = _server().authenticate_begin(
        _known(person), user_verification=UserVerificationRequirement.PREFERRED
    )
    return dict(options), state


def check(person: Person, state: Any, answer: str) -> bool:
    """Tell whether an answer was signed by a passkey of this person, for this login."""
    try:
        read = _read(answer)
        shown = _server().authenticate_complete(state, _known(person), read)
        count = AuthenticationResponse.from_dict(read).response.authenticator_data.counter
    except _NO_ANSWER:
        return False
    rows = Passkey.objects.filter(person=person, identity=websafe_encode(shown.credential_id))
    # One that counts and does not count on was copied.
    fresh = rows.filter(signs__lt=count) if count else rows.filter(signs=0)
    return fresh.update(signs=count, used=clock.now()) == 1


def drop(person: Person, key: int) -> bool:
    """Take a passkey away; False if the person has no such one."""
    with transaction.atomic():
        dropped, _ = Passkey.objects.filter(person=person, pk=key).delete()
        if dropped:
            factors.dropped_one(person, "passkey")
    return bool(dropped)


def _server() -> Fido2Server:
    desk = urlsplit(settings.DESK_URL)
    ours = f"{desk.scheme}://{desk.netloc}"
    entity = PublicKeyCredentialRpEntity(id=desk.hostname or "", name=Outlet.objects.the().name)
    return Fido2Server(entity, verify_origin=lambda origin: origin == ours)


def _known(person: Person) -> list[AttestedCredentialData]:
    return [AttestedCredentialData(bytes(row.public)) for row in person.passkeys.all()]


def _read(answer: str) -> Any:
    if len(answer) > _LONGEST:
        raise ValueError("too long for an answer")
    return json.loads(answer)
