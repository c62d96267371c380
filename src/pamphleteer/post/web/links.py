"""The pages behind the links in letters: one question, one button, and nothing happens by looking."""

from collections.abc import Callable
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from pamphleteer.ground.network import asker
from pamphleteer.post import tokens
from pamphleteer.post.errors import LinkError, LinkExpired
from pamphleteer.post.verbs import signup as verbs
from pamphleteer.post.web.pages import page

_METHODS = ["GET", "HEAD", "POST"]


# The token is the proof: mail programs send it without cookies (RFC 8058).
@csrf_exempt
@require_http_methods(_METHODS)
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, and by POST put the reader on the list."""
    return _answer(
        request,
        token,
        purpose=tokens.CONFIRM,
        deed=partial(verbs.confirm, network=asker(request.META)),
    )


@csrf_exempt
@require_http_methods(_METHODS)
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, and by POST take the reader off the list, whatever the body says."""
    return _answer(request, token, purpose=tokens.LEAVE, deed=verbs.leave)


def _answer(
    request: HttpRequest, token: str, *, purpose: str, deed: Callable[[str], verbs.Change]
) -> HttpResponse:
    try:
        if request.method == "POST":
            return page(f"{purpose}-done", before=deed(token) is verbs.Change.BEFORE)
        verbs.check(token, purpose=purpose)
    except LinkExpired as error:
        return page("broken", status=410, purpose=purpose, error=str(error))
    except LinkError as error:
        return page("broken", status=404, purpose=purpose, error=str(error))
    return page(purpose)
