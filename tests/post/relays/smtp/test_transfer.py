"""Letters over one connection: each has its outcome, whatever the server does."""

import asyncio
from collections import deque
from collections.abc import Coroutine
from typing import Any

import pytest

from pamphleteer.post.errors import RelayError, Scope
from pamphleteer.post.relays.kit import Letter, Outcome, Reply
from pamphleteer.post.relays.smtp import Account, open_session, transfer
from tests.post.relays.smtp.speaking import Hangup, Odd, Silence, Speaking

PLAIN = ("SIZE 1000000",)
PIPELINED = ("PIPELINING", "SIZE 1000000")
CHUNKED = ("PIPELINING", "CHUNKING", "SIZE 1000000")
WAYS = pytest.mark.parametrize("offers", [PLAIN, PIPELINED, CHUNKED])


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(work, 20))


def letter(number: int, to: str = "", content: bytes = b"") -> Letter:
    body = content or b"Subject: %d\r\n\r\n.fish\r\n..\r\n.\r\nend\r\n" % number
    return Letter(number, "digest@example.org", to or f"reader-{number}@readers.example", body)


async def sent(
    server: Speaking, letters: list[Letter], *, window: int = 3, patience: float = 5
) -> tuple[dict[int, Outcome], RelayError | None]:
    """Hand over letters; return what became of each, and why the connection ended if it did."""
    waiting, outcomes = deque(letters), dict[int, Outcome]()

    async def settle(one: Letter, outcome: Outcome) -> None:
        assert one.key not in outcomes
        outcomes[one.key] = outcome

    account = Account("one", "127.0.0.1", server.port, tls="no", timeout=patience)
    try:
        session = await open_session(account)
    except RelayError as error:
        return outcomes, error
    try:
        await transfer(
            session,
            following=lambda: waiting.popleft() if waiting else None,
            settle=settle,
            window=window,
        )
    except RelayError as error:
        return outcomes, error
    finally:
        await session.close()
    return outcomes, None


def only(verb: str, said: str, *, to: str = "") -> Odd:
    return lambda asked, words: said if asked == verb and to in words else None


@WAYS
def test_all_letters_arrive_as_they_are(offers: tuple[str, ...]) -> None:
    async def work() -> None:
        async with Speaking(offers=offers).running() as server:
            letters = [letter(number) for number in range(10)]

            outcomes, error = await sent(server, letters)

            assert error is None
            assert [one for _, one in server.kept] == [one.content for one in letters]
            assert [to for to, _ in server.kept] == [one.to for one in letters]
            assert {str(one) for one in outcomes.values()} == {"250 kept"}
            assert server.connections == 1

    run(work())


@WAYS
@pytest.mark.parametrize("refused", [{0}, {9}, {3, 4, 5}, set(range(10))])
def test_a_reader_who_is_refused_holds_up_nobody_else(
    offers: tuple[str, ...], refused: set[int]
) -> None:
    def odd(verb: str, words: str) -> str | None:
        said = any(f"reader-{one}@" in words for one in refused)
        return "550 5.1.1 no such user" if verb == "RCPT" and said else None

    async def work() -> None:
        async with Speaking(offers=offers, odd=odd).running() as server:
            outcomes, error = await sent(server, [letter(number) for number in range(10)])

            assert error is None
            assert len(server.kept) == 10 - len(refused)
            for number, outcome in outcomes.items():
                if number in refused:
                    assert isinstance(outcome, RelayError)
                    assert outcome.scope is Scope.READER
                    assert outcome.permanent
                    assert not outcome.doubt
                else:
                    assert isinstance(outcome, Reply)
            assert len(outcomes) == 10

    run(work())


@WAYS
def test_a_letter_that_is_refused_at_its_end_holds_up_nobody_else(offers: tuple[str, ...]) -> None:
    odd = only("END", "451 4.7.1 greylisted", to="reader-2@")

    async def work() -> None:
        async with Speaking(offers=offers, odd=odd).running() as server:
            outcomes, error = await sent(server, [letter(number) for number in range(5)])

            refused = outcomes.pop(2)
            assert error is None
            assert isinstance(refused, RelayError)
            assert refused.scope is Scope.SITE
            assert all(isinstance(one, Reply) for one in outcomes.values())
            assert len(server.kept) == len(outcomes) == 4

    run(work())


