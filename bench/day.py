"""How long a whole day of the demo outlet takes, database and all."""

import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.measure import Figure, command

_TIMES = 3


def figures() -> Iterator[Figure]:
    yield Figure("demo --once (median of 3)", statistics.median(map(_day, range(_TIMES))), "s", 30)


def _day(_number: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        command("demo", "--once", "--dir", Path(folder) / "outlet")
        return time.perf_counter() - begun
