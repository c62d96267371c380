"""Fetch one document: conditional, bounded in time and size, kept out of private networks."""

import asyncio
import socket
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urldefrag, urljoin

import aiohttp

from pamphleteer.ground.http import answer as heads
from pamphleteer.ground.http.address import checked, host_of
from pamphleteer.ground.http.answer import Answer
from pamphleteer.ground.http.errors import (
    AddressError,
    BrokenError,
    FetchError,
    HeadError,
    LateError,
    LongWayError,
    RedirectError,
    SizeError,
    StatusError,
)
from pamphleteer.ground.http.faults import BlockedError, fault_of
from pamphleteer.ground.http.guard import Guard
from pamphleteer.ground.http.unpack import ENCODINGS, Body

FEEDS = (
    "application/rss+xml, application/atom+xml, application/feed+json, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"
)
_HERE = {200, 203}
_TAKEN = range(200, 300)
_UNCHANGED = 304
_ELSEWHERE = {301, 302, 303, 307, 308}
_PERMANENT = {301, 308}
_REPEATED = {307, 308}
_PAGE = 65_536  # bytes of an answer that is no document, enough to tell what it is
_PAGE_SECONDS = 3


@dataclass(frozen=True)
class Limits:
    """How much one fetch may take, and the private networks that are allowed.

    Seconds in all, bytes unpacked, redirects, bytes of a head; connections to one server at a
    time, 0 for as many as there are fetches.
    """

    seconds: float = 30.0
    size: int = 10_000_000
    redirects: int = 5
    allow: Collection[str] = ()
    head: int = 32_000
    per_host: int = 0


@dataclass(frozen=True)
class _Asking:
    """What is asked, in which words, and how the way led here."""

    url: str
    method: str = "GET"
    headers: Mapping[str, str] | None = None
    form: Mapping[str, str] | None = None
    where: str = ""
    moved_to: str = ""
    lasting: bool = True
    unended: bool = False


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
                raise BlockedError(str(address[0]))
            return socket.socket(family=family, type=kind, proto=protocol)

        async with aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit=0,
                limit_per_host=limits.per_host,
                force_close=True,
                use_dns_cache=False,
                socket_factory=connecting,
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=limits.seconds),
            auto_decompress=False,
            trust_env=False,
            max_line_size=limits.head,
            max_field_size=limits.head,
            headers={"User-Agent": agent, "Accept-Encoding": ENCODINGS},
        ) as session:
            yield cls(session, limits)

    async def get(
        self,
        url: str,
        *,
        etag: str = "",
        last_modified: str = "",
        accept: str = FEEDS,
        unended: bool = False,
    ) -> Answer:
        """Fetch a document, unless it is still the one that these validators describe.

        One that is packed and stops in the middle is taken only if it may be `unended`. Raises
        `FetchError`, whose words go on from the address.
        """
        told = {"If-None-Match": etag, "If-Modified-Since": last_modified, "Accept": accept}
        headers = {name: value for name, value in told.items() if value}
        return await self._in_time(_Asking(checked(url), headers=headers, unended=unended))

    async def post(self, url: str, form: Mapping[str, str], *, accept: str = "*/*") -> Answer:
        """Send a form and return what was answered, whichever 2xx it is. Raises `FetchError`.

        A redirect is followed where the form is to be sent again there (307 and 308).
        """
        headers = {"Accept": accept}
        return await self._in_time(
            _Asking(checked(url), method="POST", headers=headers, form=dict(form))
        )

    async def _in_time(self, asking: _Asking) -> Answer:
        try:
            async with asyncio.timeout(self._limits.seconds):
                return await self._follow(asking)
        except TimeoutError as error:
            raise LateError(f"did not answer within {self._limits.seconds:g} seconds") from error

    async def _follow(self, asking: _Asking) -> Answer:
        for _ in range(self._limits.redirects + 1):
            found = await self._ask(asking)
            if isinstance(found, Answer):
                return found
            asking = found
        times = self._limits.redirects
        raise LongWayError(f"redirects more than {times} time{'' if times == 1 else 's'}")

    async def _ask(self, asking: _Asking) -> Answer | _Asking:
        """Return the answer of one hop, or what is to be asked next."""
        try:
            async with self._session.request(
                asking.method,
                asking.url,
                headers=asking.headers,
                data=asking.form,
                allow_redirects=False,
            ) as response:
                self._measure_head(response, asking.where)
                if response.status in _ELSEWHERE:
                    return _next(asking, response)
                return await self._read(response, asking)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            if isinstance(error, TimeoutError):
                raise
            raise fault_of(error, asking.where, head=self._limits.head) from error

    def _measure_head(self, response: aiohttp.ClientResponse, where: str) -> None:
        size = sum(len(name) + len(value) + 4 for name, value in response.raw_headers)
        if size > self._limits.head:
            raise HeadError(f"{where}sent a head of more than {self._limits.head:,} bytes")

    async def _read(self, response: aiohttp.ClientResponse, asking: _Asking) -> Answer:
        headers = _headers(response)
        conditional = bool({"If-None-Match", "If-Modified-Since"} & set(asking.headers or ()))
        unchanged = response.status == _UNCHANGED and conditional
        good = _TAKEN if asking.method == "POST" else _HERE
        if response.status not in good and not unchanged:
            raise StatusError(
                response.status,
                where=asking.where,
                retry_after=heads.seconds_of(headers.get("retry-after", "")),
                page=await self._page(response),
                headers=headers,
                lasting=asking.lasting,
            )
        return Answer(
            url=asking.url,
            content=b"" if unchanged else await self._content(response, asking),
            content_type=heads.kept(headers.get("content-type", ""), 200),
            etag=heads.kept(headers.get("etag", ""), 1000),
            last_modified=heads.kept(headers.get("last-modified", ""), 200),
            unchanged=unchanged,
            moved_to=asking.moved_to,
            max_age=heads.max_age(headers),
            links=heads.links(headers.get("link", ""), base=asking.url),
            status=response.status,
            headers=headers,
        )

    async def _content(self, response: aiohttp.ClientResponse, asking: _Asking) -> bytes:
        where = asking.where
        if (response.content_length or 0) > self._limits.size:
            raise SizeError(f"{where}is larger than {self._limits.size:,} bytes")
        try:
            body = Body(_encoding(response), limit=self._limits.size)
            async for piece in response.content.iter_any():
                body.add(piece)
            return body.whole(unended=asking.unended)
        except FetchError as error:
            raise type(error)(f"{where}{error}") from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            if isinstance(error, TimeoutError):
                raise
            raise BrokenError(f"{where}broke off after {body.came:,} bytes") from error

    async def _page(self, response: aiohttp.ClientResponse) -> bytes:
        """Return the beginning of what came in place of a document, or nothing if it is broken."""
        try:
            body = Body(_encoding(response), limit=_PAGE)
        except BrokenError:
            return b""
        with suppress(FetchError, aiohttp.ClientError, OSError, ValueError):
            async with asyncio.timeout(_PAGE_SECONDS):
                async for piece in response.content.iter_any():
                    body.add(piece)
        return body.beginning()[:_PAGE]


