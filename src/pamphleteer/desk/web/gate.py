"""The gate before every page of the desk: for browsers that are logged in, and with enough."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.users.models import UserProfile

from pamphleteer.register.models import Outlet, Person
from pamphleteer.register.verbs import factors, logins

LOGIN = "login"
# Where somebody may go who has to set up a second factor first.
_BEFORE = {
    "desk_app", "desk_passkey", "desk_security", "desk_sure", "wagtailadmin_javascript_catalog",
    "wagtailadmin_login", "wagtailadmin_logout", "wagtailadmin_sprite",
}  # fmt: skip
# Nothing that somebody pasted, uploaded or took from the wire makes a browser ask another host, or
# stand the desk in a frame. Wagtail's date fields begin with a script in the page.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'self'"
)


class Gate:
    """Lets those on who are logged in here still, and have the second factor that is wanted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass it on, and let no page of the desk ask another host."""
        response = self.get_response(request)
        if _is_desk(request):
            response.headers["Content-Security-Policy"] = _POLICY
        return response

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """Answer in place of a page of the desk, or let it answer."""
        del view, args, kwargs
        match = request.resolver_match
        if match is None or not _is_desk(request):
            return None
        person = request.user
        if not isinstance(person, Person):
            return None
        if not logins.seen(person, request.session.get(LOGIN)):
            logout(request)
            return None
        if match.url_name not in _BEFORE and factors.needs_one(person):
            told = _("Set up a second factor first: this outlet wants one of you.")
            messages.warning(request, told)
            return redirect("desk_security")
        _by_the_outlets_clocks(person)
        return None


def _is_desk(request: HttpRequest) -> bool:
    return request.path.startswith(reverse("wagtailadmin_home"))


def _by_the_outlets_clocks(person: Any) -> None:
    """Have Wagtail show times as they are typed: by the outlet's clocks, wherever somebody lives."""
    try:
        profile = person.wagtail_userprofile
    except UserProfile.DoesNotExist:
        profile = UserProfile(user=person)  # known to the person from here on, and not saved
    profile.current_time_zone = Outlet.objects.the().zone


@receiver(user_logged_in)
def began(request: HttpRequest, user: Any, **_: object) -> None:
    """Note in which browser somebody has logged in."""
    agent = request.META.get("HTTP_USER_AGENT", "")
    request.session[LOGIN] = logins.begin(user, agent=agent).pk


@receiver(user_logged_out)
def ended(request: HttpRequest, **_: object) -> None:
    """Note that somebody has logged out."""
    logins.left(request.session.get(LOGIN))
