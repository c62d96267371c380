"""Files are whole or not there."""

from pathlib import Path

import pytest

from pamphleteer.ground.files import remove, write_whole

OPEN = Path("/proc/self/fd")


def test_a_file_is_written_whole_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    write_whole(tmp_path / "a" / "page.html", b"one")
    write_whole(tmp_path / "a" / "page.html", b"two")

    assert [p.read_bytes() for p in (tmp_path / "a").iterdir()] == [b"two"]


def test_what_was_there_stays_when_the_write_fails(tmp_path: Path) -> None:
    page = tmp_path / "page"
    page.mkdir()
    (page / "inside").touch()

    with pytest.raises(OSError, match="irectory"):
        write_whole(page, b"two")
    assert [p.name for p in tmp_path.rglob("*")] == ["page", "inside"]


def test_a_secret_is_its_owners_alone(tmp_path: Path) -> None:
    write_whole(tmp_path / "key", b"k", mode=0o600)

    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600


def test_a_long_name_is_written_too(tmp_path: Path) -> None:
    write_whole(tmp_path / ("河" * 84), b"x")

    assert (tmp_path / ("河" * 84)).read_bytes() == b"x"


@pytest.mark.skipif(not OPEN.exists(), reason="no list of open files")
def test_files_that_go_are_not_kept_open(tmp_path: Path) -> None:
    page, elsewhere = tmp_path / "page", tmp_path / "elsewhere"
    elsewhere.write_bytes(b"theirs")
    most, before = 0, len(list(OPEN.iterdir()))
    for number in range(300):
        write_whole(page, b"%d" % number)
        remove(str(page))
        page.symlink_to(elsewhere)
        most = max(most, len(list(OPEN.iterdir())))

    assert most < before + 200
    assert elsewhere.read_bytes() == b"theirs"
    remove(str(page))
    with pytest.raises(FileNotFoundError):
        remove(str(page))
