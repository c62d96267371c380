"""Ten wrong passwords lock out: what django-axes asks of the desk.

Wrong passwords are counted by account and by network. A browser in which somebody has logged in before
is known by a cookie and counted by itself: so no stranger can lock a person out of their own browser.
"""

import ipaddress
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pamphleteer.ground.network import asker
from pamphleteer.ground.signing import Signer, TokenError
from pamphleteer.register.models import Person
from pamphleteer.register.verbs import guessing

COOKIE = "pamphleteer_known"
_KNOWN_FOR = timedelta(days=180)


class Counted(AxesDatabaseHandler):  # type: ignore[misc]
    """Counts as django-axes does, and keeps nothing of the browser or of what it asked for."""

    def user_login_failed(
        self, sender: Any, credentials: Any, request: Any = None, **more: Any
    ) -> None:
        """Count one wrong password."""
        if request is not None:
            request.axes_user_agent = request.axes_http_accept = request.axes_path_info = ""
        super().user_login_failed(sender, credentials, request, **more)


def account(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """Return what a wrong password is counted under: the account, and the browser if it is known."""
    said = (credentials or {}).get("username") or request.POST.get("username", "")
    counted = guessing.account_of(str(said))
    known = _known(request, counted)
    return f"{counted} {known}" if known else counted


def network(request: HttpRequest) -> str | None:
    """Return what the network is counted under; None where nobody can tell which one it is."""
    asks = asker(request.META)
    try:
        told = not ipaddress.ip_network(asks).is_loopback
    except ValueError:
        told = False
    return guessing.network_of(asks) if told else None


def parameters(request: HttpRequest, credentials: Mapping[str, Any] | None) -> list[str]:
    """Return by what is counted: a known browser answers for itself alone."""
    if " " in account(request, credentials) or network(request) is None:
        return ["username"]
    return ["username", "ip_address"]


def locked(
    request: HttpRequest, response: HttpResponse, credentials: Mapping[str, Any] | None
) -> HttpResponse:
    """Say that it is locked, for how long, and who can help."""
    del response, credentials
    minutes = int(guessing.LASTS.total_seconds() // 60)
    shown = {"limit": guessing.LIMIT, "minutes": minutes}
    answer = render(request, "desk/locked.html", shown, status=429)
    answer["Retry-After"] = str(minutes * 60)
    return answer


def know(response: HttpResponse, person: Person) -> None:
    """Let the browser be known as one in which this person has logged in."""
    which = f"{guessing.account_of(person.email)}-{secrets.token_hex(8)}"
    response.set_cookie(
        COOKIE,
        _signer().sign(which),
        max_age=_KNOWN_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _known(request: HttpRequest, counted: str) -> str:
    try:
        who, _, browser = _signer().read(request.COOKIES.get(COOKIE, "")).partition("-")
    except TokenError:
        return ""
    return browser if who == counted else ""


def _signer() -> Signer:
    return Signer(settings.SECRET_KEY.encode(), "known browser", _KNOWN_FOR)
