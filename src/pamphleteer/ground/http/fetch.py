"""Fetch one document: conditional, bounded in time and size, kept out of private networks."""

import asyncio
import os
import socket
import ssl
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin

import aiohttp

from pamphleteer.ground import clock
from pamphleteer.ground.http.address import checked
from pamphleteer.ground.http.errors import (
    AddressError,
    BrokenError,
    LateError,
    PrivateError,
    RedirectError,
    SizeError,
    StatusError,
    UnreachableError,
)
from pamphleteer.ground.http.guard import Guard
from pamphleteer.ground.http.unpack import ENCODINGS, Body

FEEDS = (
    "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
)
_HERE = {200, 203}
_UNCHANGED = 304
_ELSEWHERE = {301, 302, 303, 307, 308}
_BLOCKED = "private address"


@dataclass(frozen=True)
class Limits:
    """How much one fetch may take: seconds in all, bytes unpacked, redirects; networks allowed."""

    seconds: float = 30.0
    size: int = 10_000_000
    redirects: int = 5
    allow: Collection[str] = ()


@dataclass(frozen=True)
class Answer:
    """A document and where it was found at last; `unchanged` if we have it already (304)."""

    url: str
    content: bytes
    content_type: str
    etag: str
    last_modified: str
    unchanged: bool


class _BlockedError(OSError):
    """Raised where a connection would have begun; all say the same, so that aiohttp keeps it."""

    def __init__(self, address: str) -> None:
        super().__init__(_BLOCKED)
        self.address = address


class Fetcher:
    """Fetches documents over one session without cookies, proxies or memory."""

    def __init__(self, session: aiohttp.ClientSession, limits: Limits) -> None:
        self._session = session
        self._limits = limits

    @classmethod
    @asynccontextmanager
    async def open(cls, *, agent: str, limits: Limits) -> "AsyncIterator[Fetcher]":
        """Open a fetcher that calls itself `agent` to the servers it asks."""
        guard = Guard(limits.allow)

        def connecting(info: Any) -> socket.socket:
            family, kind, protocol, _, address = info
            if guard.refuses(str(address[0])):
                raise _BlockedError(str(address[0]))
            return socket.socket(family=family, type=kind, proto=protocol)

        async with aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit=0, force_close=True, use_dns_cache=False, socket_factory=connecting
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=limits.seconds),
            auto_decompress=False,
            trust_env=False,
            headers={"User-Agent": agent, "Accept": FEEDS, "Accept-Encoding": ENCODINGS},
        ) as session:
            yield cls(session, limits)

    async def get(self, url: str, *, etag: str = "", last_modified: str = "") -> Answer:
        """Fetch a document, unless it is still the one that these validators describe.

        Raises `FetchError`, whose words go on from the address.
        """
        known = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {name: value for name, value in known.items() if value}
        try:
            async with asyncio.timeout(self._limits.seconds):
                return await self._follow(url, headers)
        except TimeoutError as error:
            raise LateError(f"did not answer within {self._limits.seconds:g} seconds") from error

    async def _follow(self, url: str, headers: dict[str, str]) -> Answer:
        here, where = checked(url), ""
        for _ in range(self._limits.redirects + 1):
            found = await self._ask(here, headers, where)
            if isinstance(found, Answer):
                return found
            here = _next(here, found)
            where = f"redirects to {here[:200]}, which "
        raise RedirectError(f"redirects more than {self._limits.redirects} times")

    async def _ask(self, here: str, headers: dict[str, str], where: str) -> Answer | str:
        """Return the answer of one hop, or the address that it leads to."""
        try:
            async with self._session.get(here, headers=headers, allow_redirects=False) as response:
                if response.status in _ELSEWHERE:
                    return str(response.headers.get("Location", ""))
                return await self._read(response, here, conditional=bool(headers))
        except aiohttp.InvalidURL as error:
            raise AddressError(f"{where}is no address that can be asked") from error
        except aiohttp.ClientConnectorCertificateError as error:
            reason = _reason(error.certificate_error)
            raise UnreachableError(f"{where}has no certificate to trust ({reason})") from error
        except aiohttp.ClientConnectorError as error:
            raise _unreachable(error, where) from error
        except aiohttp.ServerDisconnectedError as error:
            raise BrokenError(f"{where}closed the connection without an answer") from error
        except aiohttp.ClientResponseError as error:
            raise BrokenError(f"{where}gave an answer that is not HTTP") from error
        except (aiohttp.ClientError, OSError, UnicodeError) as error:
            if isinstance(error, TimeoutError):
                raise
            raise BrokenError(f"{where}broke the connection off") from error

    async def _read(
        self, response: aiohttp.ClientResponse, here: str, *, conditional: bool
    ) -> Answer:
        unchanged = response.status == _UNCHANGED and conditional
        if response.status not in _HERE and not unchanged:
            wait = _seconds(response.headers.get("Retry-After", ""))
            raise StatusError(response.status, retry_after=wait)
        return Answer(
            url=here,
            content=b"" if unchanged else await self._content(response),
            content_type=_header(response, "Content-Type", 200),
            etag=_header(response, "ETag", 1000),
            last_modified=_header(response, "Last-Modified", 200),
            unchanged=unchanged,
        )

    async def _content(self, response: aiohttp.ClientResponse) -> bytes:
        if (response.content_length or 0) > self._limits.size:
            raise SizeError(f"is larger than {self._limits.size:,} bytes")
        body = Body(_header(response, "Content-Encoding", 200), limit=self._limits.size)
        try:
            async for piece in response.content.iter_any():
                body.add(piece)
        except (aiohttp.ClientError, OSError) as error:
            raise BrokenError(f"broke off after {body.came:,} bytes") from error
        return body.whole()


def _next(here: str, location: str) -> str:
    if not location:
        raise RedirectError("redirects without saying where to")
    try:
        return checked(urljoin(here, location))
    except AddressError as error:
        raise AddressError(f"redirects to {location[:200]!r}, which {error}") from error
    except ValueError as error:
        raise AddressError(f"redirects to {location[:200]!r}, which is no address") from error


def _unreachable(
    error: aiohttp.ClientConnectorError, where: str
) -> PrivateError | UnreachableError:
    cause = error.os_error
    if isinstance(cause, _BlockedError):
        return PrivateError(
            f"{where}is at {cause.address}, in a network that is not public; "
            "the option collect.allow names private networks that may be asked"
        )
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return UnreachableError(f"{where}names a server that is not known ({error.host[:100]})")
    if isinstance(cause, ssl.SSLError):
        return UnreachableError(f"{where}speaks no TLS that we understand ({_reason(cause)})")
    return UnreachableError(f"{where}could not be reached ({_reason(cause)})")


def _reason(cause: Exception) -> str:
    if isinstance(cause, ssl.SSLCertVerificationError):
        return str(cause.verify_message).lower()
    if isinstance(cause, OSError) and cause.errno and not isinstance(cause, ssl.SSLError):
        return os.strerror(cause.errno).lower()
    return str(getattr(cause, "strerror", None) or cause)[:200]


def _header(response: aiohttp.ClientResponse, name: str, longest: int) -> str:
    """Return a header, or nothing if it is too long or strange to be kept."""
    value = str(response.headers.get(name, ""))
    plain = value.isascii() and value.isprintable() and len(value) <= longest
    return value if plain else ""


def _seconds(retry_after: str) -> float | None:
    """Return the seconds of a Retry-After header (RFC 9110, section 10.2.3), if it tells any."""
    text = retry_after.strip()
    if text.isascii() and text.isdecimal():
        return float(text[:9])
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    aware = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (aware - clock.now()).total_seconds())
