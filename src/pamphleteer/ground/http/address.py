"""Addresses of documents, as they may be asked."""

import re
from urllib.parse import quote, urlsplit, urlunsplit

from yarl import URL

from pamphleteer.ground.http.errors import AddressError

LONGEST = 2000
_PORTS = {"http": 80, "https": 443}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def checked(url: str) -> str:
    """Return an http or https address in its usual form; raises `AddressError` in words."""
    text = url.strip()
    if _CONTROL.search(text):
        raise AddressError("is no address: it holds control characters")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise AddressError(f"is no address: {str(error)[:100]}") from error
    if parts.scheme not in _PORTS:
        raise AddressError("is not an address that begins with http:// or https://")
    if not parts.hostname or re.search(r"[\s<>\"\\^`{|}]", parts.hostname):
        raise AddressError("is no address: it names no server")
    if parts.username is not None or parts.password is not None:
        raise AddressError("holds a user name or a password, which is never sent")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    place = host if port in {None, _PORTS[parts.scheme]} else f"{host}:{port}"
    path, query, fragment = (_quoted(part) for part in (parts.path, parts.query, parts.fragment))
    whole = urlunsplit((parts.scheme, place, path or "/", query, fragment))
    if len(whole) > LONGEST:
        raise AddressError(f"is an address of over {LONGEST:,} characters")
    return whole


def host_of(url: str) -> str:
    """Return the server and port of an address, as `example.org:443`; nothing if it names none.

    One server has one name, whether its letters are written as they are or as `xn--`.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        return ""
    name = _spelt(parts.hostname or "").rstrip(".")
    return f"{name[:253]}:{port}" if name else ""


def _spelt(host: str) -> str:
    """Return a name in the letters in which it is looked up (RFC 5891), as the client does that."""
    if host.isascii():
        return host
    try:
        return URL.build(host=host).raw_host or host
    except ValueError:
        return host


def _quoted(part: str) -> str:
    # Only what would end an attribute or an address: the rest stays as its owner wrote it.
    return re.sub(r"[\s<>\"`]", lambda found: quote(found[0]), part)
