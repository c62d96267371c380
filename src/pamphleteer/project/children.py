"""A process that must not outlive the one that started it."""

import os
import threading
from collections.abc import Callable

PARENT = "PAMPHLETEER_PARENT"
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
