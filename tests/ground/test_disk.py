"""A disk is told once of many files, where it is known to keep them; else each file is."""

import os
from pathlib import Path

import pytest

from pamphleteer.ground.disk import Disk, disk_of
from pamphleteer.ground.files import Beside


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Say which files are synced by themselves, by their numbers on the disk."""
    told: list[int] = []
    sync = os.fsync

    def heard(handle: int) -> None:
        told.append(os.fstat(handle).st_ino)
        sync(handle)

    monkeypatch.setattr(os, "fsync", heard)
    return told


def some(folder: Path) -> list[tuple[Path, bytes]]:
    return [(folder / f"{number}.html", b"page") for number in range(3)]


def numbers(folder: Path) -> list[int]:
    return sorted(path.stat().st_ino for path in folder.iterdir())


def test_a_disk_that_is_told_is_asked_for_no_single_file(tmp_path: Path, told: list[int]) -> None:
    handle = os.open(tmp_path, os.O_RDONLY)
    # Of whatever sort it is: a test has no power to lose.
    with Beside(some(tmp_path), disk=Disk(handle, tmp_path.stat().st_dev)) as made:
        made.move()
    os.close(handle)

    assert len(numbers(tmp_path)) == 3
    assert told == []


def test_each_file_is_synced_where_the_disk_has_something_to_tell(
    tmp_path: Path, told: list[int]
) -> None:
    broken = Disk(-1, tmp_path.stat().st_dev)
    with pytest.raises(OSError, match="descriptor"):
        broken.sync()

    with Beside(some(tmp_path), disk=broken) as made:
        made.move()

    assert sorted(told) == numbers(tmp_path)


def test_what_lies_on_another_disk_is_synced_by_itself(tmp_path: Path, told: list[int]) -> None:
    another = Disk(-1, tmp_path.stat().st_dev + 1)
    with Beside(some(tmp_path), disk=another) as made:
        made.move()

    assert sorted(told) == numbers(tmp_path)


def test_a_file_system_that_is_none_of_a_disk_is_not_told() -> None:
    with disk_of(Path("/proc")) as disk:
        assert disk is None
