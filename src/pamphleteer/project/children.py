"""A process that must not outlive the one that started it, and that knows where the house answers."""

import os
import socket
import threading
from collections.abc import Callable

PARENT = "PAMPHLETEER_PARENT"
DOORS = "PAMPHLETEER_DOORS"  # host and port where the house answers
_LOOK_EVERY = 0.5  # seconds


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


def doors_are_open() -> bool:
    """Tell whether the house takes calls, as far as this process knows where it does.

    Whoever is asked to call back, as a hub, does so at once, and where nobody answers not again for an hour.
    """
    host, _, port = os.environ.get(DOORS, "").rpartition(":")
    if not host:
        return True
    try:
        socket.create_connection((host, int(port)), timeout=1).close()
    except OSError:
        return False
    return True
