"""Let people in at the desk."""

import secrets

from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from pamphleteer.register.models import Person

EDITORS = "Editors"


class PeopleError(Exception):
    """A person can't be let in; the message says why."""


def add(email: str, *, password: str | None = None, publisher: bool = False) -> tuple[Person, str]:
    """Let a person in as an editor, or as a publisher who may do everything.

    Returns the person and the password, which is made up if none is given.
    """
    password = password or secrets.token_urlsafe(12)
    try:
        validate_email(email)
        validate_password(password)
        with transaction.atomic():
            person = Person.objects.create_user(
                email, password, is_staff=True, is_superuser=publisher
            )
            if not publisher:
                person.groups.add(Group.objects.get(name=EDITORS))
    except ValidationError as error:
        raise PeopleError(" ".join(error.messages)) from error
    except IntegrityError as error:
        raise PeopleError(f"{email} has been let in already") from error
    return person, password
