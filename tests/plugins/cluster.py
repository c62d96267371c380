"""A private PostgreSQL cluster on loopback, made for the tests and removed after them."""

import os
import pwd
import select
import shutil
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg

_ROOM = 2 << 30  # bytes


def binaries() -> Path | None:
    """Return the folder of PostgreSQL's server programs, the newest version's; None without one."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3])
    )
    return debian[-1].parent if debian else None


@dataclass
class Cluster:
    """A running cluster in a temporary folder, owned by somebody who is not root."""

    folder: Path
    port: int
    server: subprocess.Popen[bytes]

    @classmethod
    def start(cls) -> "Cluster":
        programs = binaries()
        assert programs is not None
        folder = Path(tempfile.mkdtemp(prefix="pamphleteer-postgresql-", dir=_memory()))
        user = _not_root()
        if user:
            shutil.chown(folder, user)
        data = folder / "data"
        subprocess.run(
            [
                programs / "initdb",
                "-D",
                data,
                "-U",
                "tester",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--no-sync",
                "--locale=C.UTF-8",
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            user=user,
            cwd=folder,
        )
        port = _free_port()
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": port,
            "unix_socket_directories": "",
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "autovacuum": "off",
            "max_wal_size": "256MB",
            "max_connections": 60,
            "logging_collector": "off",
            "log_min_messages": "fatal",
        }
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [programs / "postgres", "-D", data, *options],
                user=user,
                stdout=log,
                stderr=log,
                cwd=folder,
            )
        cluster = cls(folder, port, server)
        cluster._wait()
        return cluster

    def url(self, name: str) -> str:
        return f"postgresql://tester@127.0.0.1:{self.port}/{name}"

    def stop(self) -> None:
        self.server.terminate()
        try:
            self.server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.server.kill()
            self.server.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _wait(self) -> None:
        until = time.monotonic() + 30
        while time.monotonic() < until and self.server.poll() is None:
            try:
                psycopg.connect(self.url("postgres"), connect_timeout=1).close()
            except psycopg.OperationalError:
                select.select([], [], [], 0.05)
            else:
                return
        log = (self.folder / "log").read_text()
        self.stop()
        raise RuntimeError(f"PostgreSQL did not start: {log}")


def _memory() -> str | None:
    """Return where files are in memory, if there is room for a cluster; None otherwise.

    Each copy of a database makes and removes 1,200 files: on a disk's file system that takes ten times as long.
    """
    shared = Path("/dev/shm")
    roomy = shared.is_dir() and shutil.disk_usage(shared).free > _ROOM
    return str(shared) if roomy else None


def _not_root() -> str | None:
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise RuntimeError("PostgreSQL does not run as root, and there is no user postgres or nobody")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
