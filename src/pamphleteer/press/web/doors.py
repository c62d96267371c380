"""The two doors to the site: before Django, where reading needs none of it, and within."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from pamphleteer.press.web.site import answer

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_ASKED = ("accept-encoding", "if-modified-since", "if-none-match", "if-range", "range")
_VARIABLES = {f"HTTP_{name.upper().replace('-', '_')}": name for name in _ASKED}
_PHRASES = {
    200: "OK",
    206: "Partial Content",
    301: "Moved Permanently",
    304: "Not Modified",
    404: "Not Found",
    405: "Method Not Allowed",
    416: "Range Not Satisfiable",
    503: "Service Unavailable",
}


def files_first(others: "WSGIApplication", *, but: Collection[str]) -> "WSGIApplication":
    """Return an application that answers with files, but hands on what begins with some names."""

    def application(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        path = _path(environ)
        if path.partition("/")[0] in but:
            return others(environ, start)
        told = answer(environ["REQUEST_METHOD"], path, _asked(environ))
        start(f"{told.status} {_PHRASES[told.status]}", [*told.headers.items()])
        return told.body

    return application


@csrf_exempt
def serve(request: HttpRequest, path: str = "") -> HttpResponseBase:
    """Answer with a file below `public/`, or with the page that says there is none."""
    told = answer(request.method or "", path, _asked(request.META))
    kind = HttpResponse if isinstance(told.body, list) else StreamingHttpResponse
    return kind(told.body, status=told.status, headers=told.headers)


def _path(environ: "WSGIEnvironment") -> str:
    """Return the path of an address; what is no UTF-8 is no file's name."""
    raw = environ.get("PATH_INFO", "").encode("latin-1", "replace")
    return str(raw.decode(errors="replace").removeprefix("/"))


def _asked(variables: Mapping[str, Any]) -> Mapping[str, str]:
    asked = {name: variables[known] for known, name in _VARIABLES.items() if known in variables}
    return defaultdict(str, asked)
