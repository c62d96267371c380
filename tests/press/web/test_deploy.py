"""The samples for web servers: real servers serve the pressed site with them, as `run` does."""

import gzip
import os
import re
import shutil
import socket
import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.test import RequestFactory

from pamphleteer.press import theme
from pamphleteer.press.verbs import folder, packing
from pamphleteer.press.web.doors import serve

DEPLOY = Path(__file__).parents[3] / "deploy"
SOUND = "audio/" + "a" * 20 + ".mp3"
PATIENCE = 200
GZIP = {"Accept-Encoding": "gzip"}

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]


class Desk(BaseHTTPRequestHandler):
    """What stands for `pamphleteer run`: it repeats what it was asked."""

    def do_GET(self) -> None:
        told = f"{self.path} {self.headers['Host']} {self.headers['X-Forwarded-Proto']}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_words: object) -> None:
        """Keep quiet."""


@pytest.fixture
def desk() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def site(public: Path) -> Path:
    """The pressed site, with a recording and what nobody is to see."""
    (public / SOUND).parent.mkdir()
    (public / SOUND).write_bytes(bytes(range(250)) * 40)
    (public / ".hidden").write_text("secret")
    return public


@pytest.fixture(params=["nginx", "caddy"])
def address(request: pytest.FixtureRequest, site: Path, desk: int, tmp_path: Path) -> Iterator[str]:
    """A real server with its sample, but for the name, the folder and the ports."""
    name = str(request.param)
    if shutil.which(name) is None:
        assert "CI" not in os.environ, f"{name} is to be installed"
        pytest.skip(f"{name} is not installed")
    with {"nginx": nginx, "caddy": caddy}[name](site, desk, tmp_path) as port:
        yield f"http://127.0.0.1:{port}/"


@contextmanager
def nginx(site: Path, desk: int, folder: Path, port: int = 0) -> Iterator[int]:
    port = port or free_port()
    sample = (DEPLOY / "nginx.conf").read_text()
    sample = sample.replace("listen 80;", f"listen 127.0.0.1:{port};")
    sample = sample.replace("    listen [::]:80;\n", "")
    sample = adapted(sample, site, desk)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "".join(f"{kind}_temp_path {folder / kind};\n" for kind in kinds)
    # Its worker is to read the folders of tests, which are their owner's alone.
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user}\n"
        f"daemon off; pid {folder}/pid; error_log stderr crit; worker_processes 1;\n"
        f"events {{ worker_connections 64; }}\nhttp {{ access_log off;\n{places}{sample}}}\n"
    )
    with served(["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")], port, {}):
        yield port


