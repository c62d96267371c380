"""How a round learns that it is to come to an end."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

Stop = Callable[[], bool]
_ERRORS = 2  # the file of the error stream


def never() -> bool:
    """Answer that nobody asked to stop."""
    return False


class Asked:
    """Whether a signal has asked to stop: `signal` is its number then."""

    def __init__(self) -> None:
        self.signal: int | None = None

    def __call__(self) -> bool:
        """Answer whether somebody asked to stop."""
        return self.signal is not None


@contextmanager
def asked(words: str = "") -> Iterator[Asked]:
    """Let the first Ctrl-C or SIGTERM ask to stop; the second ends the process as it would have without this.

    `words` are told then, on the error stream, such as what is waited for.
    What ignores a signal goes on ignoring it. In a thread other than the first, nobody asks.
    """
    said = Asked()
    if threading.current_thread() is not threading.main_thread():
        yield said
        return
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = {one: signal.getsignal(one) for one in numbers}

    def put_back() -> None:
        for one, handler in before.items():
            signal.signal(one, handler)

    def hear(number: int, _frame: FrameType | None) -> None:
        said.signal = number
        put_back()
        if words:
            # Past the stream itself, which may be in the middle of a line.
            with suppress(OSError):
                os.write(_ERRORS, f"{words}\n".encode())

    for one, handler in before.items():
        if handler is not signal.SIG_IGN:
            signal.signal(one, hear)
    try:
        yield said
    finally:
        put_back()
