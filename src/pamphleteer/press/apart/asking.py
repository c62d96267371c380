"""The house's side: one child for this process, begun when it is needed, and again when it has died."""

import atexit
import json
import signal
import subprocess
import threading
from typing import Any

from pamphleteer.ground.children import OUT_OF_MEMORY, environment, program
from pamphleteer.press.apart import limits
from pamphleteer.press.apart.plain import packed
from pamphleteer.press.engine import Folders
from pamphleteer.press.errors import ThemeError

_END = 5.0  # seconds for it to be gone once it has hung up


def made(template: str, looked_up: Folders, context: dict[str, Any]) -> bytes:
    """Return a template with what it shows, as files hold it; raises `ThemeError` if it is wrong or takes too much."""
    return _child.ask(template, packed((template, looked_up, context)))


def end() -> None:
    """End the child: the next one reads the templates anew."""
    _child.end()


class _Child:
    """A process of `python -m pamphleteer.press.apart`, for one thread at a time."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._alone = threading.Lock()

    def ask(self, template: str, asked: bytes) -> bytes:
        with self._alone:
            process = self._process or self._begin()
            try:
                is_page, said = _answer(process, asked)
            except (OSError, EOFError) as error:
                raise ThemeError(template, self._why_gone(process), grave=True) from error
            except BaseException:
                self._end()
                raise
        if is_page:
            return said
        raise ThemeError(*json.loads(said))

    def end(self) -> None:
        with self._alone:
            self._end()

    def _begin(self) -> subprocess.Popen[bytes]:
        bounds = limits.MEMORY, limits.SECONDS, limits.LONGEST
        self._process = subprocess.Popen(
            [*program("pamphleteer.press.apart"), *map(str, bounds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env=environment(),
            start_new_session=True,
        )
        return self._process

    def _end(self) -> int:
        process, self._process = self._process, None
        if process is None:
            return 0
        process.kill()
        for pipe in (process.stdin, process.stdout):
            try:
                if pipe:
                    pipe.close()
            except OSError:  # what it was not told any more
                continue
        return process.wait()

    def _why_gone(self, process: subprocess.Popen[bytes]) -> str:
        try:
            code = process.wait(_END)
        except subprocess.TimeoutExpired:
            code = 0
        self._end()
        if code == -signal.SIGALRM:
            return f"it takes longer than {limits.SECONDS:g} seconds"
        if code in {OUT_OF_MEMORY, -signal.SIGABRT}:
            return f"it takes more than {limits.MEMORY:,} bytes of memory"
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return f"it breaks the process that makes its page ({how}), as by deep nesting"


def _answer(process: "subprocess.Popen[bytes]", asked: bytes) -> tuple[bool, bytes]:
    if process.stdin is None or process.stdout is None:
        raise EOFError
    process.stdin.write(asked)
    process.stdin.flush()
    head = process.stdout.read(limits.HEAD.size)
    if len(head) < limits.HEAD.size:
        raise EOFError
    is_page, length = limits.HEAD.unpack(head)
    said = process.stdout.read(length)
    if len(said) < length:
        raise EOFError
    return is_page, said


_child = _Child()
atexit.register(end)
