"""Each person's own page of what protects them: second factor, recovery codes, logins."""

from typing import Any

import segno
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from pamphleteer.desk.web.gate import LOGIN
from pamphleteer.desk.web.login import needs_password
from pamphleteer.register.models import Authenticator, Person
from pamphleteer.register.verbs import factors, logins, passkeys, people
from pamphleteer.register.verbs.factors import FactorError

_APP, _PASSKEY = "app_to_be", "passkey_to_be"
_WORDS = lazy("Second factor and logins")
_TITLE = {"header_title": _WORDS, "page_title": _WORDS, "header_icon": "lock"}


def security(request: HttpRequest) -> HttpResponse:
    """Show what protects somebody, and in which browsers they are logged in."""
    person = _person(request)
    shown = {
        "app": Authenticator.objects.filter(person=person).first(),
        "passkeys": person.passkeys.all(),
        "passkeys_possible": passkeys.possible(),
        "codes_left": factors.codes_left(person),
        "logins": person.logins.all(),
        "here": request.session.get(LOGIN),
        "needs_one": factors.needs_one(person),
    }
    return render(request, "desk/security.html", _TITLE | shown)


@needs_password
def app(request: HttpRequest) -> HttpResponse:
    """Set an authenticator app up: its secret is shown until it has shown a right code."""
    person = _person(request)
    error = ""
    if request.method == "POST" and _APP in request.session:
        try:
            code = request.POST.get("code", "")[:20]
            codes = factors.set_app(person, request.session[_APP], code)
        except FactorError as refused:
            error = str(refused)
        else:
            del request.session[_APP]
            return _set(request, _("The authenticator app is set up."), codes)
    else:
        request.session[_APP] = factors.new_secret()
    words, address = factors.shown(request.session[_APP], person)
    code = segno.make(address, error="m").svg_inline(scale=5, border=4, light="#fff")
    # Drawn here, of squares alone.
    shown = {"secret": words, "picture": mark_safe(code), "error": error}  # noqa: S308
    return render(request, "desk/app.html", _TITLE | shown)


@needs_password
def passkey(request: HttpRequest) -> HttpResponse:
    """Set a passkey up."""
    person = _person(request)
    error = ""
    if request.method == "POST":
        try:
            codes = passkeys.finish_set(
                person,
                request.session.pop(_PASSKEY, {}),
                request.POST.get("answer", ""),
                name=request.POST.get("name", ""),
            )
        except FactorError as refused:
            error = str(refused)
        else:
            return _set(request, _("The passkey is set up."), codes)
    options, request.session[_PASSKEY] = passkeys.begin_set(person)
    return render(request, "desk/passkey.html", _TITLE | {"options": options, "error": error})


@needs_password
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password."""
    person = _person(request)
    form = SetPasswordForm(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        here = request.session.get(LOGIN, 0)
        chosen = form.cleaned_data["new_password1"]
        people.set_password(person, password=chosen, by=person, here=here)
        update_session_auth_hash(request, person)
        messages.success(request, _("Your password is changed; other browsers are logged out."))
        return redirect("desk_security")
    return render(request, "desk/password.html", _TITLE | {"form": form})


@require_POST
@needs_password
def codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes, shown in this answer and never again."""
    person = _person(request)
    if not factors.has_one(person):
        messages.error(request, _("Recovery codes stand in for a second factor: set one up first."))
        return redirect("desk_security")
    return _codes(request, factors.new_codes(person))


@require_POST
@needs_password
def drop(request: HttpRequest) -> HttpResponse:
    """Take the app or a passkey away."""
    person = _person(request)
    key = request.POST.get("passkey", "")
    if passkeys.drop(person, number(key)) if key else factors.drop_app(person):
        messages.success(request, _("It is taken away, and opens nothing any more."))
    return redirect("desk_security")


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """Log out in another browser, in all others, or everywhere."""
    person = _person(request)
    which = request.POST.get("login", "")
    if which == "others":
        ended = logins.end_all(person, but=request.session.get(LOGIN, 0), by=person)
        told = ngettext(
            "Logged out in {count} other browser.", "Logged out in {count} other browsers.", ended
        )
        messages.success(request, told.format(count=ended))
    elif which == "all":
        logins.end_all(person, by=person)
    elif logins.end(person, number(which), by=person):
        messages.success(request, _("Logged out there."))
    return redirect("desk_security")


def number(said: str) -> int:
    """Return the key of a row that a form names; 0 where it names none."""
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 18 else 0


def _set(request: HttpRequest, said: str, made: list[str]) -> HttpResponse:
    """Log the other browsers out: whoever is there has not shown the new factor."""
    logins.end_all(_person(request), but=request.session.get(LOGIN, 0), by=_person(request))
    if made:
        return _codes(request, made, said)
    messages.success(request, said)
    return redirect("desk_security")


def _codes(request: HttpRequest, made: list[str], said: str = "") -> HttpResponse:
    return render(request, "desk/codes.html", _TITLE | {"codes": made, "said": said})


def _person(request: HttpRequest) -> Person:
    person: Any = request.user
    found: Person = person
    return found
