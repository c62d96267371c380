"""The pages behind the links in letters: one question, one button, and nothing happens by looking."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from pamphleteer.ground.network import asker
from pamphleteer.post import tokens
from pamphleteer.post.verbs import signup as verbs
from pamphleteer.post.web.doors import personal
from pamphleteer.post.web.pages import page

_METHODS = ["GET", "HEAD", "POST"]


# The token is the proof: mail programs send it without cookies (RFC 8058).
@csrf_exempt
@require_http_methods(_METHODS)
@personal(tokens.CONFIRM)
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, and by POST put the reader on the list, who may choose at once then."""
    if request.method == "POST":
        done = verbs.confirm(token, network=asker(request.META))
        key = tokens.key_in(token, purpose=tokens.CONFIRM)
        # What was sent in a letter to this mailbox, and used within a week, is as good as the link in a letter.
        choices = tokens.link_for(key, purpose=tokens.CHOOSE)
        return page("confirm-done", before=done is verbs.Change.BEFORE, choices=choices)
    verbs.check(token, purpose=tokens.CONFIRM)
    return page("confirm")


@csrf_exempt
@require_http_methods(_METHODS)
@personal(tokens.LEAVE)
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, and by POST take the reader off the list, whatever the body says."""
    if request.method == "POST":
        return page("leave-done", before=verbs.leave(token) is verbs.Change.BEFORE)
    verbs.check(token, purpose=tokens.LEAVE)
    return page("leave")
