"""A small WebSub hub on loopback, complete with sockets, that misbehaves when it is told to."""

import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode
from urllib.request import Request, urlopen


@dataclass
class Answered:
    """What a subscriber's door answered."""

    status: int
    body: str
    kind: str = ""


def call(url: str, body: bytes | None = None, **headers: str) -> Answered:
    """Call a door as hubs do; `_` in header names stands for `-`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with urlopen(Request(url, data=body, headers=named), timeout=20) as answer:
            return Answered(answer.status, answer.read().decode(), answer.headers["Content-Type"])
    except HTTPError as error:
        with error:
            return Answered(error.code, error.read().decode())


@dataclass
class Hub:
    """Takes subscriptions, verifies intent, signs what it distributes.

    `mood` is how it takes an asking: well, silent (never verifies), refuses, denies; busy for news alone.
    """

    port: int = 0
    mood: str = "well"
    lease: int | str = 864_000
    retry_after: str = ""
    method: str = "sha256"
    asked: list[dict[str, str]] = field(default_factory=list)
    verified: list[Answered] = field(default_factory=list)
    holds: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hub"

    def take(self, form: dict[str, str]) -> int:
        """Take one asking and return the status: intent is verified before it is answered."""
        self.asked.append(form)
        if form["hub.mode"] == "publish":
            return {"refuses": 400, "busy": 503}.get(self.mood, 204)
        if self.mood == "refuses":
            return 400
        if self.mood == "denies":
            self.deny(form["hub.callback"], form["hub.topic"])
        if self.mood == "well":
            self.verify(form)
        return 202

    def verify(self, form: dict[str, str]) -> None:
        """Ask the subscriber whether it asked, and keep what it says."""
        challenge = f"challenge-{len(self.asked)}-<b>&"
        mode, key = form["hub.mode"], (form["hub.callback"], form["hub.topic"])
        told = {"hub.mode": mode, "hub.topic": form["hub.topic"], "hub.challenge": challenge}
        if mode == "subscribe" and self.lease != "":
            told["hub.lease_seconds"] = str(self.lease)
        answer = call(f"{form['hub.callback']}?{urlencode(told)}")
        self.verified.append(answer)
        if answer.status != 200 or answer.body != challenge:
            return
        if mode == "subscribe":
            self.holds[key] = form["hub.secret"]
        else:
            self.holds.pop(key, None)

    def deny(self, callback: str, topic: str, reason: str = "not you\x07") -> Answered:
        told = {"hub.mode": "denied", "hub.topic": topic, "hub.reason": reason}
        return call(f"{callback}?{urlencode(told)}")

    def push(self, body: bytes | str, **headers: str) -> Answered:
        """Distribute a document to the one subscriber there is; headers given replace its own."""
        ((callback, topic), secret) = next(iter(self.holds.items()))
        content = body.encode() if isinstance(body, str) else body
        signature = hmac.new(secret.encode(), content, self.method).hexdigest()
        usual = {
            "Content_Type": "application/rss+xml",
            "Link": f'<{self.url}>; rel="hub", <{topic}>; rel="self"',
            "X_Hub_Signature": f"{self.method}={signature}",
        }
        whole = {name: value for name, value in (usual | headers).items() if value}
        return call(callback, content, **whole)


@contextmanager
def running_hub(**fields: object) -> Iterator[Hub]:
    hub = Hub(**fields)  # type: ignore[arg-type]

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers["Content-Length"])
            form = {
                name: found[0] for name, found in parse_qs(self.rfile.read(size).decode()).items()
            }
            self.send_response(hub.take(form))
            if hub.retry_after:
                self.send_header("Retry-After", hub.retry_after)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    hub.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
