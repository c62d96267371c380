"""Relays that drop a mailing on its way, one after another and each in its own way: it goes on by the next."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse
from lxml import html as parser
from pytest_django import Settings

from pamphleteer.ground.clock import StoppedClock
from pamphleteer.post.commands import digest as digest_command
from pamphleteer.post.models import (
    Delivery,
    Digest,
    Evidence,
    Reader,
    RelayChange,
    Rest,
    Suppressed,
)
from pamphleteer.post.relays.smtp import session
from pamphleteer.post.verbs.compose import compose
from pamphleteer.post.verbs.deliver import deliver
from tests.cast import Cast
from tests.post.conftest import relay_of
from tests.post.kills.filling import fill
from tests.post.kills.sinking import Sink, sinking
from tests.post.relays.smtp.speaking import Hangup, Silence, Speaking
from tests.post.test_dispatch import running

pytestmark = pytest.mark.django_db

READERS = 120
OFFERS = ("PIPELINING", "AUTH PLAIN", "8BITMIME")
LOGIN = "535 5.7.8 wrong password"
CLOSING = "421 4.3.2 closing for the night"
SUSPENDED = "550 5.7.1 account suspended"
HANGS_UP, SILENT = "it closed the connection", "no reply within"
DROPS = (LOGIN, CLOSING, SUSPENDED, HANGS_UP, SILENT)


class Dropping:
    """A server that drops mail in one way after the other, the next one once a way was noticed; then it is well."""

    def __init__(self) -> None:
        self.server = Speaking(offers=OFFERS, odd=self.odd)
        self.ways = list(DROPS)

    def odd(self, verb: str, words: str) -> str | None:
        """Answer what a server answers that drops mail in this way."""
        way = self.ways[0] if self.ways else ""
        if words.startswith("AUTH"):
            return LOGIN if way == LOGIN else "235 2.7.0 come in"
        if verb == "MAIL" and way in {CLOSING, SUSPENDED}:
            return way
        if verb == "HELLO" and way == HANGS_UP:
            raise Hangup
        if verb == "END" and way == SILENT:
            self.server.kept.pop()  # it never says that it has it, and has it not
            raise Silence
        return None


@pytest.fixture
def first() -> Iterator[Dropping]:
    dropping = Dropping()
    with running(dropping.server):
        yield dropping


@pytest.fixture
def second(tmp_path: Path) -> Iterator[Sink]:
    with sinking(tmp_path) as sink:
        yield sink


@pytest.fixture
def third() -> Iterator[Speaking]:
    with running(Speaking()) as server:
        yield server


@pytest.fixture
def edition(
    cast: Cast,
    digest: Digest,
    first: Dropping,
    second: Sink,
    third: Speaking,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Plan an edition for readers, and have three relays carry it."""
    monkeypatch.setattr(session, "_CONTENT", 1)
    settings.POST_RELAYS = (
        relay_of(
            f"smtp://me@127.0.0.1:{first.server.port}", name="first", password="x", timeout=0.7
        ),
        relay_of(f"smtp://127.0.0.1:{second.port}", name="second"),
        relay_of(f"smtp://127.0.0.1:{third.port}", name="third"),
    )
    fill(digest, READERS)
    cast.article()
    compose(digest)


def status() -> str:
    """Return what is said of how the digests stand."""
    return CliRunner().invoke(digest_command.command, ["status"]).output


def copies(first: Dropping, second: Sink, third: Speaking) -> Counter[tuple[str, str]]:
    """Return how often each reader was sent which letter, by its Message-ID."""
    second.hear()
    taken = [(str(one["to"]), str(one["message_id"])) for one in second.took]
    for to, content in [*first.server.kept, *third.kept]:
        head = content.partition(b"\r\n\r\n")[0].decode()
        named = [one for one in head.split("\r\n") if one.startswith("Message-ID:")]
        taken.append((to, named[0].partition(": ")[2]))
    return Counter(taken)


def nobody_is_blamed() -> None:
    assert Reader.objects.filter(state=Reader.State.CONFIRMED).count() == READERS
    assert not Evidence.objects.exists()
    assert not Suppressed.objects.exists()


def test_whatever_relays_do_the_mailing_goes_on_and_each_reader_has_their_letter(
    edition: None,
    first: Dropping,
    second: Sink,
    third: Speaking,
    stopped_clock: StoppedClock,
    client: Client,
    cast: Cast,
) -> None:
    client.force_login(cast.editor)
    told = list[str]()

    def meanwhile() -> bool:
        """Kill the second relay in the midst of its mail; let time go by when the first has dropped some."""
        if second.hear()["took"] >= READERS // 10:
            second.process.kill()
        resting = Rest.objects.filter(relay="first").first()
        if resting and resting.failures > len(told):
            told.append(status())
            first.ways.pop(0)
            stopped_clock.at = resting.until
        return False

    tally = deliver(stop=meanwhile)
    stopped_clock.advance(hours=1)
    deliver()

    assert tally.refused == 0
    assert first.ways == []
    for way, words in zip(DROPS, told, strict=True):
        assert "first takes no mail and is tried again at" in words
        assert way in words
    _desk_tells(client)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"done"}
    _each_once(copies(first, second, third))
    carried = set(Delivery.objects.values_list("relay", flat=True))
    assert carried == {"first", "second", "third"}
    nobody_is_blamed()


def _desk_tells(client: Client) -> None:
    """See what an editor reads: what each relay did, one after the other, and how it is now."""
    page = parser.fromstring(client.get(reverse("desk_relays")).content)
    first, second, third = (
        " ".join(" ".join(one.itertext()).split()) for one in page.cssselect(".post-relay")
    )
    story = ["it took mail again", HANGS_UP, SUSPENDED, CLOSING, LOGIN]  # the latest first
    places = [first.index(words) for words in story]
    assert places == sorted(places)
    assert "Takes mail." in first
    assert "Takes no mail now : no connection" in second
    assert "Takes mail." in third
    assert not RelayChange.objects.filter(relay="third").exists()


def _each_once(copies: Counter[tuple[str, str]]) -> None:
    """See that each reader has their letter once, or once more for each time that it was in doubt."""
    rows = Delivery.objects.select_related("reader")
    doubts = {(row.address, f"<{row.message_id}>"): row.doubts for row in rows}
    assert set(copies) == set(doubts)
    for letter, number in copies.items():
        assert number - 1 <= doubts[letter], letter
    assert sum(doubts.values()) <= 2 * 16


def test_while_all_relays_are_down_the_edition_waits_and_goes_by_the_one_that_comes_back(
    edition: None, first: Dropping, second: Sink, third: Speaking, stopped_clock: StoppedClock
) -> None:
    second.process.kill()
    second.process.wait()
    third.odd = lambda verb, _words: SUSPENDED if verb == "MAIL" else None

    tally = deliver()

    assert (tally.done, tally.refused, tally.doubt) == (0, 0, 0)
    rows = Delivery.objects.filter(state="planned", held_by="", doubts=0)
    assert rows.count() == READERS
    words = status()
    for name, why in (("first", LOGIN), ("second", "no connection"), ("third", SUSPENDED)):
        assert re.search(f"{name} takes no mail and is tried again at .*{why}", words)
    nobody_is_blamed()

    first.ways.clear()
    stopped_clock.at = Rest.objects.get(relay="first").until
    deliver()

    assert len(first.server.kept) == READERS
    _each_once(copies(first, second, third))
    assert set(Delivery.objects.values_list("state", "doubts")) == {("done", 0)}
    nobody_is_blamed()
