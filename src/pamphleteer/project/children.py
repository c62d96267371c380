"""A process that must not outlive the one that started it, and that waits for the doors of the house."""

import os
import socket
import threading
from collections.abc import Callable

PARENT = "PAMPHLETEER_PARENT"
DOORS = "PAMPHLETEER_DOORS"  # host and port where the house answers
_LOOK_EVERY = 0.5  # seconds
_GLANCE = 0.05


def environment() -> dict[str, str]:
    """Return this process's environment, naming it as the parent of what it starts."""
    return {**os.environ, PARENT: str(os.getpid())}


def watch_parent(*, orphaned: Callable[[], None]) -> None:
    """Call `orphaned` from a thread once the process that started this one is gone."""
    parent = os.environ.get(PARENT, "")
    if not parent.isdecimal():
        return

    def watch() -> None:
        never = threading.Event()
        while os.getppid() == int(parent):
            never.wait(_LOOK_EVERY)
        orphaned()

    threading.Thread(target=watch, name="watch-parent", daemon=True).start()


def await_doors(ended: threading.Event, *, at_most: float) -> None:
    """Wait until the house takes calls, or until it has ended, or for so many seconds.

    Whoever is asked to call back, as a hub, does so at once, and where nobody answers not again for an hour.
    """
    host, _, port = os.environ.get(DOORS, "").rpartition(":")
    for _glance in range(int(at_most / _GLANCE)) if host else ():
        try:
            socket.create_connection((host, int(port)), timeout=1).close()
        except OSError:
            if ended.wait(_GLANCE):
                return
        else:
            return