@WAYS
@pytest.mark.parametrize(
    ("verb", "said"),
    [
        ("HELLO", "554 5.7.1 go away"),
        ("EHLO", "421 4.3.2 closing"),
        ("MAIL", "535 5.7.8 log in"),
        ("MAIL", "550 5.7.1 account suspended"),
        ("RCPT", "421 4.3.2 closing"),
        ("END", "421 4.3.2 closing"),
    ],
)
def test_what_the_relay_is_to_blame_for_ends_the_connection(
    offers: tuple[str, ...], verb: str, said: str
) -> None:
    async def work() -> None:
        async with Speaking(offers=offers, odd=only(verb, said)).running() as server:
            outcomes, error = await sent(server, [letter(number) for number in range(5)])

            assert error is not None
            assert error.scope is Scope.RELAY
            assert not server.kept
            assert all(
                isinstance(one, RelayError) and one.scope is Scope.RELAY and not one.doubt
                for one in outcomes.values()
            )

    run(work())


def raising(verb: str, what: type[Exception], *, times: int) -> Odd:
    """Go wrong at the so-manieth time."""
    seen = 0

    def odd(asked: str, _words: str) -> str | None:
        nonlocal seen
        seen += asked == verb
        if asked == verb and seen == times:
            raise what
        return None

    return odd


@WAYS
@pytest.mark.parametrize("what", [Hangup, Silence])
def test_only_what_was_handed_over_without_a_reply_is_in_doubt(
    offers: tuple[str, ...], what: type[Exception]
) -> None:
    async def work() -> None:
        async with Speaking(offers=offers, odd=raising("END", what, times=3)).running() as server:
            letters = [letter(number) for number in range(8)]
            outcomes, error = await sent(server, letters, window=3, patience=0.05)

            doubtful = {
                key for key, one in outcomes.items() if isinstance(one, RelayError) and one.doubt
            }
            kept = {int(to.removeprefix("reader-").partition("@")[0]) for to, _ in server.kept}
            assert error is not None
            assert [key for key, one in outcomes.items() if isinstance(one, Reply)] == [0, 1]
            assert kept == {0, 1, 2}
            assert kept - {0, 1} <= doubtful
            assert len(doubtful) <= (3 if "CHUNKING" in offers else 1)

    run(work())


@WAYS
def test_before_a_letter_is_handed_over_nothing_is_in_doubt(offers: tuple[str, ...]) -> None:
    odd = raising("RCPT", Hangup, times=2)

    async def work() -> None:
        async with Speaking(offers=offers, odd=odd).running() as server:
            outcomes, error = await sent(server, [letter(number) for number in range(4)], window=1)

            assert error is not None
            assert isinstance(outcomes[0], Reply)
            lost = outcomes[1]
            assert isinstance(lost, RelayError)
            assert lost.doubt == ("CHUNKING" in offers)
            assert len(outcomes) == 2

    run(work())


def test_a_server_that_wants_content_for_nobody_gets_none() -> None:
    """RFC 2920, section 3.1: a lone dot."""

    async def work() -> None:
        odd = only("RCPT", "550 5.1.1 no", to="reader-1@")
        async with Speaking(odd=odd, naive=True).running() as server:
            outcomes, error = await sent(server, [letter(1), letter(2)])

            assert error is None
            assert [to for to, _ in server.kept] == ["reader-2@readers.example"]
            assert isinstance(outcomes[1], RelayError)
            assert isinstance(outcomes[2], Reply)

    run(work())


@pytest.mark.parametrize(
    ("to", "content", "scope"),
    [
        ("josé@readers.example", b"x\r\n", Scope.SITE),
        ("a>\r\nRCPT TO:<eve@elsewhere.example", b"x\r\n", Scope.READER),
        ("ada@readers.example", b"x" * 1_000_001 + b"\r\n", Scope.SITE),
    ],
)
def test_what_no_envelope_takes_is_not_sent(to: str, content: bytes, scope: Scope) -> None:
    async def work() -> None:
        async with Speaking().running() as server:
            outcomes, error = await sent(server, [letter(1, to, content), letter(2)])

            refused = outcomes[1]
            assert error is None
            assert isinstance(refused, RelayError)
            assert refused.scope is scope
            assert [one for one, _ in server.kept] == ["reader-2@readers.example"]
            assert not any("eve" in one for one in server.heard)

    run(work())


def test_addresses_beyond_ascii_go_to_servers_that_take_them() -> None:
    async def work() -> None:
        async with Speaking(offers=("PIPELINING", "SMTPUTF8", "8BITMIME")).running() as server:
            outcomes, error = await sent(server, [letter(1, "josé@readers.example")])

            assert error is None
            assert isinstance(outcomes[1], Reply)
            assert any("SMTPUTF8 BODY=8BITMIME" in one for one in server.heard)

    run(work())
