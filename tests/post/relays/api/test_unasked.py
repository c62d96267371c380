"""A provider, or something in between, that answers what nobody asked: no letter is taken by that."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable

import pytest

from pamphleteer.post.errors import RelayError
from pamphleteer.post.relays import open_relay
from pamphleteer.post.relays.kit import Letter, Outcome, Reply
from tests.post.conftest import relay_of
from tests.post.relays.api.providing import letter, run

TAKEN = json.dumps(
    {"ErrorCode": 0, "Message": "OK", "MessageID": "b", "To": "rita@readers.example"}
)
Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def said(status: str, body: str) -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    return f"{head}\r\n\r\n{body}".encode()


async def heard(reader: asyncio.StreamReader) -> None:
    """Wait for a whole request."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head.lower())
    assert length
    await reader.readexactly(int(length[1]))


async def carried(serve: Serve) -> list[Outcome]:
    """Hand two letters over, with some time between; return what became of them."""

    async def served(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await serve(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(served, "127.0.0.1", 0, limit=2**22)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    line = await open_relay(relay_of("postmark://", password="key", api_url=url, timeout=2)).open()
    left, outcomes = [letter(), letter()], list[Outcome]()

    async def settle(_: Letter, outcome: Outcome) -> None:
        outcomes.append(outcome)
        await asyncio.sleep(0.05)

    try:
        await line.carry(following=lambda: left.pop() if left else None, settle=settle)
    except RelayError as error:
        assert error is outcomes[-1]
    finally:
        await line.close()
        server.close()
    return outcomes


@pytest.mark.parametrize("after", [0.0, 0.01])
def test_a_second_answer_to_one_letter_is_none_to_the_next(after: float) -> None:
    connections = list[int]()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(1)
        await heard(reader)
        writer.write(said("200 OK", TAKEN) if len(connections) == 1 else said("413 large", "{}"))
        await asyncio.sleep(after)
        writer.write(said("200 OK", TAKEN))
        await heard(reader)

    first, second = run(carried(serve))
    assert isinstance(first, Reply)
    assert isinstance(second, RelayError)
    assert len(connections) == 2


def test_an_answer_before_the_letter_is_no_answer_and_leaves_no_doubt() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(said("200 OK", TAKEN))
        await heard(reader)

    [outcome] = run(carried(serve))
    assert isinstance(outcome, RelayError)
    assert not outcome.doubt
    assert "answers before it is asked" in outcome.reply
