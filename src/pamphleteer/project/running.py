"""Run an outlet: one process that supervises, one that runs the rounds, and granian's workers.

The supervisor stays small: it imports neither Django nor any room.
"""

import contextlib
import logging
import multiprocessing
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from pamphleteer.project import children
from pamphleteer.project.options import Options

log = logging.getLogger(__name__)

_DRAIN = 60  # seconds that the rounds may take to finish what they have in hand
_ANSWERS = 20  # seconds that the workers may take to finish their answers
# A thread answers one request until the last byte is sent. They are begun when they are needed, so that they
# cost nothing before; the doors see to it that neither large files nor the desk have them all.
_THREADS = 96
_HEAD = 5_000  # milliseconds for the head of a request: one that is never finished holds up a drain
_RESTART_AFTER = 1.0  # seconds
_REACHED = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104


class RunError(Exception):
    """The outlet can't run; the message tells a person why, in a line."""


class Rounds:
    """The process that runs the rounds: started, watched, begun again if it dies, drained."""

    def __init__(self) -> None:
        self._ending = threading.Event()
        self._process = self._begin()
        self._watcher = threading.Thread(target=self._watch, name="watch-rounds", daemon=True)

    def ready(self) -> bool:
        """Wait until the database is laid and the rounds run; False if they could not begin."""
        if not self._said_ready():
            return False
        self._watcher.start()
        return True

    def end(self) -> None:
        """Drain the rounds and wait for them; what does not end in time is killed."""
        self._ending.set()
        self._process.terminate()
        try:
            self._process.wait(_DRAIN)
        except subprocess.TimeoutExpired:
            log.warning("the rounds did not finish within %s seconds and were killed", _DRAIN)
            self._process.kill()
            self._process.wait()

    def _begin(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "pamphleteer.project.rounds_process"],
            stdout=subprocess.PIPE,
            env=children.environment(),
        )

    def _said_ready(self) -> bool:
        return self._process.stdout is not None and self._process.stdout.readline() == b"ready\n"

    def _watch(self) -> None:
        while True:
            code = self._process.wait()
            # With 0 it ended because it was told to. So were all, if a terminal or a service
            # manager spoke to the whole group, and the workers are not done yet.
            if self._ending.wait(_RESTART_AFTER if code else _ANSWERS + _RESTART_AFTER):
                return
            log.error("the process of the rounds ended with %s and is begun again", code)
            self._process = self._begin()
            self._said_ready()


def check_port(listen: str) -> tuple[str, int]:
    """Return host and port; raises `RunError` if the outlet can't listen there."""
    host, _, port = listen.rpartition(":")
    host = host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except OSError as error:
            raise RunError(
                f"Can't listen on {listen}: {error.strerror}. "
                "End what uses it, or set listen under [server] in outlet.toml."
            ) from error
    return host, int(port)


def check_folder(folder: Path) -> None:
    """Raise `RunError` if the outlet's folders can't be written."""
    for place in (folder, folder / "public"):
        probe = place / f".probe-{os.getpid()}"
        try:
            place.mkdir(exist_ok=True)
            probe.touch()
            probe.unlink()
        except OSError as error:
            raise RunError(
                f"{place} can't be written: {error.strerror}. "
                "Give the user who runs this the right to write there."
            ) from error


def run(options: Options, *, started: Callable[[], None] = lambda: None) -> None:
    """Serve site, desk and sign-up and run the rounds until SIGTERM or Ctrl-C; then drain.

    `started` is called once all is up. Raises `RunError` if the outlet can't run.
    """
    host, port = check_port(options["server.listen"])
    check_folder(options.folder)
    os.environ["PAMPHLETEER_DIR"] = str(options.folder)
    os.environ[children.PARENT] = str(os.getpid())
    os.environ[children.DOORS] = f"{_REACHED.get(host, host)}:{port}"
    # Python's threads take turns: an arena of glibc's for each of them is memory for nothing.
    os.environ.setdefault("MALLOC_ARENA_MAX", "1")
    rounds = Rounds()
    try:
        if not rounds.ready():
            raise RunError("The outlet could not begin; the line above says why.")
        _serve(host, port, workers=options["server.workers"], started=started)
    finally:
        rounds.end()


def _serve(host: str, port: int, *, workers: int, started: Callable[[], None]) -> None:
    # A fresh interpreter for each worker: nothing of the supervisor's threads is carried along.
    with contextlib.suppress(RuntimeError):
        multiprocessing.set_start_method("spawn")
    server = Granian(
        "pamphleteer.project.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=_THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=_ANSWERS,
        http1_settings=HTTP1Settings(header_read_timeout=_HEAD),
        log_enabled=True,
        log_level=LogLevels.warning,
    )
    # It would have fewer threads than slow readers need; for work there are turns.
    logging.getLogger("_granian").addFilter(lambda record: "Python threads" not in str(record.msg))
    threading.Thread(target=_tell, args=(host, port, started), daemon=True).start()
    server.serve()


def _tell(host: str, port: int, started: Callable[[], None]) -> None:
    """Call `started` once a request is answered: the worker needs seconds to load the desk."""
    pause = threading.Event()
    reach = _REACHED.get(host, host)
    while True:
        try:
            with socket.create_connection((reach, port), timeout=60) as probe:
                probe.sendall(b"HEAD /digest/ HTTP/1.0\r\nHost: localhost\r\n\r\n")
                if probe.recv(1):
                    break
        except OSError:
            pause.wait(0.1)
    started()
