"""Uploads that end badly: killed, two at a time, on a full disk, in a darkroom that dies or hangs."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from PIL import Image

from pamphleteer.desk.darkroom import asking
from pamphleteer.desk.darkroom.faults import Unusable
from pamphleteer.desk.errors import NotKept
from pamphleteer.desk.models import Picture, Recording
from pamphleteer.desk.verbs import bench, pictures, recordings
from pamphleteer.desk.web import uploads
from pamphleteer.register.models import Entry
from tests.cast import Cast
from tests.collect.server import until
from tests.collect.workshop.test_asking import runs
from tests.drawing import drawn
from tests.processes import Process
from tests.sounds import mp3

UPLOADER = """
import resource, sys
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from pamphleteer.desk.errors import DeskError
from pamphleteer.desk.verbs import pictures, recordings
from tests.sounds import mp3
database, settings.MEDIA_ROOT, sent, most = sys.argv[1:]
connections["default"].settings_dict["NAME"] = database
file = SimpleUploadedFile("bridge.png", open(sent, "rb").read())
if int(most):
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(most), int(most)))
print("ready", flush=True)
sys.stdin.readline()
try:
    pictures.upload(file, alt="A bridge", own=True)
    recordings.upload(mp3())
except DeskError as error:
    print(error)
"""


@pytest.fixture
def noise(tmp_path: Path) -> Path:
    """A picture that takes a while to be made anew, and much room."""
    size = (810, 500)
    pixels = Random(7).randbytes(size[0] * size[1] * 3)
    sent = tmp_path / "noise.jpg"
    Image.frombytes("RGB", size, pixels).save(sent, quality=30)
    return sent


@pytest.fixture
def begin() -> Iterator[Callable[..., Process]]:
    """Begin processes that upload, once they are told to go; none of them is left."""
    begun: list[Process] = []

    def begin(sent: Path, *, most: int = 0) -> Process:
        name = str(connection.settings_dict["NAME"])
        words = (name, str(settings.MEDIA_ROOT), str(sent), str(most))
        process = Process(UPLOADER, *words, pipes=("stdin", "stdout"))
        begun.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        return process

    yield begin
    for process in begun:
        with process:
            process.kill()


def go(process: Process) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def files(pattern: str) -> list[Path]:
    return list(Path(settings.MEDIA_ROOT).glob(pattern))


def is_whole(picture: Picture) -> bool:
    """Tell whether all that a row names lies there, and can be read to its end."""
    for name in (picture.master, *(one.name for one in picture.renditions)):
        with Image.open(pictures.where(name)) as found:
            found.load()
    return len(picture.renditions) == 9


@pytest.mark.either_database
@pytest.mark.usefixtures("own_database")
@pytest.mark.parametrize("moment", [".developing-*/source", ".developing-*/400.avif", "pictures/*"])
def test_one_that_is_killed_leaves_no_row_without_its_files(
    begin: Callable[..., Any], noise: Path, moment: str
) -> None:
    process = begin(noise)
    go(process)
    until(lambda: bool(files(moment)), seconds=60)
    listed = ""
    with suppress(FileNotFoundError, ProcessLookupError):  # it may have ended by itself
        listed = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
        os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert all(is_whole(one) for one in Picture.objects.all())
    until(lambda: not any(runs(int(pid)) for pid in listed.split()), seconds=60)

    again = SimpleUploadedFile("bridge.png", noise.read_bytes())
    assert is_whole(pictures.upload(again, alt="A bridge", own=True))
    assert Picture.objects.count() == Entry.objects.filter(what="picture.uploaded").count() == 1
    for left in files(".developing-*"):
        os.utime(left, (0, 0))
    bench.clear()
    assert not files(".developing-*")
    assert len(files("pictures/*")) == 10


@pytest.mark.usefixtures("own_database")
def test_two_who_upload_the_same_at_once_keep_it_once(
    begin: Callable[..., Any], noise: Path
) -> None:
    both = [begin(noise), begin(noise)]
    for process in both:
        go(process)
    assert [process.wait(60) for process in both] == [0, 0]
    assert is_whole(Picture.objects.get())
    recording = Recording.objects.get()
    assert recordings.where(recording.name).read_bytes() == mp3().read()
    assert Entry.objects.filter(what__endswith=".uploaded").count() == 2
    assert len(files("*/*")) == 11
    assert not files(".developing-*")


@pytest.mark.either_database
@pytest.mark.usefixtures("own_database")
@pytest.mark.parametrize("most", [60_000, 200_000], ids=["copy", "darkroom"])
def test_a_disk_that_takes_no_more_is_told_and_nothing_is_kept(
    begin: Callable[..., Any], noise: Path, most: int
) -> None:
    assert noise.stat().st_size < 200_000
    process = begin(noise, most=most)
    go(process)
    told = process.communicate(timeout=60)[0]
    assert "The file can't be kept: File too large. Nothing was changed." in told
    assert process.returncode == 0
    assert not Picture.objects.exists()
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@pytest.mark.django_db
def test_a_recording_that_the_disk_does_not_take_is_told(tmp_path: Path) -> None:
    media = tmp_path / "media"
    media.write_text("no folder")
    with pytest.raises(NotKept, match="can't be kept: "):
        recordings.upload(mp3())
    assert not Recording.objects.exists()


@pytest.mark.django_db
def test_a_disk_that_is_full_while_a_file_comes_in_is_told_at_its_field(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(buffering: int) -> Any:
        return Path("/dev/full").open("r+b", buffering=buffering)

    monkeypatch.setattr(uploads.tempfile, "TemporaryFile", full)
    client.force_login(cast.editor)
    sent = {"file": drawn(), "alt": "A bridge", "own": "on"}
    page = client.post(reverse("wagtailsnippets_desk_picture:add"), sent).content.decode()
    assert "can&#x27;t be kept: No space left on device" in page
    assert not Picture.objects.exists()


@pytest.mark.django_db
def test_a_picture_that_is_sent_twice_from_its_form_is_one(client: Client, cast: Cast) -> None:
    client.force_login(cast.editor)
    for _ in range(2):
        sent = {"file": drawn(), "alt": "A bridge", "own": "on"}
        assert client.post(reverse("wagtailsnippets_desk_picture:add"), sent).status_code == 302
    assert Picture.objects.get().uploaded_by == cast.editor


@pytest.mark.parametrize(
    ("child", "wrong"),
    [
        ("import time; time.sleep(600)", "slow"),
        ("import os; os.kill(os.getpid(), 9)", "broke"),
        ("print('{')", "broke"),
        ("print('[]')", "broke"),
    ],
    ids=["hangs", "is killed", "stops in a word", "says nonsense"],
)
def test_a_darkroom_that_hangs_or_dies_is_told(
    child: str, wrong: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "program", lambda _: [sys.executable, "-c", child])
    source = tmp_path / "source"
    source.write_bytes(drawn().read())
    with pytest.raises(Unusable, match=wrong):
        asking.develop(source, tmp_path, most=1000, seconds=1)


def test_a_darkroom_whose_house_is_gone_ends_by_itself(tmp_path: Path) -> None:
    """It waits for a picture that never comes to its end."""
    source = tmp_path / "source"
    os.mkfifo(source)
    asked = [str(source), str(tmp_path), "1000", "900000000", "1"]
    words = [*asking.program("pamphleteer.desk.darkroom"), *asked]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL) as process:
        assert process.wait(60) == -signal.SIGALRM


def test_what_comes_in_has_no_name_that_a_kill_could_leave() -> None:
    handler = uploads.Bounded()
    handler.new_file("file", "bridge.jpg", "image/jpeg", 10)
    handler.receive_data_chunk(b"0123456789", 0)
    arrived = handler.file_complete(10)
    assert b"".join(arrived.chunks()) == b"0123456789"
    assert os.fstat(arrived.fileno()).st_nlink == 0
    arrived.close()
