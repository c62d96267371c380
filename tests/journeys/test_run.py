"""`pamphleteer run`: it serves, it drains, and nothing is lost or repeated however it ends."""

import json
import os
import signal
import socket
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pytest_django import Settings

from pamphleteer.desk.verbs.publish import publish
from pamphleteer.desk.verbs.write import write
from pamphleteer.post.verbs.signup import enrol
from pamphleteer.project import laying, making
from tests.journeys.house import DATABASE, Begun, House, free_port

READERS = 120
PATIENCE = 150  # seconds
ON_THE_WAY = 4 * 4  # letters of one relay, over its lines


class Counting:
    """A mail server's memory: who got which Message-ID how often, and a bell at each mail."""

    def __init__(self) -> None:
        self.got: Counter[tuple[str, str]] = Counter()
        self.bell = threading.Condition()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        mail = message_from_bytes(envelope.content or b"")
        with self.bell:
            self.got[envelope.rcpt_tos[0], mail["Message-ID"]] += 1
            self.bell.notify_all()
        return "250 OK"

    def wait_for(self, count: int) -> None:
        with self.bell:
            reached = self.bell.wait_for(lambda: self.got.total() >= count, timeout=PATIENCE)
        assert reached, f"only {self.got.total()} of {count} mails came"

    @property
    def readers(self) -> set[str]:
        return {reader for reader, _ in self.got}


class _Server(Controller):
    def factory(self) -> SMTP:
        return SMTP(self.handler, ident="a relay")


@pytest.fixture
def counting() -> Counting:
    return Counting()


@pytest.fixture
def relay(counting: Counting) -> Iterator[Controller]:
    server = _Server(counting, hostname="127.0.0.1", port=free_port())
    server.start()
    yield server
    server.stop()


@pytest.fixture
def house(tmp_path: Path, own_database: str) -> House:
    """An outlet's folder to be, whose database is laid already."""
    laying.lay(name="The Open Page")
    return House(tmp_path / "outlet", {**os.environ, DATABASE: own_database})


@pytest.fixture
def site(house: House, relay: Controller, settings: Settings) -> str:
    """An outlet that listens somewhere and knows the relay; its address. Its keys are ours, too."""
    settings.FOLDER = house.folder
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    making.make(
        house.folder,
        options={"site.url": address, "server.listen": f"127.0.0.1:{port}"},
        relays=[{"name": "first", "url": f"smtp://127.0.0.1:{relay.port}"}],
    )
    return address


def act(*, readers: int, pieces: int) -> None:
    """Let readers in and publish pieces, in the database that the house has too."""
    for number in range(readers):
        enrol(f"reader{number}@readers.example")
    for number in range(pieces):
        publish(write(headline=f"Piece {number} of the day", lead="It was a day like others."))


def begun(house: House) -> Begun:
    running = house.begin("-C", house.folder, "run")
    running.read_until("Ctrl-C ends it.")
    return running


def status(house: House) -> list[dict[str, Any]]:
    told = json.loads(house.of("digest", "status", "--json").stdout)
    editions: list[dict[str, Any]] = told["editions"]
    return editions


@pytest.mark.either_database
def test_it_serves_the_site_the_sign_up_and_the_desk_until_it_is_told_to_end(
    house: House, site: str
) -> None:
    running = begun(house)
    try:
        for page, words in [("", "The Open Page"), ("digest/", "address"), ("desk/", "Sign in")]:
            with urllib.request.urlopen(site + page) as answer:
                assert words in answer.read().decode()
    finally:
        code = running.end()
    assert code == 0
    assert running.left() == []


@pytest.mark.either_database
def test_ctrl_c_ends_it_in_order_though_a_visitor_never_finishes_a_request(
    house: House, site: str
) -> None:
    running = begun(house)
    port = int(site.rstrip("/").rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port)) as visitor:
        visitor.sendall(b"GET /digest/ HTTP/1.1\r\nHost: 127")
        code = running.end(signal.SIGINT)

    assert code == 0
    assert running.printed.rstrip().endswith("Ctrl-C ends it.")


