"""People: those who log in at the desk."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    """What somebody does at the desk; each may do what the one before may."""

    CONTRIBUTOR = "contributor", lazy("Contributor: writes and submits")
    EDITOR = "editor", lazy("Editor: publishes, corrects, manages the wire")
    PUBLISHER = "publisher", lazy("Publisher: people, sources, settings")

    @property
    def called(self) -> str:
        """What somebody is called who does it."""
        return str(CALLED[self.value])


CALLED = {
    "contributor": pgettext_lazy("role", "contributor"),
    "editor": pgettext_lazy("role", "editor"),
    "publisher": pgettext_lazy("role", "publisher"),
}
# A publisher is Django's superuser: there is nothing at the desk that one may not do.
GROUPS = {Role.CONTRIBUTOR: "Contributors", Role.EDITOR: "Editors"}


class PersonManager(BaseUserManager["Person"]):
    """Makes people, who are known by their e-mail address."""

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """Write an address as people are known by it, whatever form it was typed into."""
        return (email or "").strip().lower()

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """Make and save a person; without a password nobody can log in as them."""
        if not email:
            raise ValueError("a person needs an e-mail address to log in with")
        person = self.model(email=self.normalize_email(email), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """Make and save a person who may do everything."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Return the person of an address, however its letters are written."""
        return self.get(email=self.normalize_email(username))

    def publishers(self) -> "models.QuerySet[Person]":
        """Return those who may do everything, as long as they may log in."""
        return self.filter(is_superuser=True, is_active=True)


class Person(AbstractUser):
    """Somebody who logs in at the desk, known by an e-mail address."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(lazy("e-mail address"), unique=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[PersonManager] = PersonManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = lazy("person")
        verbose_name_plural = lazy("people")

    @property
    def role(self) -> Role | None:
        """What the person does at the desk; None for one who has nothing to do there."""
        if self.is_superuser:
            return Role.PUBLISHER
        names = {group.name for group in self.groups.all()}
        return next(
            (role for role in (Role.EDITOR, Role.CONTRIBUTOR) if GROUPS[role] in names), None
        )
