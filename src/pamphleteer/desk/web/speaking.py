"""The language of the desk: what somebody chose, else what their browser asks for, else the outlet's."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from pamphleteer.desk.verbs.language import chosen, outlets, spoken


class Speaking:
    """Lets the desk speak a person's language, before Wagtail knows who it is as well.

    The site, the sign-up and all else have the outlet's language, whoever asks.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass it on, in a language."""
        if not request.path.startswith(reverse("wagtailadmin_home")):
            return self.get_response(request)
        with translation.override(language_of(request)):
            return self.get_response(request)


def language_of(request: HttpRequest) -> str:
    """Return the language in which the desk answers."""
    return chosen(request.user) or _asked_for(request) or outlets() or settings.LANGUAGE_CODE


def _asked_for(request: HttpRequest) -> str | None:
    said = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    return next((found for name, _ in said if (found := spoken(name))), None)
