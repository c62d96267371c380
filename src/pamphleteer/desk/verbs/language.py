"""The language that somebody of the desk is spoken to in, whether or not they are asking for a page."""

from django.conf import settings
from django.utils import translation

from pamphleteer.register.models import Outlet, Person


def language_of(person: Person) -> str:
    """Return the language that somebody chose, else the outlet's, else English."""
    return chosen(person) or outlets() or settings.LANGUAGE_CODE


def chosen(person: object) -> str | None:
    """Return the language that somebody chose for the desk; None for who did not, or is not known."""
    profile = getattr(person, "wagtail_userprofile", None)
    return spoken(profile.preferred_language) if profile else None


def outlets() -> str | None:
    """Return the outlet's language, if the desk speaks it."""
    return spoken(Outlet.objects.the().language)


def spoken(name: str) -> str | None:
    """Return the language that is spoken here for one that is asked for, such as `es` for `es-MX`."""
    try:
        return translation.get_supported_language_variant(name)
    except LookupError:
        return None