@contextmanager
def caddy(site: Path, desk: int, folder: Path) -> Iterator[int]:
    port = free_port()
    sample = adapted((DEPLOY / "Caddyfile").read_text(), site, desk)
    sample = sample.replace("\nexample.org {", f"\nhttp://:{port} {{", 1)
    (folder / "Caddyfile").write_text("{\n\tadmin off\n\tauto_https off\n}\n" + sample)
    words = ["caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]
    homes = {name: str(folder) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    with served(words, port, homes):
        yield port


def adapted(sample: str, site: Path, desk: int) -> str:
    assert sample.count("/srv/my-outlet/public") == 1
    assert sample.count("127.0.0.1:8000") == 1
    sample = sample.replace("/srv/my-outlet/public", str(site))
    return sample.replace("127.0.0.1:8000", f"127.0.0.1:{desk}")


@contextmanager
def served(words: list[str], port: int, environment: dict[str, str]) -> Iterator[None]:
    running = subprocess.Popen(
        words, env={**os.environ, **environment}, stderr=subprocess.PIPE, text=True
    )
    try:
        wait_for(running, port)
        yield
    finally:
        running.terminate()
        running.communicate(timeout=30)


def wait_for(running: "subprocess.Popen[str]", port: int) -> None:
    pause = threading.Event()
    for _ in range(PATIENCE):
        if running.poll() is not None:
            pytest.fail(running.communicate()[1])
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        pause.wait(0.05)
    pytest.fail("the server did not start")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def get(address: str, **headers: str) -> tuple[int, Message, bytes]:
    request = urllib.request.Request(address, headers={"Host": "example.org", **headers})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, answer.headers, answer.read()


def test_pages_come_as_run_serves_them(address: str, site: Path) -> None:
    for path in [
        "index.html",
        theme.style_path(),
        "feed.xml",
        "atom.xml",
        "feed.json",
        "404.html",
        SOUND,
    ]:
        ours = serve(RequestFactory().get("/"), path)
        status, headers, _ = get(address + path)
        assert status == 200
        for name in ["Content-Type", "Cache-Control", "X-Content-Type-Options", "X-Frame-Options"]:
            assert headers[name].replace(" ", "").lower() == ours[name].replace(" ", "").lower()
        assert policy(headers)["default-src"] == "'none'"


def test_folders_show_their_index_and_what_is_missing_or_hidden_is_told(
    address: str, site: Path
) -> None:
    assert get(f"{address}topics/water/")[2] == (site / "topics/water/index.html").read_bytes()
    for path in ["nothing.html", "desks.html", ".hidden", "topics/.hidden"]:
        status, headers, content = get(address + path)
        assert (status, headers["Cache-Control"]) == (404, "no-cache")
        assert b"There is no page here" in content
        assert policy(headers)["style-src"] == "'unsafe-inline'"


def test_parts_packed_copies_and_what_has_not_changed(address: str, site: Path) -> None:
    status, headers, content = get(address + SOUND, Range="bytes=100-199")
    assert (status, headers["Content-Range"]) == (206, "bytes 100-199/10000")
    assert content == (site / SOUND).read_bytes()[100:200]

    _, first, page = get(f"{address}index.html")
    assert get(f"{address}index.html", **{"If-None-Match": first["ETag"]})[0] == 304

    (site / "index.html.gz").write_bytes(packed := gzip.compress(page, mtime=1))
    _, headers, sent = get(f"{address}index.html", **{"Accept-Encoding": "gzip"})
    assert (headers["Content-Encoding"], sent) == ("gzip", packed)
    assert headers["Content-Type"].lower().replace(" ", "") == "text/html;charset=utf-8"


def test_copies_that_run_lays_are_sent_and_never_for_another_page(address: str, site: Path) -> None:
    paths = ["index.html", "404.html", "feed.xml", theme.style_path()]
    assert packing.lay(site, paths) == len(paths)
    for path in paths:
        _, headers, sent = get(address + path, **GZIP)
        assert (headers["Content-Encoding"], sent) == ("gzip", (site / f"{path}.gz").read_bytes())
        assert headers["Content-Type"] == get(address + path)[1]["Content-Type"]
        assert "Accept-Encoding" in headers["Vary"]
        assert get(address + path)[2] == (site / path).read_bytes()
    status, headers, sent = get(f"{address}nothing.html", **GZIP)
    assert (status, unpacked(headers, sent)) == (404, (site / "404.html").read_bytes())

    folder.write([(site / "index.html", anew := b"<p>Anew.</p>" * 200)])
    assert unpacked(*get(f"{address}index.html", **GZIP)[1:]) == anew
    folder.remove(site / "feed.xml", site)
    assert get(f"{address}feed.xml", **GZIP)[0] == 404


def unpacked(headers: Message, sent: bytes) -> bytes:
    return gzip.decompress(sent) if headers["Content-Encoding"] else sent


def test_desk_sign_up_search_and_hubs_are_asked_of_the_outlet(address: str) -> None:
    for path in ["desk", "desk/articles/", "digest/", "search/?q=a", "static/a.css", "websub/a"]:
        _, headers, content = get(address + path)
        assert content.decode() == f"/{path} example.org http"
        # Their own policy allows their own style and, at the desk, scripts: the site's would forbid both.
        assert "Content-Security-Policy" not in headers
        assert "Cache-Control" not in headers


def policy(headers: Message) -> dict[str, str]:
    rules = re.split(r";\s*", headers["Content-Security-Policy"])
    return dict(rule.split(" ", 1) for rule in rules)
