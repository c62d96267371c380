"""Packed copies beside the pages: made later, and never of another page than the one they lie beside."""

import gzip
import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytest_django import Settings

from pamphleteer.desk.models import Article
from pamphleteer.desk.verbs.publish import publish, withdraw
from pamphleteer.desk.verbs.write import write
from pamphleteer.ground.stopping import never
from pamphleteer.press.models import Change
from pamphleteer.press.verbs import folder, packing
from pamphleteer.press.verbs.check import check
from pamphleteer.press.verbs.press import press

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]


@pytest.fixture
def packed(public: Path) -> Iterator[Path]:
    """The site of the cast, with copies."""
    packing.forget()
    rest(public)
    assert packing.round_() > 10
    yield public
    packing.forget()


def rest(public: Path) -> None:
    """Let all files have lain there for an hour."""
    for path in public.rglob("*.*"):
        ago = path.stat().st_mtime_ns - 3_600_000_000_000
        os.utime(path, ns=(ago, ago))


def copies(public: Path) -> dict[str, bytes]:
    """Return what the copies hold by the names of their files, each of which has to hold that."""
    held = {
        str(path.relative_to(public)).removesuffix(".gz"): gzip.decompress(path.read_bytes())
        for path in public.rglob("*.gz")
    }
    for name, content in held.items():
        assert (public / name).read_bytes() == content, name
    return held


def test_what_is_words_and_not_tiny_has_a_copy(packed: Path) -> None:
    held = copies(packed)
    wanted = {
        str(path.relative_to(packed))
        for path in packed.rglob("*")
        if path.suffix in {".html", ".xml", ".json", ".css", ".svg", ".opml", ".txt"}
        and path.stat().st_size >= 1_000
    }
    assert {"index.html", "feed.xml", "feed.json"} < wanted
    assert set(held) == wanted


def test_a_second_round_lays_none(packed: Path) -> None:
    assert packing.round_() == 0
    packing.forget()  # as another process would begin
    assert packing.round_() == 0


def test_copies_are_no_news_and_no_difference(packed: Path) -> None:
    assert not Change.objects.filter(path__endswith=".gz").exists()
    assert not check()
    assert (press().written, press().removed) == (0, 0)
    assert copies(packed)


def test_a_page_that_changes_loses_its_copy_and_gets_another(packed: Path) -> None:
    before = copies(packed)
    publish(write(headline="More water", body=f"<p>{'Words. ' * 200}</p>"))
    press()
    between = copies(packed)
    assert "index.html" in before.keys() - between.keys()
    assert "404.html" in between
    assert packing.round_() == 0, "what has changed just now may change again"
    rest(packed)
    assert packing.round_() > len(before) - len(between)
    assert copies(packed).keys() > before.keys()


def test_a_page_that_goes_takes_its_copy_along(packed: Path) -> None:
    article = Article.objects.live().first()
    assert article is not None
    withdraw(article)
    (packed / "topics/index.html").unlink()
    press()
    copies(packed)
    path = packed / "topics/water/index.html"
    folder.remove(path, packed)
    assert not path.parent.joinpath("index.html.gz").exists()


def test_a_page_that_changes_while_it_is_packed_gets_no_copy(packed: Path) -> None:
    page = packed / "index.html"
    folder.drop_copy(page)
    with ThreadPoolExecutor(1) as aside, locked(packed):
        laying = aside.submit(packing.lay, packed, ["index.html", "404.html"])
        wait_for_part(packed)
        folder.write([(page, b"<p>Anew.</p>" * 200)])
    assert laying.result() == 0
    assert not page.with_name("index.html.gz").exists()
    assert not list(packed.rglob(".*.part"))


def test_what_a_press_sweeps_away_meanwhile_is_laid_later(packed: Path) -> None:
    folder.drop_copy(packed / "index.html")
    with ThreadPoolExecutor(1) as aside, locked(packed):
        laying = aside.submit(packing.lay, packed, ["index.html"])
        wait_for_part(packed)
        folder.sweep(packed)
    assert laying.result() == 0
    assert packing.lay(packed, ["index.html"]) == 1


def test_a_whole_press_keeps_right_copies_and_drops_wrong_ones(packed: Path) -> None:
    before = copies(packed)
    (packed / "index.html.gz").write_bytes(gzip.compress(b"another page"))
    press(everything=True)
    assert before.keys() - copies(packed).keys() == {"index.html"}


def test_a_copy_that_was_changed_by_hand_is_told_and_dropped(packed: Path) -> None:
    (packed / "index.html.gz").write_bytes(gzip.compress(b"another page"))
    (packed / "404.html.gz").write_bytes((packed / "404.html.gz").read_bytes()[:-4])
    assert sorted(check().other) == ["404.html.gz", "index.html.gz"]
    press()
    assert not check()
    assert not (packed / "index.html.gz").exists()


def test_an_outlet_may_have_no_copies(public: Path, settings: Settings) -> None:
    settings.PRESS_PACKED = False
    rest(public)
    assert packing.round_() == 0
    assert not copies(public)


def test_a_round_that_was_stopped_is_begun_again(public: Path) -> None:
    packing.forget()
    rest(public)
    assert packing.round_(lambda: True) == 0
    assert packing.round_() > 10
    packing.forget()


@contextmanager
def locked(public: Path) -> Iterator[None]:
    with folder.alone_in(public, never) as alone:
        assert alone
        yield


def wait_for_part(public: Path) -> None:
    pause = threading.Event()
    for _ in range(3_000):
        if list(public.glob(".*.gz.*.part")):
            return
        pause.wait(0.02)
    pytest.fail("nothing is laid beside")
