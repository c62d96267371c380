"""Servers that answer anything: no letter is lost, none is wrongly called accepted, and nothing hangs."""

import asyncio
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pamphleteer.post.errors import RelayError
from pamphleteer.post.relays.kit import Reply
from pamphleteer.post.relays.smtp import Account, open_session
from tests.post.relays.smtp.speaking import Hangup, Silence, Speaking
from tests.post.relays.smtp.test_transfer import CHUNKED, PIPELINED, PLAIN, letter, sent

CODES = [
    220,
    221,
    250,
    251,
    252,
    334,
    354,
    421,
    450,
    451,
    452,
    454,
    500,
    502,
    503,
    530,
    535,
    550,
    552,
    554,
]
LETTERS = 6

words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=30
)
codes = st.sampled_from(CODES)
replies = st.one_of(
    st.tuples(codes, words).map(lambda said: f"{said[0]} {said[1]}"),
    st.tuples(codes, words, words).map(lambda said: f"{said[0]}-{said[1]}\r\n{said[0]} {said[2]}"),
    st.tuples(codes, codes).map(lambda said: f"{said[0]}-one\r\n{said[1]} two"),
    codes.map(str),
    words,
    st.just(""),
    st.just("\x00\x00"),
    st.just("250-" + "x" * 100_000),
    st.just("\r\n".join(["250-x"] * 200)),
    st.just("99999 what"),
    st.sampled_from([Hangup, Silence]),
)
# From which command on, counted over all of them, what is said instead.
plans = st.dictionaries(st.integers(0, 4 * LETTERS + 4), replies, max_size=4)


def follow(plan: dict[int, str | type[Exception]]) -> Callable[[str, str], str | None]:
    asked = -1

    def odd(verb: str, _words: str) -> str | None:
        nonlocal asked
        asked += 1
        said = plan.get(asked)
        if isinstance(said, type):
            raise said
        # What it says of a letter that it keeps is never anything but that.
        return None if said is not None and verb == "END" and said.startswith("250") else said

    return odd


@pytest.mark.parametrize("offers", [PLAIN, PIPELINED, CHUNKED])
@settings(max_examples=120, deadline=None)
@given(plan=plans, halves=st.booleans())
def test_whatever_a_server_says_each_letter_is_accounted_for(
    offers: tuple[str, ...], plan: dict[int, str | type[Exception]], halves: bool
) -> None:
    async def work() -> None:
        async with Speaking(offers=offers, odd=follow(plan), halves=halves).running() as server:
            letters = [letter(number) for number in range(LETTERS)]
            outcomes, error = await sent(server, letters, window=3, patience=0.03)

            kept = {to for to, _ in server.kept}
            accepted = {one.to for one in letters if isinstance(outcomes.get(one.key), Reply)}
            doubtful = {
                one.to
                for one in letters
                if isinstance(why := outcomes.get(one.key), RelayError) and why.doubt
            }
            assert accepted <= kept
            assert kept <= accepted | doubtful
            assert len(doubtful) <= 3
            assert error is not None or len(outcomes) == LETTERS

    asyncio.run(asyncio.wait_for(work(), 10))


@pytest.mark.parametrize("offers", [PLAIN, PIPELINED])
@pytest.mark.parametrize("verb", ["HELLO", "EHLO", "MAIL", "RCPT", "DATA", "END"])
def test_a_server_that_says_more_than_it_was_asked_is_left(
    offers: tuple[str, ...], verb: str
) -> None:
    said = {"HELLO": "220 here", "EHLO": "250 here", "DATA": "354 go on"}.get(verb, "250 yes")

    async def work() -> None:
        def odd(asked: str, _: str) -> str | None:
            return f"{said}\r\n250 and more" if asked == verb else None

        async with Speaking(offers=offers, odd=odd).running() as server:
            outcomes, error = await sent(server, [letter(number) for number in range(LETTERS)])

            accepted = sum(isinstance(one, Reply) for one in outcomes.values())
            assert error is not None or verb == "END"
            assert accepted <= 1

    asyncio.run(asyncio.wait_for(work(), 10))


@pytest.mark.parametrize("offers", [PLAIN, PIPELINED, CHUNKED])
@pytest.mark.parametrize("verb", ["HELLO", "EHLO", "MAIL", "RCPT", "END"])
def test_a_reply_that_comes_drop_by_drop_is_not_waited_for_without_end(
    offers: tuple[str, ...], verb: str
) -> None:
    def odd(asked: str, _: str) -> str | None:
        return "250 " + "x" * 500 if asked == verb else None

    async def work() -> None:
        async with Speaking(offers=offers, odd=odd, drips=0.02).running() as server:
            outcomes, error = await sent(
                server, [letter(number) for number in range(2)], patience=0.5
            )

            assert error is not None
            assert "no reply within" in error.reply or verb in {"HELLO", "EHLO"}
            assert not any(isinstance(one, Reply) for one in outcomes.values())

    # Whoever waits for each letter of the reply waits for ten seconds.
    asyncio.run(asyncio.wait_for(work(), 6))


@pytest.mark.parametrize("offers", [PLAIN, PIPELINED, CHUNKED])
@pytest.mark.parametrize("said", ["200 fine", "221 bye", "354 go on"])
def test_a_letter_to_which_a_server_says_neither_yes_nor_no_is_in_doubt(
    offers: tuple[str, ...], said: str
) -> None:
    def odd(asked: str, _: str) -> str | None:
        return said if asked == "END" else None

    async def work() -> None:
        async with Speaking(offers=offers, odd=odd).running() as server:
            outcomes, error = await sent(server, [letter(number) for number in range(2)], window=1)

            first = outcomes[0]
            assert error is not None
            assert isinstance(first, RelayError)
            assert first.doubt
            assert said in first.reply

    asyncio.run(asyncio.wait_for(work(), 3))


@pytest.mark.parametrize("offers", [PLAIN, PIPELINED])
def test_nobody_gets_an_empty_letter_from_a_server_that_says_neither_yes_nor_no(
    offers: tuple[str, ...],
) -> None:
    def odd(asked: str, _: str) -> str | None:
        return "252 perhaps" if asked == "RCPT" else None

    async def work() -> None:
        async with Speaking(offers=offers, odd=odd, naive=True).running() as server:
            outcomes, error = await sent(server, [letter(0)])

            assert error is not None
            assert isinstance(why := outcomes[0], RelayError)
            assert not why.doubt
            assert not server.kept

    asyncio.run(asyncio.wait_for(work(), 3))


@pytest.mark.parametrize(
    ("odd", "words", "timeout"),
    [(Silence, "nothing came in time", 0.02), (Hangup, "it closed the connection", 10)],
)
def test_what_goes_wrong_before_a_letter_is_told_in_words(
    odd: type[Exception], words: str, timeout: float
) -> None:
    left = asyncio.Event()

    async def served(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        if odd is Silence:
            await reader.read()
        writer.transport.abort()
        left.set()

    async def work() -> None:
        server = await asyncio.start_server(served, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        account = Account("one", "127.0.0.1", port, tls="implicit", timeout=timeout)
        async with server:
            with pytest.raises(RelayError, match=words):
                await open_session(account)
            await left.wait()

    asyncio.run(asyncio.wait_for(work(), 5))
