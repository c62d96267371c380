"""Turns at Django: slow forms and slow readers of answers do not take all there is."""

import gc
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import pytest

from pamphleteer.project.turns import Turns

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

PATIENCE = 60


@runtime_checkable
class Closed(Protocol):
    """What a server closes once it was sent."""

    def close(self) -> None:
        """Let go of it."""


class Form:
    """A form whose sender takes as long as the test wants."""

    def __init__(self, content: bytes = b"a=b") -> None:
        self.asked, self.comes, self._content = threading.Event(), threading.Event(), content
        self.length = len(content)

    def read(self, _size: int) -> bytes:
        self.asked.set()
        assert self.comes.wait(PATIENCE)
        return self._content


class Stream:
    """An answer that is made while it is sent."""

    streaming = True

    def __init__(self) -> None:
        self.closed = 0

    def __iter__(self) -> Iterator[bytes]:
        yield b"water"

    def close(self) -> None:
        self.closed += 1


def repeats(environ: "WSGIEnvironment", start: "StartResponse") -> list[bytes]:
    start("200 OK", [])
    form = environ["wsgi.input"]
    assert isinstance(form, BytesIO)
    return [form.read()]


def ask(turns: Turns, form: object, length: object) -> tuple[str, Iterable[bytes]]:
    told: list[str] = []

    def start(status: str, _headers: object, _error: object = None) -> Callable[[bytes], None]:
        told.append(status)
        return unwritten

    answer = turns({"wsgi.input": form, "CONTENT_LENGTH": str(length)}, start)
    return told[0], answer


def unwritten(_some: bytes) -> None:
    """Take what nobody of ours writes: the old way of WSGI."""


def close(answer: object) -> None:
    assert isinstance(answer, Closed)
    answer.close()


def whole(answer: Iterable[bytes]) -> bytes:
    return b"".join(answer)


def test_forms_that_come_slowly_take_no_turn() -> None:
    turns, slow = Turns(repeats, at_once=1), [Form(), Form()]
    with ThreadPoolExecutor(2) as senders:
        sent = [senders.submit(ask, turns, form, form.length) for form in slow]
        assert all(form.asked.wait(PATIENCE) for form in slow)
        assert whole(ask(turns, BytesIO(b"quick"), 5)[1]) == b"quick"
        for form in slow:
            form.comes.set()
        assert [whole(one.result()[1]) for one in sent] == [b"a=b"] * 2


def test_who_finds_no_room_is_told_to_come_again() -> None:
    turns, slow = Turns(repeats, held=1), Form()
    with ThreadPoolExecutor(1) as sender:
        sent = sender.submit(ask, turns, slow, 3)
        assert slow.asked.wait(PATIENCE)
        assert ask(turns, BytesIO(b"b"), 1)[0].startswith("503 ")
        slow.comes.set()
        assert sent.result()[0] == "200 OK"
    assert ask(turns, BytesIO(b"b"), 1)[0] == "200 OK"


def test_a_form_that_breaks_off_is_not_worked_on() -> None:
    turns = Turns(repeats, held=1)
    assert ask(turns, BytesIO(b"half"), 8)[0].startswith("400 ")
    assert ask(turns, BytesIO(b"b"), 1)[0] == "200 OK"


@pytest.mark.parametrize("length", ["", "0", "-1", "many", "٣", 1_000_001])
def test_what_is_no_form_of_the_usual_size_is_read_by_who_wants_it(length: object) -> None:
    form = Form()

    def tells(environ: "WSGIEnvironment", start: "StartResponse") -> list[bytes]:
        start("200 OK", [])
        return [str(environ["wsgi.input"] is form).encode()]

    assert whole(ask(Turns(tells), form, length)[1]) == b"True"


def test_an_answer_that_is_being_sent_leaves_its_turn_and_keeps_its_room() -> None:
    streams = [Stream(), Stream(), Stream()]
    left = iter(streams)

    def sends(_environ: "WSGIEnvironment", start: "StartResponse") -> Stream:
        start("200 OK", [])
        return next(left)

    turns = Turns(sends, at_once=1, held=2)
    first, second = ask(turns, None, "")[1], ask(turns, None, "")[1]
    assert ask(turns, None, "")[0].startswith("503 ")
    assert whole(first) == b"water"
    for _ in range(2):
        close(first)
    del second
    gc.collect()
    assert [one.closed for one in streams] == [1, 1, 0]
    assert ask(turns, None, "")[0] == "200 OK"


def test_what_goes_wrong_gives_back_turn_and_room() -> None:
    def fails(environ: "WSGIEnvironment", start: "StartResponse") -> list[bytes]:
        if environ["CONTENT_LENGTH"] == "":
            raise ValueError("wrong")
        return repeats(environ, start)

    turns = Turns(fails, at_once=1, held=1)
    for _ in range(2):
        with pytest.raises(ValueError, match="wrong"):
            ask(turns, None, "")
    assert ask(turns, BytesIO(b"b"), 1)[0] == "200 OK"
