"""Let people in at the desk, say what they do there, and let them out."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from pamphleteer.register.models import Login, Outlet, Person, Role
from pamphleteer.register.models.person import GROUPS
from pamphleteer.register.verbs import journal


class PeopleError(Exception):
    """What was asked for somebody can't be done; the message says why."""


def find(email: str) -> Person:
    """Return the person of an address; raises `PeopleError`."""
    try:
        return Person.objects.get_by_natural_key(email)
    except Person.DoesNotExist as error:
        told = _("There is nobody “{email}”: `people list` shows them.").format(email=email)
        raise PeopleError(told) from error


def add(
    email: str, *, password: str | None = None, role: Role = Role.EDITOR, by: Person | None = None
) -> tuple[Person, str]:
    """Let a person in with a role.

    Returns the person and the password, which is made up if none is given.
    """
    password = password or made_up()
    try:
        validate_email(email)
        validate_password(password)
        with transaction.atomic():
            person = Person.objects.create_user(email, password, is_staff=True)
            _give(person, role)
            journal.write("person.let_in", person, by=by, role=role.value)
    except ValidationError as error:
        raise PeopleError(" ".join(error.messages)) from error
    except IntegrityError as error:
        raise PeopleError(_("{email} has been let in already").format(email=email)) from error
    return person, password


def made_up() -> str:
    """Return a password that nobody has thought of."""
    return secrets.token_urlsafe(12)


def set_role(person: Person, role: Role, *, by: Person | None = None) -> bool:
    """Let somebody do something else at the desk; False if they do it already.

    Raises `PeopleError` if nobody would be left who may do everything.
    """
    with _alone(person):
        was = person.role
        if was == role:
            return False
        if was == Role.PUBLISHER:
            _others_publish(person)
        _give(person, role)
        journal.write("person.role_changed", person, by=by, role=role.value, was=was and was.value)
    return True


def let_out(person: Person, *, by: Person | None = None) -> bool:
    """Let somebody log in no more; what they wrote stays. False if they can't already.

    Raises `PeopleError` if nobody would be left who may do everything.
    """
    with _alone(person):
        if not person.is_active:
            return False
        if person.is_superuser:
            _others_publish(person)
        person.is_active = False
        person.save(update_fields=["is_active"])
        Login.objects.filter(person=person).delete()
        journal.write("person.let_out", person, by=by)
    return True


def let_back(person: Person, *, by: Person | None = None) -> bool:
    """Let somebody log in again, with the role they had; False if they may already."""
    with _alone(person):
        if person.is_active:
            return False
        person.is_active = True
        person.save(update_fields=["is_active"])
        journal.write("person.let_in", person, by=by, role=person.role and person.role.value)
    return True


def rename(
    person: Person, *, email: str, first_name: str, last_name: str, by: Person | None = None
) -> bool:
    """Call somebody otherwise, or let them log in with another address; False if nothing changes."""
    email = Person.objects.normalize_email(email)
    said = {"email": email, "first_name": first_name, "last_name": last_name}
    with _alone(person):
        changed = {
            name: [getattr(person, name), value]
            for name, value in said.items()
            if getattr(person, name) != value
        }
        for name, (_was, value) in changed.items():
            setattr(person, name, value)
        if changed:
            person.save(update_fields=list(changed))
            journal.write("person.changed", person, by=by, **changed)
    return bool(changed)


def set_password(
    person: Person, *, password: str | None = None, by: Person | None = None, here: int = 0
) -> str:
    """Give somebody a new password, made up if none is given, and return it.

    Wherever somebody is logged in as them, they are logged out, but for the login `here`.
    """
    password = password or made_up()
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise PeopleError(" ".join(error.messages)) from error
    with transaction.atomic():
        person.set_password(password)
        person.save(update_fields=["password"])
        Login.objects.filter(person=person).exclude(pk=here).delete()
        journal.write("person.password_set", person, by=by)
    return password


def _give(person: Person, role: Role) -> None:
    person.is_superuser = role is Role.PUBLISHER
    person.is_staff = True
    person.save(update_fields=["is_superuser", "is_staff"])
    ours = Group.objects.filter(name__in=GROUPS.values())
    person.groups.remove(*ours)
    if role in GROUPS:
        person.groups.add(Group.objects.get(name=GROUPS[role]))


@contextmanager
def _alone(person: Person) -> Iterator[None]:
    """Let nobody else change who may do what meanwhile, and see the person as they are now."""
    with transaction.atomic():
        Outlet.objects.select_for_update().get(pk=1)
        person.refresh_from_db()
        yield


def _others_publish(person: Person) -> None:
    if not Person.objects.publishers().exclude(pk=person.pk).exists():
        raise PeopleError(
            _("{email} is the last publisher: make somebody else a publisher first.").format(
                email=person.email
            )
        )
