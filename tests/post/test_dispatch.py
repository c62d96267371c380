"""Letters that are carried in a thread of their own, over many lines."""

import asyncio
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from pamphleteer.post.dispatch import Dispatch, Settled
from pamphleteer.post.errors import RelayError, Scope
from pamphleteer.post.relays.kit import Letter, Reply
from pamphleteer.post.relays.smtp import Account, SmtpRelay
from pamphleteer.post.relays.smtp import relay as relay_module
from tests.post.relays.smtp.speaking import Speaking
from tests.post.relays.smtp.test_transfer import CHUNKED, PIPELINED, PLAIN, letter, only


@contextmanager
def running(server: Speaking) -> Iterator[Speaking]:
    """Let a server run in a thread of its own."""
    stands, done = threading.Event(), asyncio.Event()
    loop = asyncio.new_event_loop()

    async def work() -> None:
        async with server.running():
            stands.set()
            await done.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=[work()])
    thread.start()
    assert stands.wait(10)
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(done.set)
        thread.join(10)
        loop.close()


def relay(server: Speaking, name: str = "one", *, lines: int = 4, window: int = 2) -> SmtpRelay:
    account = Account(name, "127.0.0.1", server.port, tls="no", timeout=5)
    return SmtpRelay(account, lines=lines, window=window)


def carried(dispatch: Dispatch, letters: list[Letter], name: str = "one") -> list[Settled]:
    """Hand in letters as there is room, and return all that came back."""
    waiting, found = list(letters), list[Settled]()
    end = time.monotonic() + 20
    while (waiting or dispatch.out()) and time.monotonic() < end:
        room = dispatch.room(name)
        if waiting and room:
            dispatch.hand(name, waiting[:room])
            del waiting[:room]
        found += dispatch.settled(within=0.2)
    assert not waiting
    return found


def outcomes(found: Sequence[Settled]) -> dict[int, str]:
    letters = [one for one in found if one.letter is not None]
    assert len({one.letter.key for one in letters if one.letter}) == len(letters)
    return {one.letter.key: str(one.outcome) for one in letters if one.letter}


@pytest.mark.parametrize("offers", [PLAIN, PIPELINED, CHUNKED])
def test_many_lines_carry_letters_each_once(offers: tuple[str, ...]) -> None:
    with running(Speaking(offers=offers)) as server, Dispatch([relay(server)]) as dispatch:
        found = carried(dispatch, [letter(number) for number in range(200)])

        assert set(outcomes(found).values()) == {"250 kept"}
        assert len(outcomes(found)) == len(server.kept) == 200
        assert 2 <= server.connections <= 4
        assert dispatch.out() == 0


def test_no_more_is_out_than_lines_and_window_allow_and_one_at_first() -> None:
    with running(Speaking()) as server, Dispatch([relay(server, lines=3, window=2)]) as dispatch:
        assert dispatch.room("one") == 1
        carried(dispatch, [letter(number) for number in range(20)])
        assert dispatch.room("one") == 6
        dispatch.hand("one", [letter(number) for number in range(20, 25)])
        assert dispatch.room("one") == 1


def test_a_relay_that_puts_letters_off_is_handed_fewer() -> None:
    server = Speaking()
    with running(server), Dispatch([relay(server, lines=4, window=2)]) as dispatch:
        carried(dispatch, [letter(number) for number in range(20)])
        assert dispatch.room("one") == 8
        server.odd = only("RCPT", "451 4.7.1 too fast")
        carried(dispatch, [letter(number) for number in range(20, 28)])
        assert dispatch.room("one") < 8


