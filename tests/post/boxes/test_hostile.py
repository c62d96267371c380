"""Mail servers that answer anything: reading ends, in bounded memory, with a word about it."""

import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pamphleteer.post.boxes.imap import Box
from pamphleteer.post.errors import BoxError

Answers = Mapping[bytes, bytes]
USUAL: Answers = {
    b"": b"* OK ready\r\n",
    b"CAPABILITY": b"* CAPABILITY IMAP4rev1 UIDPLUS\r\nTAG OK done\r\n",
    b"LOGIN": b"TAG OK in\r\n",
    b"SELECT": b"* 1 EXISTS\r\n* OK [UIDVALIDITY 7] .\r\n* OK [UIDNEXT 3] .\r\nTAG OK [READ-WRITE] .\r\n",
    b"UID SEARCH": b"* SEARCH 2 99 2 x -1\r\nTAG OK done\r\n",
    b"UID FETCH": b"* 1 FETCH (UID 2 BODY[]<0> {3}\r\nabc)\r\nTAG OK done\r\n",
    b"UID STORE": b"TAG OK done\r\n",
    b"UID EXPUNGE": b"TAG OK done\r\n",
    b"LOGOUT": b"* BYE\r\nTAG OK done\r\n",
}


class Listening:
    """Answers each command with words that were given, one connection after another."""

    def __init__(self) -> None:
        self.answers: Answers = USUAL
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.thread = threading.Thread(target=self._serve)
        self.thread.start()

    @property
    def url(self) -> str:
        return f"imap://x@127.0.0.1:{self.socket.getsockname()[1]}/INBOX"

    def _serve(self) -> None:
        while True:
            try:
                peer, _ = self.socket.accept()
            except OSError:
                return
            with peer, peer.makefile("rb") as lines:
                try:
                    self._talk(peer, lines.readline)
                except OSError:
                    continue

    def _talk(self, peer: socket.socket, line: Callable[[], bytes]) -> None:
        peer.sendall(self.answers[b""])
        while words := line().strip():
            tag, _, command = words.partition(b" ")
            known = [one for one in self.answers if one and command.upper().startswith(one)]
            answer = self.answers[known[0]] if known else b"TAG BAD what\r\n"
            if not answer:
                return
            for piece in self._pieces(answer.replace(b"TAG", tag)):
                peer.sendall(piece)

    def _pieces(self, answer: bytes) -> Iterator[bytes]:
        if not answer.startswith(b"drip"):
            yield answer
            return
        for place in range(len(answer)):
            time.sleep(0.03)
            yield answer[place : place + 1]

    def close(self) -> None:
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join()


@pytest.fixture(scope="module")
def listening() -> Iterator[Listening]:
    server = Listening()
    yield server
    server.close()


@contextmanager
def answering(server: Listening, answers: Mapping[bytes, bytes]) -> Iterator[None]:
    server.answers = {**USUAL, **answers}
    try:
        yield
    finally:
        server.answers = USUAL


def read(server: Listening) -> list[bytes]:
    with Box(server.url, "secret", timeout=0.3) as box:
        found = [box.content(number) for number in box.since(0)]
        box.remove([2])
    return found


def test_numbers_that_were_not_asked_for_are_left_out(listening: Listening) -> None:
    assert read(listening) == [b"abc"]


@pytest.mark.parametrize(
    "answers",
    [
        {b"": b""},
        {b"": b"HTTP/1.1 400 Bad Request\r\n\r\n"},
        {b"": b"x" * 2_000_000 + b"\r\n"},
        {b"LOGIN": b""},
        {b"LOGIN": b"TAG NO who are you\r\n"},
        {b"SELECT": b"TAG OK\r\n"},
        {b"SELECT": b"* OK [UIDVALIDITY x] .\r\n* OK [UIDNEXT 3] .\r\nTAG OK .\r\n"},
        {b"SELECT": b"* OK [UIDVALIDITY 99999999999999] .\r\n* OK [UIDNEXT 3] .\r\nTAG OK .\r\n"},
        {b"UID SEARCH": b"TAG BAD no\r\n"},
        {b"UID SEARCH": b"* SEARCH" + b" 2" * 700_000 + b"\r\nTAG OK done\r\n"},
        {b"UID FETCH": b"* 1 FETCH (UID 2 BODY[]<0> {99999999999}\r\nabc)\r\n"},
        {b"UID FETCH": b"* 1 FETCH (UID 2 BODY[]<0> {1000}\r\nabc"},
        {b"UID FETCH": b""},
        {b"UID STORE": b"TAG NO read only\r\n"},
        {b"UID EXPUNGE": b"* BYE\r\n"},
    ],
    ids=range(15),
)
def test_what_is_no_mail_server_is_an_error_in_words(
    listening: Listening, answers: Mapping[bytes, bytes]
) -> None:
    with answering(listening, answers), pytest.raises(BoxError, match=r".{3,400}"):
        read(listening)


@pytest.mark.parametrize("command", [b"LOGIN", b"UID FETCH"])
def test_an_answer_that_drips_is_not_waited_for_without_end(
    listening: Listening, command: bytes
) -> None:
    begun = time.monotonic()

    with (
        answering(listening, {command: b"drip" * 1_000}),
        pytest.raises(BoxError),
        Box(listening.url, "secret", timeout=0.05) as box,
    ):
        box.content(2)

    assert time.monotonic() - begun < 5


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    command=st.sampled_from([b"", *(one for one in USUAL if one)]),
    answer=st.binary(max_size=60),
)
def test_any_answer_ends(listening: Listening, command: bytes, answer: bytes) -> None:
    wrong = answer + b"\r\nTAG OK done\r\n"
    with answering(listening, {command: wrong}):
        try:
            read(listening)
        except BoxError as error:
            assert len(str(error)) <= 400
