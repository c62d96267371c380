"""Files that no row names are put aside, then removed; what anything may still need stays."""

import os
import signal
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from pamphleteer.desk.models import Article, Picture
from pamphleteer.desk.verbs import pictures, recordings, sweep
from pamphleteer.desk.verbs.record import lines, told
from pamphleteer.ground.clock import StoppedClock
from pamphleteer.press.verbs.press import press
from pamphleteer.project.rounds import ROUNDS
from tests.cast import Cast
from tests.collect.server import until
from tests.processes import Process
from tests.sounds import mp3

DAY = 24 * 3600
SWEEPER = """
import sys
from django.conf import settings
from django.db import connections
connections["default"].settings_dict["NAME"], settings.MEDIA_ROOT = sys.argv[1:]
from pamphleteer.desk.verbs.sweep import sweep
print("ready", flush=True)
sys.stdin.readline()
for part in "0123456789abcdef":
    sweep(part)
"""


def media(*parts: str) -> Path:
    return Path(settings.MEDIA_ROOT, *parts)


def aged(path: Path, *, days: float) -> Path:
    then = time.time() - days * DAY
    os.utime(path, (then, then), follow_symlinks=False)
    return path


def stray(folder: str = "pictures", number: int = 1, *, days: float = 2) -> Path:
    """A file that was uploaded, and got no row."""
    path = media(folder, f"{number:020x}.jpg")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    return aged(path, days=days)


def sweep_all() -> tuple[int, int, int]:
    each = [sweep.sweep(part) for part in "0123456789abcdef"]
    return sum(s.aside for s in each), sum(s.back for s in each), sum(s.removed for s in each)


def lying(folder: str) -> list[str]:
    return sorted(path.name for path in media(folder).glob("*") if path.is_file())


@pytest.mark.django_db
def test_what_no_row_names_is_put_aside_and_removed_when_nobody_missed_it(cast: Cast) -> None:
    picture, talk = cast.picture(), recordings.upload(mp3())
    files = lying("pictures")
    for path in media().rglob("*.*"):
        aged(path, days=400)
    gone = [stray("pictures"), stray("audio", 2)]
    assert sweep_all() == (2, 0, 0)
    assert not any(path.exists() for path in gone)
    assert lying("unused/pictures") == [gone[0].name]
    assert lying("pictures") == files
    assert pictures.where(picture.master).is_file()
    assert recordings.where(talk.name).is_file()

    assert sweep_all() == (0, 0, 0)
    for folder in ("pictures", "audio"):
        aged(media("unused", folder, lying(f"unused/{folder}")[0]), days=31)
    assert sweep_all() == (0, 0, 2)
    assert lying("unused/pictures") == lying("unused/audio") == []


@pytest.mark.django_db
def test_what_came_in_a_moment_ago_may_still_get_its_row() -> None:
    young = stray(days=0.9)
    assert sweep_all() == (0, 0, 0)
    assert young.exists()


@pytest.mark.django_db
def test_what_only_a_former_version_shows_stays(cast: Cast) -> None:
    article = cast.article(picture=cast.picture())
    draft = article.get_latest_revision_as_object()
    draft.picture = None
    draft.save_revision()
    Article.objects.update(picture=None)
    for path in media("pictures").glob("*"):
        aged(path, days=400)
    assert sweep_all() == (0, 0, 0)
    assert Picture.objects.get().small.name in lying("pictures")


@pytest.mark.django_db
def test_what_a_restored_row_names_comes_back(cast: Cast) -> None:
    picture, files = cast.picture(), lying("pictures")
    for path in media("pictures").glob("*"):
        aged(path, days=2)
    kept = Picture.objects.values().get()
    Picture.objects.all().delete()
    assert sweep_all() == (len(files), 0, 0)
    Picture.objects.create(**kept)
    assert sweep_all() == (0, len(files), 0)
    assert lying("pictures") == files
    assert pictures.where(picture.master).is_file()


