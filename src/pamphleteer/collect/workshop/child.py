"""One child: started, asked, and ended when it breaks or takes too long."""

import signal
import socket
import subprocess
import time
from typing import Any

from pamphleteer.collect.errors import UnreadableError
from pamphleteer.collect.workshop import frames, limits
from pamphleteer.ground.children import OUT_OF_MEMORY, environment, program

_START = 30.0  # seconds for its imports, on a busy machine
_END = 5.0  # seconds for it to be gone once it has hung up


class IdleError(Exception):
    """It had ended by itself, as it should, before it was asked."""


class ReadError(UnreadableError):
    """What it says of a document that it could not read; it is as well as before."""


class Child:
    """A process of `python -m pamphleteer.collect.workshop`, for one thread at a time."""

    def __init__(self, *, memory: int = limits.MEMORY, idle: float = limits.IDLE) -> None:
        self._socket, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [*program("pamphleteer.collect.workshop"), str(memory), str(idle)],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env=environment(),
                start_new_session=True,
            )
        self._ready = False

    @property
    def pid(self) -> int:
        """Its process id."""
        return int(self._process.pid)

    def ask(self, job: str, *, seconds: float, **fields: Any) -> Any:
        """Return what it answers; after any error but `ReadError` it is to be ended.

        Raises `UnreadableError`, and `IdleError` if it was gone before.
        """
        try:
            if not self._ready:
                frames.receive(self._socket, until=time.monotonic() + _START)
                self._ready = True
            until = time.monotonic() + seconds
            asked = {"job": job, "seconds": seconds, **fields}
            frames.send(self._socket, asked, until=until)
            said = frames.receive(self._socket, until=until)
        except TimeoutError as error:
            raise UnreadableError(
                f"could not be read within {seconds:g} seconds (collect.mend_seconds)"
            ) from error
        except frames.GarbageError as error:
            raise UnreadableError(f"could not be read: its reader answered {error}") from error
        except (EOFError, ConnectionError) as error:
            raise self._gone() from error
        if fault := said.get("fault"):
            raise ReadError(str(fault))
        return said.get("done")

    def end(self) -> None:
        """End it, whatever it does."""
        self._socket.close()
        self._process.kill()
        self._process.wait()

    def _gone(self) -> Exception:
        """Return what to say of its end."""
        try:
            code = self._process.wait(_END)
        except subprocess.TimeoutExpired:
            return UnreadableError("could not be read: its reader hung up")
        if code == 0 and self._ready:
            return IdleError()
        if code == OUT_OF_MEMORY:
            return UnreadableError("could not be read: it takes too much memory")
        if code in {-signal.SIGALRM, -signal.SIGXCPU}:
            return UnreadableError("could not be read in time")
        return UnreadableError(f"could not be read: its reader broke down ({_how(code)})")


def _how(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"
