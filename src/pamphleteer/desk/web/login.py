"""The way in: the password, then the second factor where there is one."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth import authenticate, login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from wagtail.admin.views.account import LoginView

from pamphleteer.desk.web.guessing import know
from pamphleteer.ground import clock
from pamphleteer.register.models import Person
from pamphleteer.register.verbs import factors, passkeys

_HALF, _SURE, _ASKED = "half", "sure", "passkey_asked"
_HALF_FOR = 600  # seconds between the password and the second factor
_SURE_FOR = 900  # seconds in which the password is not asked for again
_LONGEST = 60
_BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True)
class Shown:
    """What somebody shows as second factor: a code, or a passkey's answer to what it was asked."""

    code: str = ""
    answer: str = ""
    asked: Any = None


class SecondFactor:
    """Takes second factors; being a backend of Django's, it is counted like passwords are."""

    def authenticate(
        self, request: HttpRequest | None, username: str, shown: Shown
    ) -> Person | None:
        """Return the person if the factor is theirs."""
        del request
        person = Person.objects.filter(email=username, is_active=True).first()
        if person is None:
            return None
        if shown.answer:
            right = bool(shown.asked) and passkeys.check(person, shown.asked, shown.answer)
        else:
            right = factors.check(person, shown.code)
        return person if right else None


class LogIn(LoginView):  # type: ignore[misc]
    """Wagtail's page, after which the browser is known, or asked for a second factor."""

    def get_form(self, form_class: Any = None) -> Any:
        """Name the field for the password, which Wagtail calls by its name in code."""
        form = super().get_form(form_class)
        form.fields["password"].label = _("Password")
        return form

    def form_valid(self, form: Any) -> HttpResponse:
        """Let the person in, or half of the way."""
        person: Person = form.get_user()
        if not factors.has_one(person):
            answer: HttpResponse = super().form_valid(form)
            return _entered(self.request, answer, person)
        self.request.session.cycle_key()
        self.request.session[_HALF] = {
            "person": person.pk,
            "password": person.get_session_auth_hash(),
            "until": clock.now().timestamp() + _HALF_FOR,
            "remember": bool(form.cleaned_data.get("remember")),
            "next": self.get_success_url(),
        }
        return redirect("desk_second")


def second(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor of somebody whose password was right."""
    half = request.session.get(_HALF) or {}
    person = _half_way(half)
    if person is None:
        messages.info(request, _("Log in with your password first."))
        return redirect("wagtailadmin_login")
    error = ""
    if request.method == "POST":
        shown = Shown(
            code=request.POST.get("code", "")[:_LONGEST],
            answer=request.POST.get("answer", ""),
            asked=request.session.pop(_ASKED, None),
        )
        try:
            if authenticate(request, username=person.email, shown=shown):
                return _let_in(request, person, half)
            error = _("That was not it. A code is taken once: wait for the next one.")
        except factors.FactorError as refused:
            error = str(refused)
    return render(request, "desk/second.html", _asking(request, person) | {"error": error})


def sure(request: HttpRequest) -> HttpResponse:
    """Ask for the password again before what protects somebody is changed."""
    person: Any = request.user
    back = _own(request, request.POST.get("next") or request.GET.get("next"))
    if request.method == "POST":
        password = request.POST.get("password", "")
        if authenticate(request, username=person.email, password=password):
            request.session[_SURE] = clock.now().timestamp()
            return redirect(back)
        messages.error(request, _("That is not your password."))
    title = {
        "header_title": _("Your password"),
        "page_title": _("Your password"),
        "header_icon": "lock",
    }
    return render(request, "desk/sure.html", title | {"next": back})


def needs_password_for(
    page: str,
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Let nobody who finds an open browser do what is done on a page; what was sent has to be sent again from there."""

    def guarded(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def asked_first(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if clock.now().timestamp() - request.session.get(_SURE, 0) > _SURE_FOR:
                back = request.path if request.method == "GET" else reverse(page)
                return redirect(f"{reverse('desk_sure')}?next={back}")
            return view(request, *args, **kwargs)

        return asked_first

    return guarded


needs_password = needs_password_for("desk_security")


def _asking(request: HttpRequest, person: Person) -> dict[str, Any]:
    """Return what the page needs, with a fresh question for the person's passkeys."""
    options = None
    if person.passkeys.exists() and passkeys.possible():
        options, request.session[_ASKED] = passkeys.begin_check(person)
    return {"options": options}


def _half_way(half: dict[str, Any]) -> Person | None:
    if half.get("until", 0) < clock.now().timestamp():
        return None
    person = Person.objects.filter(pk=half["person"], is_active=True).first()
    same = person is not None and person.get_session_auth_hash() == half["password"]
    return person if same else None


def _let_in(request: HttpRequest, person: Person, half: dict[str, Any]) -> HttpResponse:
    request.session.pop(_HALF, None)
    login(request, person, backend=_BACKEND)
    request.session.set_expiry(None if half["remember"] else 0)
    return _entered(request, redirect(half["next"]), person)


def _entered(request: HttpRequest, answer: HttpResponse, person: Person) -> HttpResponse:
    request.session[_SURE] = clock.now().timestamp()
    know(answer, person)
    return answer


def _own(request: HttpRequest, address: str | None) -> str:
    """Return an address of this desk, whatever was asked for."""
    hosts = {request.get_host()}
    if address and url_has_allowed_host_and_scheme(address, hosts, request.is_secure()):
        return address
    return reverse("desk_security")
