"""What a benchmark says, and how a command is run for one."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

COMMAND = [sys.executable, "-m", "pamphleteer"]


@dataclass(frozen=True)
class Figure:
    what: str
    measured: float
    unit: str
    aim: float
    at_least: bool = False

    @property
    def reached(self) -> bool:
        return self.measured >= self.aim if self.at_least else self.measured < self.aim


def command(*words: str | Path) -> None:
    """Run the one command to its end, silently."""
    subprocess.run([*COMMAND, *map(str, words)], check=True, stdout=subprocess.DEVNULL)
