"""The second factor: codes of an authenticator app, recovery codes, and taking all of it back."""

import hmac
import re
import secrets
from collections.abc import Iterator

import pyotp
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from pamphleteer.ground import clock
from pamphleteer.ground.sealing import SealError, seal, unseal
from pamphleteer.register.models import (
    Authenticator,
    Login,
    Outlet,
    Passkey,
    Person,
    RecoveryCode,
    Role,
)  # fmt: skip
from pamphleteer.register.verbs import journal

CODES = 10
_STEP = 30  # seconds, as every app has it
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another
_LENGTH = 10
_PURPOSE = "authenticator app"


class FactorError(Exception):
    """A second factor can't be set up or taken; the message says why."""


def has_one(person: Person) -> bool:
    """Tell whether somebody is asked for more than a password."""
    return (
        Authenticator.objects.filter(person=person).exists()
        or Passkey.objects.filter(person=person).exists()
    )


def needs_one(person: Person) -> bool:
    """Tell whether the outlet wants somebody to have a second factor who has none yet."""
    wanted = settings.DESK_SECOND_FACTOR
    asked = wanted == "everybody" or (wanted == "publishers" and person.role == Role.PUBLISHER)
    return asked and not has_one(person)


def new_secret() -> str:
    """Return a sealed secret for an app that is to be set up."""
    return seal(pyotp.random_base32(), key=_key(), purpose=_PURPOSE)


def shown(sealed: str, person: Person) -> tuple[str, str]:
    """Return a sealed secret as a person types it in, and as the address in the QR code."""
    secret = _unsealed(sealed)
    name = Outlet.objects.the().name
    address = pyotp.TOTP(secret).provisioning_uri(name=person.email, issuer_name=name)
    return " ".join(re.findall(".{1,4}", secret)), address


def set_app(person: Person, sealed: str, code: str) -> list[str]:
    """Set an app up once it has shown a right code; returns new recovery codes if there were none.

    Raises `FactorError`.
    """
    step = _step_of(_unsealed(sealed), code)
    if step is None:
        raise FactorError(
            _("That is not the code that the app shows now: look again and type it in.")
        )
    with transaction.atomic():
        first = not has_one(person)
        fields = {"sealed": sealed, "made": clock.now(), "step": step}
        Authenticator.objects.update_or_create(person=person, defaults=fields)
        return set_one(person, "app", first=first)


def drop_app(person: Person) -> bool:
    """Take the app away; False if there is none."""
    with transaction.atomic():
        dropped, _ = Authenticator.objects.filter(person=person).delete()
        if dropped:
            dropped_one(person, "app")
    return bool(dropped)


def check(person: Person, code: str) -> bool:
    """Take a code of the app or a recovery code, each once; False if it is none."""
    typed = "".join(code.split()).replace("-", "").lower()
    if typed.isascii() and typed.isdecimal():
        return _check_app(person, typed)
    with transaction.atomic():
        unused = RecoveryCode.objects.filter(
            person=person, hashed=_hashed(person, typed), used__isnull=True
        )
        taken = unused.update(used=clock.now()) == 1
        if taken:
            journal.write("person.recovery_code_used", person, by=person)
    return taken


def new_codes(person: Person) -> list[str]:
    """Make recovery codes in place of those there were; they are never shown again."""
    with transaction.atomic():
        codes = _codes(person)
        journal.write("person.recovery_codes_made", person, by=person)
    return codes


def codes_left(person: Person) -> int:
    """Return how many recovery codes have not been used."""
    return RecoveryCode.objects.filter(person=person, used__isnull=True).count()


def reset(person: Person, *, by: Person | None = None) -> bool:
    """Take all second factors of somebody away, and end their logins; False if there were none."""
    with transaction.atomic():
        if not has_one(person):
            return False
        for rows in (Authenticator, Passkey, RecoveryCode, Login):
            rows.objects.filter(person=person).delete()
        journal.write("person.factor_reset", person, by=by)
    return True


def set_one(person: Person, sort: str, *, first: bool) -> list[str]:
    """Tell the journal of a new factor; returns recovery codes if it is the first."""
    codes = _codes(person) if first else []
    journal.write("person.factor_set", person, by=person, sort=sort)
    return codes


def dropped_one(person: Person, sort: str) -> None:
    """Tell the journal that a factor is gone; with the last, the recovery codes go."""
    if not has_one(person):
        RecoveryCode.objects.filter(person=person).delete()
    journal.write("person.factor_dropped", person, by=person, sort=sort)


def _codes(person: Person) -> list[str]:
    RecoveryCode.objects.filter(person=person).delete()
    codes = ["".join(secrets.choice(_LETTERS) for _ in range(_LENGTH)) for _ in range(CODES)]
    rows = [RecoveryCode(person=person, hashed=_hashed(person, code)) for code in codes]
    RecoveryCode.objects.bulk_create(rows)
    half = _LENGTH // 2
    return [f"{code[:half]}-{code[half:]}" for code in codes]


def _check_app(person: Person, code: str) -> bool:
    app = Authenticator.objects.filter(person=person).first()
    step = _step_of(_unsealed(app.sealed), code) if app else None
    if app is None or step is None:
        return False
    return Authenticator.objects.filter(pk=app.pk, step__lt=step).update(step=step) == 1


def _step_of(secret: str, code: str) -> int | None:
    """Return the half minute whose code this is: this one, the last or the next."""
    typed = "".join(code.split())
    found = None
    for step in _steps():
        right = pyotp.TOTP(secret).at(step * _STEP)
        if hmac.compare_digest(right.encode(), typed.encode()):
            found = step
    return found


def _steps() -> Iterator[int]:
    now = int(clock.now().timestamp()) // _STEP
    yield from (now - 1, now, now + 1)


def _unsealed(sealed: str) -> str:
    try:
        return unseal(sealed, key=_key(), purpose=_PURPOSE)
    except SealError as error:
        raise FactorError(
            _(
                "The outlet has another key now, and the app's secret can't be read: "
                "let a publisher reset your second factor."
            )
        ) from error


def _hashed(person: Person, code: str) -> str:
    said = f"pamphleteer recovery code: {person.pk} {code}".encode()
    return hmac.new(_key(), said, "sha256").hexdigest()


def _key() -> bytes:
    return settings.SECRET_KEY.encode()
