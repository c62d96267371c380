"""Hostile documents bring a child down, and never the house."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from pamphleteer.collect.bounds import Bounds
from pamphleteer.collect.document import opened
from pamphleteer.collect.errors import SourceError, UnreadableError
from pamphleteer.collect.sources import loose
from pamphleteer.collect.workshop.asking import Workshop
from tests.collect.feeds import item, rss
from tests.collect.server import until

BROKEN = rss(item(1)).replace("<item>", "<item><b>")
# Each tag is another's end, which costs feedparser the square of its length.
SLOW = "<rss version='2.0'><channel><item><description>" + "<a>x" * 250_000


@pytest.fixture
def workshop() -> Iterator[Workshop]:
    made = Workshop()
    yield made
    made.close()


def mended(workshop: Workshop, text: str = BROKEN, *, seconds: float = 20.0) -> Any:
    return workshop.ask("mend", seconds=seconds, text=text, address="https://feed.example/")


def titles(feed: Any) -> list[str]:
    return [one["title"] for one in feed["items"]]


def children() -> set[int]:
    """Return the processes that this one has begun and that are still there."""
    listed = Path(f"/proc/self/task/{os.getpid()}/children").read_text()
    return {int(pid) for pid in listed.split() if runs(int(pid))}


def runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def ticks(pid: int) -> int:
    """Return the processor's time that a process has used, in hundredths of a second."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11])


def test_one_child_reads_one_document_after_another(workshop: Workshop) -> None:
    before = children()
    assert titles(mended(workshop)) == ["The tide comes in for the 1th time"]
    (pid,) = children() - before
    mended(workshop)
    assert children() - before == {pid}
    workshop.close()
    assert not children() - before


def test_what_takes_too_long_is_a_fault_in_words_and_the_next_document_is_read(
    workshop: Workshop,
) -> None:
    mended(workshop)
    with pytest.raises(UnreadableError, match=r"could not be read within 0.5 seconds"):
        mended(workshop, SLOW, seconds=0.5)
    assert titles(mended(workshop))


def test_what_takes_too_much_memory_is_a_fault_in_words() -> None:
    narrow = Workshop(memory=140_000_000)
    try:
        assert titles(mended(narrow))
        with pytest.raises(UnreadableError, match="takes too much memory"):
            mended(narrow, rss(*(item(n) for n in range(20_000))) * 4, seconds=60)
        assert titles(mended(narrow))
    finally:
        narrow.close()


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGSEGV, signal.SIGTERM])
def test_a_killed_child_is_a_fault_in_words_and_the_next_document_is_read(
    workshop: Workshop, sent: signal.Signals
) -> None:
    before = children()
    mended(workshop)
    (pid,) = children() - before
    faults: list[str] = []

    def read() -> None:
        try:
            mended(workshop, SLOW)
        except UnreadableError as error:
            faults.append(str(error))

    idle = ticks(pid)
    reading = Thread(target=read)
    reading.start()
    until(lambda: ticks(pid) > idle + 5)
    os.kill(pid, sent)
    reading.join()

    assert faults == [f"could not be read: its reader broke down ({sent.name})"]
    assert titles(mended(workshop))


def test_a_child_that_was_killed_while_it_waited_is_a_fault_only_once(workshop: Workshop) -> None:
    before = children()
    mended(workshop)
    (pid,) = children() - before
    os.kill(pid, signal.SIGKILL)
    with pytest.raises(UnreadableError, match="SIGKILL"):
        mended(workshop)
    assert titles(mended(workshop))


def test_a_child_without_work_ends_by_itself_and_nobody_notices() -> None:
    quick = Workshop(idle=0.01)
    try:
        before = children()
        mended(quick)
        until(lambda: not children() - before)
        assert titles(mended(quick))
    finally:
        quick.close()


def test_two_threads_have_a_child_each_and_a_third_waits(workshop: Workshop) -> None:
    before = children()
    most: set[int] = set()
    found: list[list[str]] = []

    def read() -> None:
        for _ in range(3):
            found.append(titles(mended(workshop, seconds=60)))
            most.update(children() - before)

    threads = [Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 9
    assert all(found)
    assert len(most) <= 2


ORPHAN = """
import sys, threading
from pamphleteer.collect.workshop.asking import WORKSHOP
text = sys.stdin.read()
WORKSHOP.ask("mend", seconds=20, text="<rss version='2.0'><channel>", address="")
print(WORKSHOP._free[0].pid, flush=True)
WORKSHOP.ask("mend", seconds=1, text=text, address="")
threading.Event().wait()
"""


@pytest.mark.parametrize(("text", "busy"), [(BROKEN, 0), (SLOW, 10)], ids=["idle", "busy"])
def test_no_child_outlives_a_house_that_was_killed(text: str, busy: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", ORPHAN],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as house:
        assert house.stdin
        assert house.stdout
        house.stdin.write(text)
        house.stdin.close()
        pid = int(house.stdout.readline())
        idle = ticks(pid)
        until(lambda: ticks(pid) >= idle + busy)
        house.kill()
    until(lambda: not runs(pid), seconds=20)


HOSTILE: dict[str, Callable[[], str]] = {
    "a megabyte of nested tags": lambda: "<rss><channel><item>" + "<b>" * 330_000,
    "as much with words between": lambda: SLOW,
    "two hundred thousand items": lambda: rss(*(["<item><title>x"] * 200_000)),
    "a tag that never ends": lambda: "<rss version='2.0'><channel><item a='" + "a " * 400_000,
    "entities and more entities": lambda: "<rss><channel><title>" + "&#x26;#" * 200_000,
    "a comment in a comment": lambda: "<rss><channel>" + "<!--" * 300_000,
    "declarations": lambda: "<rss><channel>" + "<![" * 300_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_documents_end_in_words_or_in_nothing(name: str) -> None:
    document = opened(HOSTILE[name]().encode(), address="https://feed.example/")
    try:
        feed = loose.read(document, Bounds(mend_seconds=2.0))
    except SourceError as error:
        assert "could not be read" in str(error) or "nested deeper" in str(error)
    else:
        assert feed is None or len(feed.items) <= 1_000
