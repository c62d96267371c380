"""The site over HTTP, for outlets without a web server of their own: files, and nothing else."""

import os
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.csrf import csrf_exempt

from pamphleteer.press import paths, theme

TYPES = {
    ".avif": "image/avif",
    ".css": "text/css; charset=utf-8",
    ".gif": "image/gif",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/vnd.microsoft.icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".json": "application/json",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml; charset=utf-8",
}
_FEED = "application/rss+xml; charset=utf-8"
_YEAR = 365 * 24 * 3600  # seconds
# The press names these after what they hold, so they never change.
_FOR_EVER = re.compile(
    r"assets/[^/]+\.[0-9a-f]{12}\.[a-z]+|(?:pictures|audio)/[0-9a-f]{20}\.[a-z0-9]+"
)
_INLINED = re.compile(rb"<style>(.*?)</style>", re.DOTALL)


@dataclass(frozen=True)
class _Found:
    """A file as it lay there at one moment."""

    content: bytes
    etag: str
    changed: int  # seconds since 1970


@csrf_exempt
def serve(request: HttpRequest, path: str = "") -> HttpResponseBase:
    """Answer with a file below `public/`, or with the page that says there is none."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    path = unicodedata.normalize("NFC", path)
    place = _place(path)
    if place is None:
        return _missing()
    if _is_folder(place):
        if path and not path.endswith("/"):
            return _to_folder(path)
        path += paths.FRONT
        place /= paths.FRONT
    elif path.endswith("/"):
        return _missing()
    found = _read(place)
    return _missing() if found is None else _answer(request, path, found)


def _place(path: str) -> Path | None:
    """Return where a path of an address lies, or nothing if it leads out or to what is hidden."""
    parts = path.removesuffix("/").split("/") if path else []
    if any(not part or part.startswith(".") or "\\" in part or "\0" in part for part in parts):
        return None
    public = Path(settings.PUBLIC).resolve()
    try:
        place = public.joinpath(*parts).resolve()
    except (OSError, RuntimeError):
        return None
    return place if place.is_relative_to(public) else None


def _is_folder(place: Path) -> bool:
    try:
        return place.is_dir()
    except OSError:  # a name longer than any file's
        return False


def _read(place: Path) -> _Found | None:
    try:
        with place.open("rb") as file:
            status = os.fstat(file.fileno())
            if S_ISDIR(status.st_mode) or not S_ISREG(status.st_mode):
                return None
            etag = f'"{status.st_mtime_ns:x}-{status.st_size:x}"'
            return _Found(file.read(), etag, int(status.st_mtime))
    except (OSError, ValueError):
        return None


def _answer(request: HttpRequest, path: str, found: _Found) -> HttpResponseBase:
    response = HttpResponse(found.content, content_type=_type(path))
    response["ETag"] = found.etag
    response["Last-Modified"] = http_date(found.changed)
    response["Cache-Control"] = (
        f"public, max-age={_YEAR}, immutable" if _FOR_EVER.fullmatch(path) else "no-cache"
    )
    _guard(response, "'self'")
    if request.method == "HEAD":
        response["Content-Length"] = str(len(found.content))
        response.content = b""
    conditional = get_conditional_response(
        request, etag=found.etag, last_modified=found.changed, response=response
    )
    return response if conditional is None else conditional


def _missing() -> HttpResponse:
    found = _read(Path(settings.PUBLIC) / paths.MISSING)
    content = found.content if found else b"There is no page here.\n"
    kind = TYPES[".html"] if found else TYPES[".txt"]
    response = HttpResponse(content, status=404, content_type=kind)
    response["Cache-Control"] = "no-cache"
    inlined = _INLINED.search(content)
    _guard(response, f"'{theme.source_hash(inlined[1].decode())}'" if inlined else "'none'")
    return response


def _to_folder(path: str) -> HttpResponse:
    """Send on to the folder; the way is relative, so that it holds under any prefix."""
    name = path.rpartition("/")[2]
    response = HttpResponse(status=301)
    response["Location"] = f"{quote(name, safe='')}/"
    _guard(response, "'none'")
    return response


def _guard(response: HttpResponse, style: str) -> None:
    response["Content-Security-Policy"] = theme.policy(style=style) + "; frame-ancestors 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Frame-Options"] = "DENY"
    response["Referrer-Policy"] = "same-origin"
    response["Cross-Origin-Opener-Policy"] = "same-origin"


def _type(path: str) -> str:
    if path.rpartition("/")[2] == paths.FEED:
        return _FEED
    return TYPES.get(Path(path).suffix.lower(), "application/octet-stream")