@pytest.mark.django_db
def test_links_lead_nowhere_and_what_is_no_upload_is_left_alone(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    theirs = outside / f"{1:020x}.jpg"
    theirs.write_bytes(b"x")
    aged(theirs, days=400)
    stray(number=3)
    link = media("pictures", f"{2:020x}.jpg")
    link.symlink_to(theirs)
    aged(link, days=400)
    own = media("pictures", "notes.txt")
    own.write_bytes(b"x")
    aged(own, days=400)
    media("audio").symlink_to(outside)
    assert sweep_all() == (1, 0, 0)
    assert link.is_symlink()
    assert own.exists()
    assert list(outside.iterdir()) == [theirs]

    stray(number=4)
    media("unused", "pictures", f"{3:020x}.jpg").unlink()
    media("unused", "pictures").rmdir()
    media("unused", "pictures").symlink_to(outside)
    assert sweep_all() == (0, 0, 0)
    assert list(outside.iterdir()) == [theirs]


@pytest.mark.django_db
def test_one_round_does_so_much_and_the_rounds_take_turns(
    stopped_clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweep, "AT_MOST", 2)
    for number in range(3):
        stray(number=number)
    assert sweep.sweep("0").aside == 2
    assert sweep.sweep("0", lambda: True).aside == 0
    assert len(lying("pictures")) == 1
    assert "media" in [one.name for one in ROUNDS]
    done = 0
    for _ in range(16):
        done += sweep.round_()
        stopped_clock.advance(seconds=sweep.EVERY)
    assert done == 1
    assert lying("pictures") == []


@pytest.mark.django_db
def test_the_record_says_in_words_what_was_cleared_away() -> None:
    stray()
    sweep_all()
    (line,) = told(list(lines(kind="media")))
    assert (line.who, line.did, line.more) == (
        "the house", "cleared unused files away from", "put aside: 1",
    )  # fmt: skip


@pytest.mark.django_db
def test_the_site_keeps_its_own_copies(cast: Cast) -> None:
    cast.article(picture=cast.picture())
    press()
    before = sorted(Path(settings.PUBLIC).rglob("*"))
    stray()
    sweep_all()
    assert sorted(Path(settings.PUBLIC).rglob("*")) == before


@pytest.mark.django_db
def test_what_is_uploaded_again_while_it_is_swept_stays(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row comes after the rows were read, and the file between two looks at it."""
    files = sorted(cast.picture().files, key=lambda one: str(one["name"]))
    Picture.objects.all().delete()
    for path in media("pictures").glob("*"):
        aged(path, days=2)
    utime, again = os.utime, []

    def meanwhile(handle: int) -> None:
        utime(handle)
        if not again:
            again.append(cast.picture(alt="Again"))

    monkeypatch.setattr(sweep.os, "utime", meanwhile)
    sweep.sweep(str(files[0]["name"])[0])
    assert again
    assert pictures._is_whole(Picture.objects.get())


@pytest.mark.either_database
@pytest.mark.usefixtures("own_database")
def test_two_processes_sweep_at_once_and_one_that_is_killed_loses_nothing() -> None:
    picture = Cast().picture()
    for path in media("pictures").glob("*"):
        aged(path, days=400)
    for number in range(300):
        stray(number=number * 16**18 % 16**20 + number)
    total = len(lying("pictures"))
    words = (str(connection.settings_dict["NAME"]), str(settings.MEDIA_ROOT))

    def begun() -> Process:
        process = Process(SWEEPER, *words, pipes=("stdin", "stdout"))
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        return process

    with begun() as killed, begun() as one, begun() as other:
        assert killed.stdin and one.stdin and other.stdin
        killed.stdin.write("\n")
        killed.stdin.flush()
        until(lambda: media("unused", "pictures").is_dir(), seconds=30)
        os.kill(killed.pid, signal.SIGKILL)
        for process in (one, other):
            process.stdin.write("\n")
            process.stdin.flush()
        assert (one.wait(60), other.wait(60)) == (0, 0)
    assert len(lying("pictures")) + len(lying("unused/pictures")) == total
    # What the killed one had just touched waits for a day.
    assert len(lying("unused/pictures")) >= 299
    assert pictures._is_whole(picture)
