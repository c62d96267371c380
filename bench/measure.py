"""What a benchmark says, and how a command is run for one."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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


def apart(program: str, outlet: Path, *words: str | int, at_most: float | None = None) -> Any:
    """Run a program of the bench with an outlet's settings, and return what it prints as JSON.

    It may take so many seconds at most, or as many as it needs.
    """
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", f"bench.{program}", *map(str, words)],
        env={
            **os.environ,
            "PAMPHLETEER_DIR": str(outlet),
            "DJANGO_SETTINGS_MODULE": "pamphleteer.project.settings",
        },
        check=True,
        stdout=subprocess.PIPE,
        timeout=at_most,
    )
    return json.loads(done.stdout)
