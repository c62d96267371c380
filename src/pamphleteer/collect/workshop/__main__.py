"""The child: reads one document after another, and ends when it is idle or no longer wanted."""

import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from pamphleteer.collect.errors import SourceError
from pamphleteer.collect.workshop import extracting, frames, limits, mending, ruling
from pamphleteer.ground.children import OUT_OF_MEMORY

JOBS: dict[str, Callable[..., Any]] = {
    "mend": mending.mend,
    "extract": extracting.extract,
    "rule": ruling.rule,
}


def main() -> int:
    """Answer what comes on the socket that standard input is; returns the exit code."""
    with socket.socket(fileno=sys.stdin.fileno()) as house:
        memory, idle = sys.argv[1:]
        limits.set_for_good(memory=int(memory))
        frames.send(house, {"ready": True})
        try:
            return _serve(house, idle=float(idle))
        except MemoryError:
            return OUT_OF_MEMORY
        except (TimeoutError, EOFError, ConnectionError):
            return 0


def _serve(house: socket.socket, *, idle: float) -> int:
    while True:
        asked = frames.receive(house, until=time.monotonic() + idle)
        house.settimeout(None)
        limits.set_for_one(asked.pop("seconds"))
        try:
            done = JOBS[asked.pop("job")](**asked)
            reply = {"done": done and asdict(done)}
        except SourceError as error:
            reply = {"fault": str(error)}
        except RecursionError:
            reply = {"fault": "could not be read: it is nested too deep"}
        frames.send(house, reply)
        signal.alarm(0)


if __name__ == "__main__":
    sys.exit(main())
