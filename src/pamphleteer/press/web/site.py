"""The site over HTTP, for outlets without a web server of their own: files, and nothing else."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import quote

from django.conf import settings
from django.utils.http import http_date, parse_etags, parse_http_date_safe

from pamphleteer.press import copies, paths, theme
from pamphleteer.press.web import ranges
from pamphleteer.press.web.accepted import takes_gzip
from pamphleteer.press.web.files import Folder, Found, TooManyError, find
from pamphleteer.press.web.kinds import TYPES, kept, type_of
from pamphleteer.press.web.near import Near

_WAIT = "10"  # seconds until a large file may be asked for again
_INLINED = re.compile(rb"<style>(.*?)</style>", re.DOTALL)


@dataclass(slots=True)
class Answer:
    """A status, headers and a body; who sends it closes the body if that can be closed."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: Iterable[bytes] = field(default_factory=list)  # a list where it is in memory

    def close(self) -> None:
        """Let go of the file that it would have been read from."""
        close = getattr(self.body, "close", None)
        if close:
            close()


def answer(method: str, path: str, asked: Mapping[str, str]) -> Answer:
    """Answer with a file below `public/`, or with the page that says there is none.

    The headers that matter are asked for by their names in small letters.
    """
    if method not in {"GET", "HEAD"}:
        return Answer(405, {"Allow": "GET, HEAD", "Content-Length": "0"})
    found = find(path)
    if isinstance(found, Folder):
        return _to_folder(found.name)
    told = _missing() if found is None else _answer(found, asked, whole=method == "HEAD")
    if method == "HEAD":
        told.close()
        told.body = []
    return told


def _answer(found: Found | Near, asked: Mapping[str, str], *, whole: bool) -> Answer:
    words = copies.can_be_packed(found.path)
    packed = words and copies.worthwhile(found.size) and takes_gzip(asked["accept-encoding"])
    etag = f'"{found.etag}-gz"' if packed else f'"{found.etag}"'
    headers = {"ETag": etag, **_told(found.path, found.changed, settings.SIGNUP_URL)}
    if words:
        headers["Vary"] = "Accept-Encoding"
    if _has_it(asked, etag, found.changed):
        found.close()
        del headers["Content-Type"]
        return Answer(304, headers)
    if packed and isinstance(found, Near):
        copy = found.packing()
        headers |= {"Content-Encoding": "gzip", "Content-Length": str(len(copy))}
        return Answer(200, headers, [copy])
    headers["Accept-Ranges"] = "bytes"
    wants = "" if whole or not _still(asked["if-range"], headers) else asked["range"]
    return _part(found, headers, wants)


def _part(found: Found | Near, headers: dict[str, str], wants: str) -> Answer:
    try:
        part = ranges.part(wants, found.size)
    except ranges.UnsatisfiableError:
        found.close()
        headers |= {"Content-Range": f"bytes */{found.size}", "Content-Length": "0"}
        return Answer(416, headers)
    first, length = part or (0, found.size)
    headers["Content-Length"] = str(length)
    if part:
        headers["Content-Range"] = f"bytes {first}-{first + length - 1}/{found.size}"
    if isinstance(found, Near):
        body: Iterable[bytes] = [found.content[first : first + length] if part else found.content]
    else:
        try:
            body = found.part(first, length)
        except TooManyError:
            return Answer(503, {"Retry-After": _WAIT, "Content-Length": "0"})
    return Answer(206 if part else 200, headers, body)


def _has_it(asked: Mapping[str, str], etag: str, changed: int) -> bool:
    """Whether who asks has the file as it is (RFC 9110, section 13.2.2)."""
    if asked["if-none-match"]:
        known = parse_etags(asked["if-none-match"])
        return known == ["*"] or etag in {one.removeprefix("W/") for one in known}
    if not asked["if-modified-since"]:
        return False
    since = parse_http_date_safe(asked["if-modified-since"])
    return since is not None and changed <= since


def _still(condition: str, headers: Mapping[str, str]) -> bool:
    """Whether the file is the one that a part was fetched of (RFC 9110, section 13.1.5)."""
    return not condition or condition in {headers["ETag"], headers["Last-Modified"]}


def _missing() -> Answer:
    found = find(paths.MISSING)
    if isinstance(found, Found):
        found.close()
    content = found.content if isinstance(found, Near) else b"There is no page here.\n"
    headers = {
        "Content-Type": TYPES[".html"] if isinstance(found, Near) else TYPES[".txt"],
        "Content-Length": str(len(content)),
        "Cache-Control": "no-cache",
        **_guard(_inlined(content)),
    }
    return Answer(404, headers, [content])


@lru_cache(maxsize=4)
def _inlined(content: bytes) -> str:
    """Return the source expression of the style that a page carries in itself."""
    found = _INLINED.search(content)
    return f"'{theme.source_hash(found[1].decode())}'" if found else "'none'"


@lru_cache(maxsize=4096)
def _told(path: str, changed: int, _forms: str) -> Mapping[str, str]:
    """Return what is told of a file in each of its forms."""
    return {
        "Content-Type": type_of(path),
        "Last-Modified": http_date(changed),
        "Cache-Control": kept(path),
        **_guard("'self'"),
    }


def _to_folder(name: str) -> Answer:
    """Send on to the folder; the way is relative, so that it holds under any prefix."""
    onward = {"Location": f"{quote(name, safe='')}/", "Content-Length": "0"}
    return Answer(301, onward | _guard("'none'"))


def _guard(style: str) -> dict[str, str]:
    return _guarding(style, settings.SIGNUP_URL)


@lru_cache(maxsize=16)
def _guarding(style: str, _forms: str) -> dict[str, str]:
    return {
        "Content-Security-Policy": theme.policy(style=style) + "; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
