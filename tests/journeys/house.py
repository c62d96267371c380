"""The one command as a person runs it, in processes of its own."""

import contextlib
import os
import secrets
import select
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import psycopg

DATABASE = "PAMPHLETEER_DATABASE_URL"
SECONDS = 120


@dataclass(frozen=True)
class House:
    """A folder for an outlet, and the environment in which the command finds its database."""

    folder: Path
    environment: Mapping[str, str]

    def command(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        """Run the command to its end."""
        return subprocess.run(
            [sys.executable, "-m", "pamphleteer", *map(str, words)],
            env=self.environment,
            cwd=self.folder.parent,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )

    def of(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        """Run the command for the outlet in the folder."""
        return self.command("-C", self.folder, *words)

    def begin(self, *words: str | Path) -> "Begun":
        """Start the command and leave it running, in a process group of its own."""
        process = subprocess.Popen(
            [sys.executable, "-m", "pamphleteer", *map(str, words)],
            env=self.environment,
            cwd=self.folder.parent,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        return Begun(process)

    def mails(self) -> list[EmailMessage]:
        """Return the mails in the demo's inbox, oldest first."""
        files = sorted((self.folder / "inbox").glob("*.eml"))
        return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]

    def mails_to(self, address: str) -> list[EmailMessage]:
        """Return those to one address."""
        return [mail for mail in self.mails() if mail["To"] == address]


@dataclass
class Begun:
    """A running command, and what it has printed."""

    process: subprocess.Popen[str]
    printed: str = ""

    def read_until(self, words: str) -> str:
        """Read what it prints up to the line with these words, and return all of it."""
        assert self.process.stdout is not None
        patience = threading.Timer(SECONDS, self.process.kill)
        patience.start()
        try:
            for line in self.process.stdout:
                self.printed += line
                if words in line:
                    return self.printed
        finally:
            patience.cancel()
        raise AssertionError(f"it ended without “{words}”:\n{self.printed}")

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Ask the whole group to end, and return the exit code."""
        os.killpg(self.process.pid, how)
        rest, _ = self.process.communicate(timeout=30)
        self.printed += rest
        return self.process.returncode

    def left(self) -> list[str]:
        """Return the group's processes that are still there a few seconds later, as `/proc` has it."""
        until = time.monotonic() + 5
        while (left := list(self._group())) and time.monotonic() < until:
            select.select([], [], [], 0.05)
        return left

    def _group(self) -> Iterator[str]:
        for entry in Path("/proc").iterdir():
            with contextlib.suppress(OSError):
                name, _, rest = (entry / "stat").read_text().rpartition(")")
                state, _parent, group = rest.split()[:3]
                if int(group) == self.process.pid and state != "Z":
                    yield name


@contextlib.contextmanager
def house_at(folder: Path, *, laid: str | None = None) -> Iterator[House]:
    """Give a house to a folder; on PostgreSQL with a database of its own.

    `laid` is a database to begin with a copy of, for those to whom laying is not the matter.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PAMPHLETEER_DIR"}
    cluster = environment.get(DATABASE)
    if not cluster:
        if laid:
            folder.mkdir()
            shutil.copy(laid, folder / "outlet.db")
        yield House(folder, environment)
        return
    name = f"journey_{secrets.token_hex(6)}"
    template = f"TEMPLATE {laid}" if laid else ""
    with psycopg.connect(cluster, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} {template}".encode())
        try:
            yield House(folder, environment | {DATABASE: f"{cluster.rpartition('/')[0]}/{name}"})
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
