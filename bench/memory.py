"""How much memory an idle outlet takes: all processes of `run`, after site, desk and sign-up were read."""

import os
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from bench.measure import COMMAND, Figure, command

_SETTLE = 10  # seconds without work
_MIB = 1024


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        outlet = Path(folder) / "outlet"
        port = _free_port()
        command("new", outlet, "--url", f"http://127.0.0.1:{port}/")
        running = subprocess.Popen(
            [*COMMAND, "-C", str(outlet), "run"],
            env={**os.environ, "PAMPHLETEER_SERVER_LISTEN": f"127.0.0.1:{port}"},
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        try:
            _wait(running)
            for page in ("", "digest/", "desk/login/"):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/{page}").close()
            time.sleep(_SETTLE)
            yield Figure("run, idle: resident", _kilobytes(running.pid, "Rss") / _MIB, "MiB", 300)
            yield Figure(
                "run, idle: its own share", _kilobytes(running.pid, "Pss") / _MIB, "MiB", 300
            )
        finally:
            os.killpg(running.pid, signal.SIGTERM)
            running.wait(60)


def _wait(running: "subprocess.Popen[str]") -> None:
    assert running.stdout is not None
    for line in running.stdout:
        if "Ctrl-C" in line:
            return
    raise RuntimeError("the outlet did not start")


def _kilobytes(group: int, name: str) -> int:
    """Return the sum over a process group, as Linux counts it in smaps_rollup."""
    total = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(process.name)) != group:
                continue
            lines = (process / "smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))
    return total


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
