"""What the pages of the post at the desk share: who may see them, and their frame."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from pamphleteer.post.letters.house import words
from pamphleteer.register.models import Person

VIEW, SETTLE = "post.view_digest", "post.settle_edition"

Answer = TypeVar("Answer", bound=HttpResponseBase)


def needs(permission: str) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
    """Let those on who have a permission."""

    def guarded(view: Callable[..., Answer]) -> Callable[..., Answer]:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> Answer:
            if not request.user.has_perm(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return answer

    return guarded


def person_of(request: HttpRequest) -> Person:
    """Return who asks: nobody else gets past the desk's door."""
    found: Any = request.user
    person: Person = found
    return person


def page(
    request: HttpRequest,
    name: str,
    title: str | Promise,
    *,
    icon: str = "mail",
    status: int = 200,
    **shown: Any,
) -> HttpResponse:
    """Return a page in the desk's frame; what it says of readers is kept by no browser."""
    context = {"page_title": title, "header_title": title, "header_icon": icon, **shown}
    answer = render(request, f"post/desk/{name}.html", context, status=status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def apart(text: str) -> str:
    """Return words of others as they stand in a sentence of ours, which runs on whichever way they run (UAX 9)."""
    return f"\u2068{words(text)}\u2069"


def mistake(*, template: str, line: int, what: str) -> str:
    """Return what is wrong in a template, and where."""
    if line:
        told = _("Template {template}, line {line}: {what}")
        return told.format(template=template, line=line, what=what)
    return _("Template {template}: {what}").format(template=template, what=what)
