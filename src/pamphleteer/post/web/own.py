"""A reader's own page, which each letter leads to: what they get, a pause, another address, what is known, forget me.

Each deed is a form of its own, sent by POST: what opens addresses in mails by itself does nothing.
"""

import json
from datetime import date
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from pamphleteer.ground.network import asker
from pamphleteer.post import moments, tokens
from pamphleteer.post.addresses import LONGEST, masked
from pamphleteer.post.errors import AddressError, PostError, TooMany, WishError
from pamphleteer.post.models import Digest, Reader
from pamphleteer.post.verbs import moving
from pamphleteer.post.verbs import own as verbs
from pamphleteer.post.verbs.choices import current
from pamphleteer.post.verbs.known import known_of
from pamphleteer.post.verbs.signup import Change
from pamphleteer.post.web.doors import personal
from pamphleteer.post.web.pages import page
from pamphleteer.post.web.wishing import Asked, asked_by, asked_now, shown
from pamphleteer.press.dates import said
from pamphleteer.press.voice import for_readers, say
from pamphleteer.register.models import Outlet

_METHODS = ["GET", "HEAD", "POST"]
_DONE = frozenset({"chosen", "paused", "on", "asked"})
_DAY = 10  # letters: 2026-01-01


# The token is the proof, as for all that letters lead to.
@csrf_exempt
@require_http_methods(_METHODS)
@personal(tokens.CHOOSE)
def choose(request: HttpRequest, token: str) -> HttpResponse:
    """Show what a reader gets, and by POST change it."""
    if request.method != "POST":
        reader, done = verbs.kept_of(token), request.GET.get("done", "")
        if reader.state != Reader.State.CONFIRMED:
            way = tokens.link(reader, purpose=tokens.CHOOSE)
            return page("left", status=410, error=verbs.NO_LETTERS, way=way)
        return _page(reader, done=done if done in _DONE else "")
    digests = _digests(verbs.reader_of(token))
    asked = asked_by(request.POST, digests)
    try:
        verbs.choose(token, asked.said(digests))
    except WishError as error:
        return _wrong(token, "choices", error, asked=asked)
    return _done("chosen", token)


@csrf_exempt
@require_POST
@personal(tokens.CHOOSE)
def pause(request: HttpRequest, token: str) -> HttpResponse:
    """Send nothing until a day, or go on at once."""
    if "on" in request.POST:
        verbs.go_on(token)
        return _done("on", token)
    typed = request.POST.get("until", "")[:_DAY]
    try:
        verbs.pause(token, _day(typed))
    except WishError as error:
        return _wrong(token, "pause", error, until=typed)
    return _done("paused", token)


@csrf_exempt
@require_POST
@personal(tokens.CHOOSE)
def address(request: HttpRequest, token: str) -> HttpResponse:
    """Ask a new address; the answer does not tell whether it is known."""
    typed = request.POST.get("address", "")[: LONGEST + 1]
    try:
        moving.ask(token, typed, network=asker(request.META))
    except AddressError as error:
        return _wrong(token, "address", error, typed=typed)
    except TooMany as error:
        answer = _wrong(token, "address", error, status=429, typed=typed)
        answer["Retry-After"] = str(int(error.wait.total_seconds()))
        return answer
    return _done("asked", token)


@csrf_exempt
@require_POST
@personal(tokens.CHOOSE)
def known(_request: HttpRequest, token: str) -> HttpResponse:
    """Give a reader all that is kept of them, as a file."""
    told = known_of(verbs.kept_of(token))
    body = json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    answer = HttpResponse(body + "\n", content_type="application/json")
    answer["Content-Disposition"] = 'attachment; filename="what-we-know-of-you.json"'
    answer["Cache-Control"] = "no-store"
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@csrf_exempt
@require_http_methods(_METHODS)
@personal(tokens.CHOOSE)
def forget(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, and by POST forget a reader at once."""
    if request.method == "POST":
        verbs.erase(token)
        return page("forget-done")
    verbs.kept_of(token)
    return page("forget")


@csrf_exempt
@require_http_methods(_METHODS)
@personal(tokens.MOVE)
def move(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, and by POST let letters come to the new address."""
    if request.method == "POST":
        agreed = {"where": settings.SIGNUP_URL, "words": _moving_words()}
        done = moving.move(token, network=asker(request.META), **agreed)
        key = tokens.key_in(token, purpose=tokens.MOVE)
        choices = tokens.link_for(key, purpose=tokens.CHOOSE)
        return page("move-done", before=done is Change.BEFORE, choices=choices)
    tokens.key_in(token, purpose=tokens.MOVE)
    return page("move")


@csrf_exempt
@require_http_methods(_METHODS)
@personal(tokens.BACK)
def back(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, and by POST let letters come to the old address again."""
    if request.method == "POST":
        moving.move_back(token)
        return page("back-done")
    tokens.key_in(token, purpose=tokens.BACK)
    return page("back")


def _moving_words() -> str:
    """Return what the page says by whose button somebody moves, in the outlet's language."""
    outlet = Outlet.objects.the()
    words = (
        "Press the button, and the letters of {outlet} come to this address from now on, "
        "and to the old one no more. The old one is told."
    )
    heading = say(outlet.language, "Shall your letters come here?")
    return f"{heading}\n\n{say(outlet.language, words, outlet=outlet.name)}"


def _page(
    reader: Reader, *, status: int = 200, asked: Asked | None = None, **more: Any
) -> HttpResponse:
    outlet, digests, now = Outlet.objects.the(), _digests(reader), current(reader)
    zone = verbs.zone_of(reader)
    form = shown(asked or asked_now(now, zone), digests, outlet)
    until = reader.paused_until
    return page(
        "choices",
        status=status,
        outlet=outlet,
        address=masked(reader.address),
        way=tokens.link(reader, purpose=tokens.CHOOSE),
        leave=tokens.link(reader, purpose=tokens.LEAVE),
        lost=any(one.lost for one in now) or bool(zone and not moments.zone(zone)),
        paused=said(until.astimezone(verbs.tz_of(reader)).date(), outlet.language) if until else "",
        longest=LONGEST,
        **{"done": "", "wrong": "", "error": "", "until": "", "typed": "", **form, **more},
    )


def _wrong(
    token: str, where: str, error: PostError, *, status: int = 400, **typed: Any
) -> HttpResponse:
    reader = verbs.reader_of(token)
    return _page(reader, status=status, wrong=where, error=str(error), **typed)


def _done(what: str, token: str) -> HttpResponse:
    """Lead to the page anew, so that to load it again sends nothing twice."""
    way = tokens.link(verbs.reader_of(token), purpose=tokens.CHOOSE)
    return HttpResponseRedirect(f"{way}?done={what}")


def _digests(reader: Reader) -> list[Digest]:
    return list(Digest.objects.open_to(reader))


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        raise WishError(for_readers("A day is expected, such as 2030-12-31.")) from error
