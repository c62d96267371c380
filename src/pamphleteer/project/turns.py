"""Turns at Django: a few requests are worked on at once, some wait, and none of them holds up who reads the site.

Each request that is being answered has a thread, until the last byte of its form has come, and the last of its
answer has gone. Slow lines, and people who mean ill, must not have them all.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from io import BytesIO
from threading import BoundedSemaphore, Semaphore
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_AT_ONCE = 4
_HELD = 48  # that are worked on, wait, or come or go slowly
_FORM = 1_000_000  # bytes of a form that is read before it is worked on
_WAIT = "2"  # seconds, as a header says it


class Turns:
    """An application that lets another work on some requests at once."""

    def __init__(
        self, application: "WSGIApplication", *, at_once: int = _AT_ONCE, held: int = _HELD
    ) -> None:
        self._application = application
        self._room, self._turn = Semaphore(held), BoundedSemaphore(at_once)

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        """Answer when it is this request's turn, or say that there is no room."""
        if not self._room.acquire(blocking=False):
            start("503 Service Unavailable", [("Retry-After", _WAIT), ("Content-Length", "0")])
            return []
        with ExitStack() as held:
            held.callback(self._room.release)
            if not _read(environ):
                start("400 Bad Request", [("Content-Length", "0")])
                return []
            with self._turn:
                answer = self._application(environ, start)
                if getattr(answer, "streaming", not isinstance(answer, list)):
                    return _Sent(answer, held.pop_all())
                return _whole(answer)


def _read(environ: "WSGIEnvironment") -> bool:
    """Read a form of the usual size; False if less came than was told."""
    told = str(environ.get("CONTENT_LENGTH") or "")
    if not (told.isdecimal() and told.isascii()) or not 0 < int(told) <= _FORM:
        return True
    form = environ["wsgi.input"].read(int(told))
    environ["wsgi.input"] = BytesIO(form)
    return len(form) == int(told)


def _whole(answer: Iterable[bytes]) -> list[bytes]:
    with ExitStack() as closing:
        closing.callback(getattr(answer, "close", lambda: None))
        return list(answer)


class _Sent:
    """An answer that is made while it is sent; its room is given back when it is closed."""

    def __init__(self, answer: Iterable[bytes], held: ExitStack) -> None:
        self._answer, self._held = answer, held
        held.callback(getattr(answer, "close", lambda: None))

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._answer)

    def close(self) -> None:
        """Close the answer, once."""
        self._held.close()

    def __del__(self) -> None:
        self._held.close()
