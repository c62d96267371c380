"""Several processes press into one folder at once, and any of them may be killed."""

import fcntl
import json
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from pamphleteer.desk.verbs.publish import publish
from pamphleteer.desk.verbs.write import write
from pamphleteer.press.verbs.press import Pressed, press
from pamphleteer.project import making
from tests.cast import Cast
from tests.journeys.house import DATABASE, House

PIECES = 80
HOLD = """
import fcntl, os, sys
fcntl.flock(os.open(sys.argv[1], os.O_RDONLY), fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def house(tmp_path: Path, own_database: str) -> House:
    """An outlet with many pieces that nobody has pressed."""
    making.make(tmp_path / "outlet")
    with transaction.atomic():
        for number in range(PIECES):
            publish(write(headline=f"Piece {number}", lead="Words."))
    return House(tmp_path / "outlet", {**os.environ, DATABASE: own_database})


def articles(house: House) -> list[Path]:
    return list((house.folder / "public").rglob("articles/*.html"))


@pytest.mark.django_db
def test_a_press_waits_for_a_live_process_and_not_for_a_dead_one(outlet: Cast) -> None:
    public = Path(settings.PUBLIC)
    public.mkdir()
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(public)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with holder:
        try:
            assert holder.stdout is not None
            assert holder.stdout.readline() == "held\n"
            looks = iter([False] * 3)
            assert press(stop=lambda: next(looks, True)) == Pressed(0, 0, 0, whole=False)
        finally:
            holder.kill()
    assert press().whole


@pytest.mark.django_db
def test_the_lock_is_given_back(outlet: Cast) -> None:
    press()
    handle = os.open(settings.PUBLIC, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    finally:
        os.close(handle)


@pytest.mark.parametrize(
    "how",
    [[], pytest.param(["--all"], marks=pytest.mark.either_database)],
    ids=["press", "press --all"],
)
def test_a_killed_press_is_finished_by_others_that_come_at_once(
    house: House, how: list[str]
) -> None:
    killed = house.begin("-C", house.folder, "press", *how)
    until = time.monotonic() + 60
    while not articles(house) and time.monotonic() < until:
        select.select([], [], [], 0.005)
    killed.end(signal.SIGKILL)
    presses = [house.begin("-C", house.folder, "press", "--json") for _ in range(3)]
    told = [json.loads(each.process.communicate(timeout=120)[0]) for each in presses]
    assert [each["whole"] for each in told] == [True] * 3
    assert sorted(bool(each["written"]) for each in told)[:2] == [False, False]
    assert len(articles(house)) == PIECES
    assert not list((house.folder / "public").rglob("*.part"))
    checked = house.command("-C", house.folder, "press", "--check")
    assert checked.returncode == 0, checked.stdout
