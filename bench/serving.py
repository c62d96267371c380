"""How many pages a second `run` serves by itself, beside nginx with the same files on the same machine."""

import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.measure import COMMAND, Figure, command

_SECONDS, _TIMES, _READERS = 4, 5, 16
_PAGE = "<p>A page of fifteen kilobytes, as the front of an outlet may be.</p>\n" * 220
_NGINX = """
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log stderr crit;
events {{ worker_connections 256; }}
http {{
  access_log off; sendfile on; default_type text/html;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{ listen 127.0.0.1:{port}; root {public}; index index.html; }}
}}
"""


def figures() -> Iterator[Figure]:
    """Measure both in turns: machines have moods."""
    missing = [name for name in ("nginx", "wrk") if shutil.which(name) is None]
    if missing:
        raise SystemExit(f"The bench of serving needs Debian's {' and '.join(missing)}.")
    with tempfile.TemporaryDirectory() as folder, outlet(Path(folder)) as (ours, public):
        (public / "page.html").write_text(_PAGE)
        with _nginx(Path(folder), public) as theirs:
            pairs = [(_served(ours), _served(theirs)) for _ in range(_TIMES)]
    ratio = statistics.median(mine / peer for mine, peer in pairs)
    mine, peer = (statistics.median(each) for each in zip(*pairs, strict=True))
    what = f"pages of 15 KB served by run ({mine:,.0f} a second), nginx ({peer:,.0f}) = 1"
    yield Figure(what, ratio, "times", 0.35, at_least=True)


def _served(port: int) -> float:
    """Return the pages a second that some readers together got."""
    done = subprocess.run(
        ["wrk", "-t1", f"-c{_READERS}", f"-d{_SECONDS}", f"http://127.0.0.1:{port}/page.html"],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    found = re.search(r"Requests/sec:\s*([0-9.]+)", done.stdout)
    if found is None or "Non-2xx" in done.stdout:
        raise RuntimeError(f"wrk says: {done.stdout}")
    return float(found[1])


@contextmanager
def outlet(folder: Path) -> Iterator[tuple[int, Path]]:
    port, home = _free_port(), folder / "outlet"
    command("new", home, "--url", f"http://127.0.0.1:{port}/")
    running = subprocess.Popen(
        [*COMMAND, "-C", str(home), "run"],
        env={**os.environ, "PAMPHLETEER_SERVER_LISTEN": f"127.0.0.1:{port}"},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert running.stdout is not None
        if not any("Ctrl-C" in line for line in running.stdout):
            raise RuntimeError("the outlet did not start")
        yield port, home / "public"
    finally:
        os.killpg(running.pid, signal.SIGTERM)
        running.wait(60)


@contextmanager
def _nginx(folder: Path, public: Path) -> Iterator[int]:
    port = _free_port()
    (folder / "nginx.conf").write_text(_NGINX.format(folder=folder, public=public, port=port))
    # Its worker may be another user, who has to get at the files.
    folder.chmod(0o755)
    public.parent.chmod(0o755)
    running = subprocess.Popen(["nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder)])
    try:
        _wait_for(port)
        yield port
    finally:
        running.send_signal(signal.SIGQUIT)
        running.wait(20)


def _wait_for(port: int) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/page.html").close()
        except OSError:
            subprocess.run(["sleep", "0.1"], check=True)
        else:
            return
    raise RuntimeError("nginx did not start")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
