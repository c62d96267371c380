"""Open a demo outlet: its folder, made once, and its neighbours on loopback, begun each time.

The options are written anew at each opening, since ports may be others than the last time.
"""

import contextlib
import json
import secrets
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from pamphleteer.ground import clock
from pamphleteer.ground.files import write_whole
from pamphleteer.project import making
from pamphleteer.project.demo.inbox import Inbox
from pamphleteer.project.demo.inbox_web import InboxPages
from pamphleteer.project.demo.loopback import HOST
from pamphleteer.project.demo.partners import PartnerServer
from pamphleteer.project.options import FILE_NAME

KEPT = "demo.json"
SENDER = "digest@open-page.example"
_FIRST_PORT = 8000
_PORTS_TRIED = 50
_Server = TypeVar("_Server")


class DemoError(Exception):
    """The demo can't be opened; the message tells a person why, in a line."""


@dataclass(frozen=True)
class Kept:
    """What a demo outlet keeps from one opening to the next; ports are 0 before the first."""

    made: str
    password: str
    site: int = 0
    partners: int = 0
    smtp: int = 0
    inbox: int = 0

    @property
    def made_at(self) -> datetime:
        """When the outlet was made, which is when its partners' pieces are as old as they say."""
        return datetime.fromisoformat(self.made)


@dataclass(frozen=True)
class Demo:
    """An open demo outlet: its folder, and the addresses around it."""

    folder: Path
    kept: Kept
    partners: PartnerServer
    site: str
    inbox: str


@contextlib.contextmanager
def opened(folder: Path, *, port: int | None, serve: bool) -> Iterator[Demo]:
    """Make the outlet or go on with it, its neighbours answering while the block runs.

    With `serve`, a port for the site is looked for that is free; `port` is the one to take, and no
    other. Raises `DemoError`.
    """
    kept = _kept(folder)
    site = _site_port(port, kept, serve=serve)
    with ExitStack() as running:
        partners = running.enter_context(
            _at(kept.partners, lambda port: PartnerServer(now=kept.made_at, port=port))
        )
        inbox = running.enter_context(
            _at(kept.smtp, lambda port: Inbox(folder / "inbox", port=port))
        )
        shown = running.enter_context(
            _at(kept.inbox, lambda port: InboxPages(folder / "inbox", port=port))
        )
        kept = replace(kept, site=site, partners=partners.port, smtp=inbox.port, inbox=shown.port)
        _write(folder, kept)
        yield Demo(folder, kept, partners, site=_address(site), inbox=shown.address)


def _kept(folder: Path) -> Kept:
    """Return what the folder keeps, the folder being made if need be."""
    try:
        return Kept(**json.loads((folder / KEPT).read_text(encoding="utf-8")))
    except FileNotFoundError:
        pass
    except (OSError, ValueError, TypeError) as error:
        raise DemoError(f"{folder / KEPT} can't be read ({error}): remove {folder}") from error
    if (folder / FILE_NAME).exists():
        raise DemoError(
            f"{folder} holds an outlet that is no demo: nothing was changed. Name another folder."
        )
    kept = Kept(made=clock.now().isoformat(), password=secrets.token_urlsafe(9))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _keep(folder, kept)
    except OSError as error:
        raise DemoError(f"{folder} can't be written: {error.strerror}") from error
    return kept


def _keep(folder: Path, kept: Kept) -> None:
    words = json.dumps(asdict(kept), indent=2)
    write_whole(folder / KEPT, words.encode() + b"\n", mode=0o600)


def _write(folder: Path, kept: Kept) -> None:
    options = {
        "site.url": _address(kept.site),
        "server.listen": f"{HOST}:{kept.site}",
        "collect.allow": ("127.0.0.0/8",),
        "collect.every": 60,
        "collect.per_host": 20,  # the partners of the demo share one server
        "collect.pause": 0,
        "post.sender": SENDER,
    }
    relays = [{"name": "inbox", "url": f"smtp://{HOST}:{kept.smtp}"}]
    try:
        if (folder / FILE_NAME).exists():
            making.write_options(folder, options=options, relays=relays)
        else:
            making.make(folder, options=options, relays=relays)
        _keep(folder, kept)
    except making.MakingError as error:
        raise DemoError(str(error)) from error
    except OSError as error:
        raise DemoError(f"{folder} can't be written: {error.strerror}") from error


def _site_port(asked: int | None, kept: Kept, *, serve: bool) -> int:
    first = asked or kept.site or _FIRST_PORT
    if not serve or _free(first):
        return first
    if asked:
        raise DemoError(f"Port {asked} is taken: end what uses it, or choose another with --port.")
    for port in range(_FIRST_PORT, _FIRST_PORT + _PORTS_TRIED):
        if _free(port):
            return port
    raise DemoError(
        f"Ports {_FIRST_PORT} to {_FIRST_PORT + _PORTS_TRIED - 1} are taken: choose another."
    )


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def _at(port: int, make: Callable[[int], _Server]) -> _Server:
    """Return a server on the port that it had before, or on a free one if that is taken."""
    try:
        return make(port)
    except OSError:
        return make(0)


def _address(port: int) -> str:
    return f"http://{HOST}:{port}/"
