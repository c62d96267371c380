"""Processes that do a piece of work beside a test: forks of one that has Django up already.

To start a Python and to load the house takes a second each, and a test wants several. What a process is asked to do,
how it is ended, and what it prints are as with `subprocess.Popen`.
"""

import importlib
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from multiprocessing.reduction import DupFd
from types import TracebackType
from typing import IO, Any, Self

from django.conf import settings
from django.db import connections

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.ready"])
_PATIENCE = 120  # seconds
_SETTINGS = "pamphleteer.project.settings"


class Process:
    """A process that executes code, with `words` as its arguments, in an environment.

    `pipes` are the streams of which the test holds the other end; the others are the test's own.
    """

    def __init__(
        self,
        code: str,
        *words: str,
        pipes: tuple[str, ...] = ("stdout",),
        env: Mapping[str, str] | None = None,
    ) -> None:
        self.stdin: IO[str] | None = None
        self.stdout: IO[str] | None = None
        self.stderr: IO[str] | None = None
        ends: dict[int, _End] = {}
        for number, name in enumerate(("stdin", "stdout", "stderr")):
            if name in pipes:
                reads, writes = os.pipe()
                ours, theirs = (reads, writes) if number else (writes, reads)
                setattr(self, name, os.fdopen(ours, "r" if number else "w", encoding="utf-8"))
                ends[number] = _End(theirs)
        told = (code, words, dict(os.environ if env is None else env), ends)
        self._process = _CONTEXT.Process(target=_execute, args=told, daemon=True)
        self._process.start()
        for end in ends.values():
            os.close(end.number)
        assert self._process.pid is not None
        self.pid = self._process.pid

    @property
    def returncode(self) -> int | None:
        """What it ended with, below zero by a signal; None while it runs."""
        return self._process.exitcode

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end; raises `subprocess.TimeoutExpired`."""
        self._process.join(timeout)
        code = self._process.exitcode
        if code is None:
            raise subprocess.TimeoutExpired("a process of the tests", timeout or 0)
        return code

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """Read what it says until its end, of errors no more than a pipe holds; it is killed if that takes too long."""
        if self.stdin:
            self.stdin.close()
        patience = threading.Timer(timeout or _PATIENCE, self.kill)
        patience.start()
        try:
            said = self.stdout.read() if self.stdout else ""
            errors = self.stderr.read() if self.stderr else ""
            self.wait(timeout)
        finally:
            patience.cancel()
        return said, errors

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for stream in (self.stdin, self.stdout, self.stderr):
            if stream:
                with suppress(BrokenPipeError):
                    stream.close()
        self.wait()


class _End:
    """An end of a pipe that goes along to the process."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __reduce__(self) -> tuple[Any, ...]:
        return _taken, (DupFd(self.number),)


def _taken(end: Any) -> int:
    number: int = end.detach()
    return number


def _execute(
    code: str, words: tuple[str, ...], environment: dict[str, str], ends: dict[int, int]
) -> None:
    for stream, end in ends.items():
        os.dup2(end, stream)
        os.close(end)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.argv = ["-c", *words]
    os.environ.clear()
    os.environ.update(environment)
    _know_settings_anew()
    exec(compile(code, "<a process>", "exec"), {"__name__": "__main__"})  # noqa: S102 - our own words


def _know_settings_anew() -> None:
    """Read the outlet's options as this environment has them, and forget the database of before."""
    with suppress(AttributeError):
        del connections["default"]
    for name, value in vars(importlib.reload(sys.modules[_SETTINGS])).items():
        if name.isupper():
            setattr(settings, name, value)
    connections.settings = connections.configure_settings(None)
