"""The door for hubs (WebSub, sections 5.3 and 7): they ask whether we asked, and bring news."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from pamphleteer.collect.models import Subscription
from pamphleteer.collect.verbs.receive import complain, receive, signed
from pamphleteer.collect.verbs.verify import deny, verify

_LONGEST_CHALLENGE = 2_000
_PIECE = 65_536
_STATE = Subscription.State
_GONE = {*Subscription.OVER, _STATE.DENIED}


# A hub has no session and no token of ours but the address itself.
@csrf_exempt
@require_http_methods(["GET", "POST"])
def callback(request: HttpRequest, door: str) -> HttpResponse:
    """Answer a hub; whoever does not know the address finds nothing here."""
    one = Subscription.behind(door)
    if one is None:
        return HttpResponseNotFound()
    return _verify(request, one) if request.method == "GET" else _take(request, one)


def _verify(request: HttpRequest, one: Subscription) -> HttpResponse:
    mode, topic = request.GET.get("hub.mode", ""), request.GET.get("hub.topic", "")
    if mode == "denied":
        denied = deny(one, topic=topic, reason=request.GET.get("hub.reason", ""))
        return HttpResponse() if denied else HttpResponseNotFound()
    challenge = request.GET.get("hub.challenge", "")
    lease = request.GET.get("hub.lease_seconds", "")
    fits = 0 < len(challenge) <= _LONGEST_CHALLENGE
    if not fits or not verify(one, mode=mode, topic=topic, lease=lease):
        return HttpResponseNotFound()
    return HttpResponse(challenge, content_type="text/plain; charset=utf-8")


def _take(request: HttpRequest, one: Subscription) -> HttpResponse:
    """Take a push; one that is not signed as agreed is thanked for and ignored (section 7.1).

    Which topic its head names says nothing of whose it is: the address and the signature do.
    """
    if one.state in _GONE:
        return HttpResponse(status=410)
    signature = request.headers.get("X-Hub-Signature", "")
    if fault := ("" if signature else "was not signed") or _packed(request):
        complain(one, fault)
        return HttpResponse(status=202)
    try:
        body = _body(request)
    except OSError:  # it was broken off
        return HttpResponse(status=400)
    if body is None:
        complain(one, f"is larger than {settings.COLLECT_MAX_BYTES:,} bytes (collect.max_bytes)")
        return HttpResponse(status=413)
    if fault := signed(one, body, signature):
        complain(one, fault)
        return HttpResponse(status=202)
    content_type = request.headers.get("Content-Type", "")
    if not receive(one, body, content_type=content_type):
        # A 503 would be logged as a fault of ours, with the address that nobody is to know.
        busy = HttpResponse(status=429)
        busy["Retry-After"] = "60"
        return busy
    return HttpResponse(status=202)


def _packed(request: HttpRequest) -> str:
    packed = request.headers.get("Content-Encoding", "identity").strip().lower()
    return "" if packed in {"", "identity"} else "is packed"


def _body(request: HttpRequest) -> bytes | None:
    """Return the body, read piece by piece; None if it is larger than a document may be."""
    stream: Any = request
    told = request.headers.get("Content-Length", "")
    if told.isdecimal() and int(told[:20]) > settings.COLLECT_MAX_BYTES:
        return None
    if not told and request.META.get("wsgi.input_terminated"):
        stream = request.META["wsgi.input"]  # a body that comes in chunks has an end, but no length
    body = bytearray()
    while piece := stream.read(_PIECE):
        body += piece
        if len(body) > settings.COLLECT_MAX_BYTES:
            return None
    return bytes(body)
