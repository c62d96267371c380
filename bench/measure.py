"""What a benchmark says, and how a command is run for one."""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape

OUT = Console(highlight=False, soft_wrap=True)
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

    def __str__(self) -> str:
        return f"{self.what}: {self.said} ({self.hoped}): {self.verdict}"

    @property
    def said(self) -> str:
        """What was measured, with its unit."""
        return f"{self.measured:,.1f} {self.unit}"

    @property
    def hoped(self) -> str:
        """The aim in words."""
        return f"{'at least' if self.at_least else 'under'} {self.aim:g} {self.unit}"

    @property
    def verdict(self) -> str:
        """Whether the aim was reached, in a word."""
        return "reached" if self.reached else "missed"


def tell(words: str) -> None:
    """Say what is being done now, or what was seen on the way to a figure."""
    OUT.print(f"[dim]{time.strftime('%H:%M:%S')} {escape(words)}[/dim]")


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