def test_a_relay_that_lets_nobody_in_is_asked_once_and_all_comes_back() -> None:
    server = Speaking(odd=only("HELLO", "554 5.7.1 suspended"))
    with running(server), Dispatch([relay(server)]) as dispatch:
        dispatch.hand("one", [letter(number) for number in range(8)])
        found = list[Settled]()
        while dispatch.out():
            found += dispatch.settled(within=1)

        assert len(outcomes(found)) == 8
        assert {one.letter is None for one in found} == {True, False}
        for one in found:
            assert isinstance(one.outcome, RelayError)
            assert one.outcome.scope is Scope.RELAY
            assert not one.outcome.doubt
        assert server.connections == 1


def test_a_relay_that_takes_few_connections_carries_all_over_those() -> None:
    server = Speaking()
    server.odd = lambda verb, _: (
        "421 4.7.0 too many connections" if verb == "HELLO" and server.connections > 2 else None
    )
    with running(server), Dispatch([relay(server)]) as dispatch:
        found = carried(dispatch, [letter(number) for number in range(200)])

        assert len(server.kept) == 200
        assert set(outcomes(found).values()) == {"250 kept"}


def test_connections_are_renewed_before_they_are_old(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay_module, "_RENEWED", 10)
    with running(Speaking()) as server, Dispatch([relay(server, lines=1)]) as dispatch:
        found = carried(dispatch, [letter(number) for number in range(50)])

        assert len(outcomes(found)) == 50
        assert server.connections == 5


def test_an_idle_line_is_closed_and_another_opened_when_letters_come() -> None:
    with running(Speaking()) as server, Dispatch([relay(server)], idle=0.05) as dispatch:
        carried(dispatch, [letter(1)])
        end = time.monotonic() + 10
        while "QUIT" not in server.heard and time.monotonic() < end:
            dispatch.settled(within=0.02)
        found = carried(dispatch, [letter(2)])

        assert list(outcomes(found)) == [2]
        assert server.connections == 2


def test_two_relays_carry_at_once() -> None:
    with running(Speaking()) as first, running(Speaking()) as second:
        relays = [relay(first, "one"), relay(second, "two")]
        with Dispatch(relays) as dispatch:
            dispatch.hand("one", [letter(number) for number in range(8)])
            dispatch.hand("two", [letter(number) for number in range(8, 16)])
            while dispatch.out():
                assert all(isinstance(one.outcome, Reply) for one in dispatch.settled(within=1))
        assert len(first.kept) == len(second.kept) == 8


def test_what_goes_wrong_in_the_thread_is_told_to_whoever_asks() -> None:
    class Broken:
        name, lines, window = "one", 1, 1

        async def open(self) -> SmtpRelay:
            raise ZeroDivisionError

    with Dispatch([Broken()]) as dispatch:  # type: ignore[list-item]
        dispatch.hand("one", [letter(1)])
        with pytest.raises(ZeroDivisionError):
            for _ in range(50):
                dispatch.settled(within=0.1)


def test_closing_lets_letters_on_their_way_end() -> None:
    with running(Speaking()) as server:
        with Dispatch([relay(server)]) as dispatch:
            dispatch.hand("one", [letter(number) for number in range(8)])
            dispatch.settled(within=5)
        found = dispatch.settled(within=0)
        assert all(isinstance(one.outcome, Reply | RelayError) for one in found)
        assert dispatch.out() == 0


@pytest.mark.parametrize("offers", [PLAIN, PIPELINED, CHUNKED])
@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "END"])
def test_a_connection_that_is_full_says_nothing_of_its_relay(
    offers: tuple[str, ...], verb: str
) -> None:
    asked = 0

    def odd(asks: str, _words: str) -> str | None:
        nonlocal asked
        asked = 0 if asks == "HELLO" else asked + (asks == verb)
        return "421 4.7.0 enough" if asks == verb and asked == 7 else None

    server = Speaking(offers=offers, odd=odd)
    with running(server), Dispatch([relay(server, lines=1)]) as dispatch:
        found = carried(dispatch, [letter(number) for number in range(50)])

        assert set(outcomes(found).values()) == {"250 kept"}
        assert all(one.letter is not None for one in found)
        assert len(server.kept) == 50
        assert server.connections > 4
