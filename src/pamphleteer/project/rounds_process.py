"""The process that runs the rounds beside the one that answers requests.

It lays the database first, says `ready` on standard output, and ends when it is told to (SIGTERM, SIGINT) or
when its parent is gone, each round having finished what it had in hand.
"""

import os
import signal
import sys
from pathlib import Path
from types import FrameType

from django.db import DatabaseError
from django.utils.module_loading import import_string

from pamphleteer.project import start
from pamphleteer.project.children import watch_parent


def main() -> int:
    """Run until asked to drain; returns the exit code."""
    start.up(Path(os.environ["PAMPHLETEER_DIR"]))
    driver = import_string("pamphleteer.project.driver.Driver")(
        import_string("pamphleteer.project.rounds.ROUNDS")
    )

    def drain(_signal: int = 0, _frame: FrameType | None = None) -> None:
        driver.drain()

    signal.signal(signal.SIGTERM, drain)
    signal.signal(signal.SIGINT, drain)
    watch_parent(orphaned=drain)
    try:
        import_string("pamphleteer.project.laying.lay")()
    except DatabaseError as error:
        sys.stderr.write(f"The database can't be used: {error}\n")
        return 1
    try:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
    except BrokenPipeError:  # whoever began this has ended meanwhile
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    driver.run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
