"""Begin a server that outlives whoever hands it letters, and know what it says."""

import json
import select
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent.parent
_PATIENCE = 60.0  # seconds for anything to happen
_BLINK = 0.001


@dataclass
class Sink:
    """The server's process, and what it has said so far."""

    process: subprocess.Popen[bytes]
    log: Path
    took: list[dict[str, Any]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    port: int = 0
    _read: int = 0

    def tell(self, words: str) -> None:
        """Tell it something."""
        assert self.process.stdin
        self.process.stdin.write(f"{words}\n".encode())
        self.process.stdin.flush()

    def hear(self) -> Counter[str]:
        """Return how often it has said what by now."""
        with self.log.open("rb") as log:
            log.seek(self._read)
            new = log.read()
        whole = new[: new.rfind(b"\n") + 1]
        self._read += len(whole)
        for line in whole.splitlines():
            said = json.loads(line)
            self.counts[next(iter(said))] += 1
            self.port = said.get("port", self.port)
            if "took" in said:
                self.took.append(said)
        return self.counts

    def end(self) -> None:
        """Let it hear out who is connected, and end."""
        assert self.process.stdin
        self.process.stdin.close()
        assert self.process.wait(_PATIENCE) == 0
        self.hear()


@contextmanager
def sinking(folder: Path, *, delay: float = 0) -> Iterator[Sink]:
    """Begin a server that says so many seconds late that it has taken a letter; its log is in that folder."""
    log = folder / "sink.log"
    with log.open("wb") as out:
        words = [sys.executable, "-m", "tests.post.kills.sink", str(delay)]
        process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=out, cwd=ROOT)
    sink = Sink(process, log)
    try:
        until(lambda: sink.hear()["port"] > 0)
        yield sink
    finally:
        process.kill()
        process.wait()
        if process.stdin:
            process.stdin.close()


def until(true: Callable[[], bool], *, within: float = _PATIENCE, blink: float = _BLINK) -> None:
    """Wait until something is true, within so many seconds; it is looked at after each blink."""
    end = time.monotonic() + within
    while not true():
        assert time.monotonic() < end, "it never came true"
        select.select([], [], [], blink)