def _next(asking: _Asking, response: aiohttp.ClientResponse) -> _Asking:
    if asking.method == "POST" and response.status not in _REPEATED:
        raise StatusError(response.status, where=asking.where)
    url = _target(asking, str(response.headers.get("Location", "")))
    lasting = asking.lasting and response.status in _PERMANENT
    # A permanent move from https to http is followed, but not believed for ever.
    kept = lasting and url.startswith(asking.url.partition(":")[0])
    return replace(
        asking,
        url=url,
        where=f"redirects to {_told(asking, url)}, which ",
        moved_to=urldefrag(url).url if kept else asking.moved_to,
        lasting=kept,
    )


def _target(asking: _Asking, location: str) -> str:
    if not location:
        raise RedirectError("redirects without saying where to")
    where = f"redirects to {_told(asking, location)!r}, which "
    try:
        return checked(urljoin(asking.url, location))
    except AddressError as error:
        said = "can't be asked" if asking.form else str(error)
        raise AddressError(f"{where}{said}") from error
    except ValueError as error:
        raise AddressError(f"{where}is no address") from error


def _told(asking: _Asking, location: str) -> str:
    """Return as much of where it leads as may be told: it may repeat the form, which may be secret."""
    return host_of(location)[:200] or "an address" if asking.form else location[:200]


def _headers(response: aiohttp.ClientResponse) -> dict[str, str]:
    """Return the head; what is said several times is joined as in a list."""
    found: dict[str, str] = {}
    for name, value in response.headers.items():
        key = name.lower()
        found[key] = f"{found[key]}, {value}" if key in found else value
    return found


def _encoding(response: aiohttp.ClientResponse) -> str:
    return heads.kept(str(response.headers.get("Content-Encoding", "")), 200)