def test_a_published_piece_is_on_the_site_within_a_moment(house: House, site: str) -> None:
    running = begun(house)
    try:
        act(readers=0, pieces=1)
        page = house.folder / "public" / "articles" / "piece-0-of-the-day.html"
        until = time.monotonic() + 10
        while not page.exists() and time.monotonic() < until:
            threading.Event().wait(0.02)
        assert "It was a day like others." in page.read_text()
    finally:
        running.end()


@pytest.mark.either_database
def test_killed_again_and_again_no_letter_is_lost_and_none_goes_out_twice_unreported(
    house: House, site: str, counting: Counting
) -> None:
    act(readers=READERS, pieces=3)
    assert house.of("digest", "compose", "daily").returncode == 0
    for kill_after in (5, 60):
        running = begun(house)
        try:
            counting.wait_for(kill_after)
        finally:
            running.end(signal.SIGKILL)
        assert running.left() == []

    running = begun(house)
    try:
        until = time.monotonic() + PATIENCE
        while len(counting.readers) < READERS and time.monotonic() < until:
            counting.wait_for(counting.got.total())
            threading.Event().wait(0.05)
    finally:
        running.end()

    assert house.of("post", "--drain").returncode == 0
    assert len(counting.readers) == READERS, "a letter was lost"
    assert len({message for _, message in counting.got}) == READERS
    twice = sum(count - 1 for count in counting.got.values())
    (daily,) = status(house)
    assert (daily["mails"], daily["done"]) == (READERS, READERS)
    assert twice <= daily["doubt"]["ever"] <= 2 * ON_THE_WAY


def test_the_rounds_and_the_site_end_when_their_supervisor_is_killed_alone(
    house: House, site: str
) -> None:
    running = begun(house)
    os.kill(running.process.pid, signal.SIGKILL)
    running.process.communicate(timeout=10)

    assert running.left() == []


@pytest.mark.either_database
def test_a_taken_port_is_said_in_a_line(house: House, site: str) -> None:
    port = int(site.rstrip("/").rpartition(":")[2])
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        ran = house.of("run")

    assert ran.returncode == 1
    assert ran.stderr.startswith(f"Can't listen on 127.0.0.1:{port}: Address already in use.")
    assert len(ran.stderr.splitlines()) == 1


def test_an_unwritable_folder_is_said_in_a_line(house: House, site: str) -> None:
    public = house.folder / "public"
    public.rmdir()
    public.write_text("not a folder")

    ran = house.of("run")

    assert ran.returncode == 1
    assert f"{public} can't be written" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.either_database
def test_broken_options_are_told_together_and_nothing_starts(house: House, site: str) -> None:
    with (house.folder / "outlet.toml").open("a") as toml:
        toml.write('[[relay]]\nname = "x"\nurl = "pigeon://loft"\nwings = 2\n')

    for verb in ("run", "post", "settings"):
        ran = house.of(verb)
        assert ran.returncode == 2
        assert "pigeon://loft" in ran.stderr
        assert "wings" in ran.stderr


@pytest.mark.either_database
def test_a_new_outlet_keeps_readers_and_secrets_to_its_owner(laid_house: House) -> None:
    house = laid_house
    assert house.command("new", house.folder, "--name", "The Open Page").returncode == 0
    settings = house.of("settings", "--json").stdout

    assert "tester@" not in settings
    kept = [house.folder / name for name in ("outlet.toml", "outlet.db", "keys/secret")]
    assert not [path for path in kept if path.exists() and path.stat().st_mode & 0o077]


@pytest.mark.either_database
def test_where_there_is_no_outlet_the_way_to_one_is_told(house: House, tmp_path: Path) -> None:
    ran = house.command("-C", tmp_path / "nowhere", "articles", "list")

    assert ran.returncode == 2
    assert "pamphleteer new DIR" in ran.stderr
