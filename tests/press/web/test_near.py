"""Small files in memory, for as long as they lie there unchanged."""

import os
import threading
from pathlib import Path

import pytest

from pamphleteer.ground.files import state_of
from pamphleteer.press.web.near import Near, Shelf


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text("<p>Water.</p>")
    settle(path)
    return path


def settle(path: Path) -> None:
    """Wait until a file is so old that a change to it would be seen."""
    pause = threading.Event()
    for _ in range(200):
        shelf = Shelf()
        shelf.keep("", near(path))
        if shelf.get("") is not None:
            return
        pause.wait(0.02)
    pytest.fail("the file is never old enough")


def near(path: Path) -> Near:
    status = path.stat()
    return Near(path.name, str(path), state_of(status), "1", 0, path.read_bytes())


def kept(path: Path, *, room: int = 1_000_000) -> Shelf:
    shelf = Shelf(room)
    shelf.keep("page.html", near(path))
    return shelf


def test_a_file_is_here_as_long_as_it_lies_there(file: Path) -> None:
    shelf = kept(file)
    found = shelf.get("page.html")
    assert found is not None
    assert found.content == b"<p>Water.</p>"
    assert shelf.get("other.html") is None


def test_what_was_pressed_anew_is_not_taken_for_the_old(file: Path) -> None:
    shelf, before = kept(file), file.stat()
    anew = file.with_name("anew")
    anew.write_text("<p>Wares.</p>")
    os.utime(anew, ns=(before.st_atime_ns, before.st_mtime_ns))
    anew.replace(file)
    assert shelf.get("page.html") is None


def test_what_was_written_over_with_its_old_date_is_not_taken_for_the_old(file: Path) -> None:
    shelf, before = kept(file), file.stat()
    file.write_text("<p>Wares.</p>")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert shelf.get("page.html") is None


def test_what_was_removed_is_here_no_more(file: Path) -> None:
    shelf = kept(file)
    file.unlink()
    assert shelf.get("page.html") is None


def test_what_was_changed_just_now_is_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    shelf = Shelf()
    path.write_text("half")
    ahead = path.stat().st_mtime_ns + 3_600_000_000_000
    os.utime(path, ns=(ahead, ahead))
    shelf.keep("page.html", near(path))
    assert shelf.get("page.html") is None


def test_what_was_not_asked_for_longest_makes_room(file: Path) -> None:
    shelf = Shelf(room=3_500)
    for name in "abc":
        shelf.keep(name, near(file))
    shelf.get("a")
    shelf.keep("d", near(file))
    assert {name for name in "abcd" if shelf.get(name)} == {"a", "c", "d"}


def test_a_copy_is_packed_once(file: Path) -> None:
    one = near(file)
    assert one.packing() is one.packing()
