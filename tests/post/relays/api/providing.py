"""Providers on loopback that answer as they are told to, and letters for them."""

import asyncio
import json
import threading
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from email.parser import BytesParser
from typing import Any

from aiohttp import web

from pamphleteer.post.errors import RelayError
from pamphleteer.post.letters.flowed import flowed
from pamphleteer.post.making import Own, encode, fields
from pamphleteer.post.relays import open_relay
from pamphleteer.post.relays.kit import Letter, Outcome

MESSAGE_ID = "5b3f@example.org"
SIGNATURE = b"DKIM-Signature: v=1;\r\n b=abc\r\n\tdef\r\nDKIM-Signature: v=1; b=x\r\n"
LINK = "https://desk.example.org/digest/leave/token"


@dataclass
class Said:
    """An answer; `cut` ends the connection instead, `silent` never answers."""

    status: int = 200
    told: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False
    silent: bool = False


@dataclass(frozen=True)
class Heard:
    """One request."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    query: Mapping[str, str] = field(default_factory=dict)

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, Message]:
        """The parts of a form, by name."""
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        parts = BytesParser().parsebytes(head + self.body).get_payload()
        named = {str(p.get_param("name", header="content-disposition")): p for p in parts}
        return dict(named)


@dataclass
class Provider:
    """A server that says one thing after another, the last one for ever."""

    says: deque[Said]
    heard: list[Heard] = field(default_factory=list)
    url: str = ""
    done: asyncio.Event = field(default_factory=asyncio.Event)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        head = (request.method, request.path, request.headers.copy())
        self.heard.append(Heard(*head, body, dict(request.query)))
        said = self.says.popleft() if len(self.says) > 1 else self.says[0]
        if said.silent:
            await self.done.wait()
        if said.cut and request.transport:
            request.transport.abort()
        told = said.told if isinstance(said.told, str) else json.dumps(said.told)
        kind = {} if isinstance(said.told, str) else {"Content-Type": "application/json"}
        return web.Response(status=said.status, text=told, headers={**kind, **said.headers})


@asynccontextmanager
async def providing(*says: Said) -> AsyncIterator[Provider]:
    """Let a provider run."""
    provider = Provider(deque(says))
    app = web.Application(client_max_size=10**7)
    app.router.add_route("*", "/{path:.*}", provider._answer)
    runner = web.AppRunner(app, shutdown_timeout=0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    provider.url = f"{site.name}/api/"
    try:
        yield provider
    finally:
        provider.done.set()
        await runner.cleanup()


@contextmanager
def running(*says: Said) -> Iterator[Provider]:
    """Let a provider run in a thread of its own."""
    stands, done, found = threading.Event(), asyncio.Event(), list[Provider]()
    loop = asyncio.new_event_loop()

    async def work() -> None:
        async with providing(*says) as provider:
            found.append(provider)
            stands.set()
            await done.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=[work()])
    thread.start()
    assert stands.wait(10)
    try:
        yield found[0]
    finally:
        loop.call_soon_threadsafe(done.set)
        thread.join(10)
        loop.close()


def run(work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(asyncio.wait_for(work, 20))


async def carried(options: Mapping[str, Any], *letters: Letter) -> list[Outcome]:
    """Hand letters to a relay over one line, as long as it takes any; return what became of them."""
    waiting, outcomes = deque(letters), list[Outcome]()

    async def settle(_: Letter, outcome: Outcome) -> None:
        outcomes.append(outcome)

    line = await open_relay(options).open()
    try:
        await line.carry(following=lambda: waiting.popleft() if waiting else None, settle=settle)
    except RelayError as error:
        assert error is outcomes[-1]
    finally:
        await line.close()
    return outcomes


def said_by(
    options: Callable[[str], Mapping[str, Any]], *says: Said, letters: int = 1, refusals: int = 0
) -> tuple[list[Outcome], list[Heard]]:
    """Return what becomes of letters, and what a provider heard that says this."""

    async def work() -> tuple[list[Outcome], list[Heard]]:
        async with providing(*says) as provider:
            handed = [letter(refusals=refusals) for _ in range(letters)]
            return await carried(options(provider.url), *handed), provider.heard

    found: tuple[list[Outcome], list[Heard]] = run(work())
    return found


def letter(to: str = "rita@readers.example", *, refusals: int = 0) -> Letter:
    """Return a letter as the post writes it."""
    line = (
        "Ein sehr langer Absatz über die Fähre, der sich über mehr als eine Zeile zieht und fließt."
    )
    shared = [
        fields.sender("The Lower Velm – Courier", "digest@example.org"),
        fields.field("Subject", "Heute: die Fähre fährt wieder"),
        fields.field("List-Id", "<daily.example.org>"),
        fields.field("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
    ]
    own = [fields.field("List-Unsubscribe", f"<{LINK}>")]
    once = encode(html=f"<p>{line}</p>", text=flowed(f"{line}\n"), lengths={}, shared=shared)
    dated = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)
    content = SIGNATURE + once.letter(Own(to, MESSAGE_ID, dated, own, {}))
    return Letter(1, "digest@example.org", to, content, refusals)
