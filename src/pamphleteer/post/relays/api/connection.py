"""One connection to a provider: requests out, answers in, within limits that no server can stretch."""

import asyncio
from dataclasses import dataclass
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import aiohttp
from requests import PreparedRequest, Request, Response
from requests.structures import CaseInsensitiveDict
from yarl import URL

from pamphleteer.post.errors import RelayError, Scope
from pamphleteer.post.meanings.reasons import Reason
from pamphleteer.post.relays.kit import worded

_MOST = 100_000  # bytes of an answer
_IDLE = 4.0  # seconds that a connection is kept: one that the provider closes meanwhile would leave a letter in doubt
_NOT_OURS = {"content-length", "accept-encoding", "connection"}


@dataclass(slots=True)
class _Progress:
    """How far a request has gone: with `begun` the provider may have taken what it asks for."""

    begun: bool = False


async def _begun(_: object, context: SimpleNamespace, __: object) -> None:
    context.trace_request_ctx.begun = True


class _Asked(aiohttp.TCPConnector):
    """Connections on which nothing was said unasked: it would be read as the answer to the next letter."""

    async def connect(
        self,
        req: aiohttp.ClientRequest,
        traces: list[Any],
        timeout: aiohttp.ClientTimeout,  # noqa: ASYNC109 - it is aiohttp's own, of many parts
    ) -> Any:
        for _ in range(2):  # one that was kept, and a new one
            connection = await super().connect(req, traces, timeout)
            for _ in range(2):  # turns of the loop in which what has come already is read
                await asyncio.sleep(0)
            if connection.protocol is None or not connection.protocol.should_close:
                return connection
            connection.close()
        raise aiohttp.ClientConnectionError("it answers before it is asked")


class Connection:
    """Speaks to one provider; follows no redirect, uses no proxy, keeps no cookie.

    `timeout` is for a whole request, in seconds.
    """

    def __init__(self, *, timeout: float) -> None:
        self._timeout = timeout
        tracing = aiohttp.TraceConfig()
        tracing.on_request_headers_sent.append(_begun)
        self._session = aiohttp.ClientSession(
            connector=_Asked(limit=1, keepalive_timeout=_IDLE),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=timeout),
            auto_decompress=False,
            trace_configs=[tracing],
        )

    async def ask(self, request: PreparedRequest) -> Response:
        """Return the answer to a request; raises `RelayError` of the relay, in doubt once the request had begun."""
        progress = _Progress()
        try:
            return await self._asked(request, progress)
        except TimeoutError as error:
            raise _lost(f"no answer within {self._timeout:g} seconds", progress) from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            lost = "the connection was lost" if progress.begun else "no connection"
            raise _lost(
                f"{lost}: {worded(str(error)) or type(error).__name__}", progress
            ) from error

    async def close(self) -> None:
        """Say goodbye."""
        await self._session.close()

    async def _asked(self, request: PreparedRequest, progress: _Progress) -> Response:
        headers = {
            "User-Agent": "Pamphleteer",
            **{k: str(v) for k, v in request.headers.items() if k.lower() not in _NOT_OURS},
            "Accept-Encoding": "identity",
        }
        async with self._session.request(
            request.method or "GET",
            URL(request.url or "", encoded=True),
            data=content(request),
            headers=headers,
            allow_redirects=False,
            trace_request_ctx=progress,
        ) as answer:
            body = await _body(answer)
        return _response(request, answer, body)


def _lost(said: str, progress: _Progress) -> RelayError:
    return RelayError(said, scope=Scope.RELAY, doubt=progress.begun, reason=Reason.NETWORK)


def content(request: PreparedRequest) -> bytes:
    """Return what a request says; raises `TypeError` for what is not there yet."""
    body = request.body or b""
    if isinstance(body, str):
        return body.encode()
    if not isinstance(body, bytes):
        raise TypeError("a request whose content is not there yet")
    return body


async def answers(url: str, *, within: float) -> Response:
    """Return what a provider says to nobody it knows, by which it is seen to be there; raises `RelayError`."""
    connection = Connection(timeout=within)
    try:
        return await connection.ask(Request("GET", url).prepare())
    finally:
        await connection.close()


async def _body(answer: aiohttp.ClientResponse) -> bytes:
    """Return what an answer says, cut where it is too much."""
    body = b""
    while len(body) <= _MOST and (part := await answer.content.read(_MOST)):
        body += part
    if len(body) > _MOST:
        answer.close()
    return body[:_MOST]


def _response(request: PreparedRequest, answer: aiohttp.ClientResponse, body: bytes) -> Response:
    response = Response()
    response.status_code = answer.status
    response.reason = answer.reason or ""
    response.headers = CaseInsensitiveDict(answer.headers)
    response.url = request.url or ""
    response.request = request
    response.encoding = "utf-8"
    response.raw = BytesIO(body)
    return response
