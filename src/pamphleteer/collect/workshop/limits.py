"""What the child may take: memory, time, and nothing of the disk."""

import math
import resource
import signal

from pamphleteer.ground.children import least, lower

MEMORY = 700_000_000  # bytes of address space; an idle child takes 60 million
IDLE = 20.0  # seconds without work after which it ends by itself
# Beyond what its parent waits: the child must end by itself only if its parent is gone.
_GRACE = 2


def set_for_good(*, memory: int) -> None:
    """Bound what the process takes until it ends."""
    lower(resource.RLIMIT_AS, memory)
    lower(resource.RLIMIT_FSIZE, 0)
    lower(resource.RLIMIT_CORE, 0)
    for ending in (signal.SIGALRM, signal.SIGXCPU):
        signal.signal(ending, signal.SIG_DFL)
    # Its parent says when it ends, by closing the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def set_for_one(seconds: float) -> None:
    """Bound the time that the next document takes: the system ends us, whatever we are in."""
    whole = math.ceil(seconds) + _GRACE
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = math.ceil(used.ru_utime + used.ru_stime) + whole
    resource.setrlimit(resource.RLIMIT_CPU, (least(soft, hard), hard))
    signal.alarm(whole)
