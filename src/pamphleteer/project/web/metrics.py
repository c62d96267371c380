"""`/metrics`: figures for Prometheus, for whoever has the token; for everybody else there is no such page."""

import hmac
import time
from collections.abc import Callable, Sequence
from hashlib import sha256
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt

from pamphleteer.ground.exposition import OPENMETRICS, TEXT, Family, wants_openmetrics, written
from pamphleteer.press.web.doors import serve

_OFTEN = 5.0  # seconds that figures which are counted row by row are kept at least
_SHARE = 20  # so many times longer than counting took are they kept
_BEARER = "bearer"
Bring = Callable[[], Sequence[Family]]


class Kept:
    """Figures that take time to count: counted anew now and then, by one while the others get what there is."""

    def __init__(self, bring: Bring, timer: Callable[[], float] = time.monotonic) -> None:
        self._bring = bring
        self._timer = timer
        self._counting = Lock()
        self._until = float("-inf")
        self._figures: Sequence[Family] = ()

    def figures(self) -> Sequence[Family]:
        """Return them, as old as is worth their cost."""
        if self._timer() < self._until:
            return self._figures
        if not self._counting.acquire(blocking=not self._figures):
            return self._figures
        try:
            began = self._timer()
            if began >= self._until:
                self._figures = self._bring()
                ended = self._timer()
                self._until = ended + max(_OFTEN, _SHARE * (ended - began))
            return self._figures
        finally:
            self._counting.release()


@csrf_exempt
def metrics(request: HttpRequest) -> HttpResponseBase:
    """Answer with all figures, in the format that is asked for; without the token as any name that is no file's."""
    if not _knows(request.headers.get("Authorization", "")):
        return serve(request, path="metrics")
    if request.method not in {"GET", "HEAD"}:
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    openmetrics = wants_openmetrics(request.headers.get("Accept", ""))
    # What only grows is read anew each time: several processes answer, and none may be behind another.
    found = [*_brought(settings.METRICS_COUNTERS), *_kept.figures()]
    return HttpResponse(
        written(found, openmetrics=openmetrics),
        content_type=OPENMETRICS if openmetrics else TEXT,
        headers={"Cache-Control": "no-store"},
    )


def _knows(said: str) -> bool:
    """Return whether a header brings the token (RFC 6750, 2.1); it takes the same time to say so of any."""
    token: str = settings.METRICS_TOKEN
    scheme, _, brought = said.partition(" ")
    same = hmac.compare_digest(_digest(token), _digest(brought.strip()))
    return bool(token) and scheme.lower() == _BEARER and same


def _digest(said: str) -> bytes:
    return sha256(said.encode("utf-8", "surrogatepass")).digest()


def _brought(names: Sequence[str]) -> list[Family]:
    return [family for name in names for family in import_string(name)()]


_kept = Kept(lambda: _brought(settings.METRICS_GAUGES))
