"""Processes that deliver and are killed, again and again, until all is delivered.

What came of it is known from both sides: from the log of a real server, and from the rows.
"""

import os
import random
import select
import signal
import sys
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from pamphleteer.desk.verbs.publish import publish
from pamphleteer.desk.verbs.write import write
from pamphleteer.ground import clock
from pamphleteer.post.commands import post
from pamphleteer.post.models import Delivery, Digest, State
from pamphleteer.post.verbs import status
from pamphleteer.post.verbs.compose import compose, plan
from tests.post.kills.filling import fill
from tests.post.kills.sinking import Sink, until

STAGES = ("MAIL", "RCPT", "DATA", "END")
_AIMS = ("letters", "letters", "time", "time", *STAGES, "END")
_SOON = 0.02  # seconds in which all lines come to where one of them is held
_TRIES = 5


@dataclass(frozen=True)
class Plan:
    """How a story goes: `most` letters or `seconds` between two kills, `aims` for the first of them, then any.

    With `whole`, each process is begun as an outlet's keeper begins it. With `beside`, another one goes on meanwhile.
    """

    readers: int
    kills: int
    seed: int
    most: int
    seconds: float
    aims: tuple[str, ...] = ()
    whole: bool = False
    beside: bool = False


@dataclass
class Told:
    """What came of it."""

    killed: int = 0
    aims: Counter[str] = field(default_factory=Counter)
    in_doubt: list[int] = field(default_factory=list)  # after each kill


def live(sink: Sink, plan: Plan) -> Mapping[str, Any]:
    """Let the story happen; returns what came of it."""
    begun = time.monotonic()
    prepare(plan.readers)
    told, luck = Told(), random.Random(plan.seed)
    beside = _begin(whole=plan.whole) if plan.beside else None
    aims = iter(plan.aims)
    while told.killed < plan.kills and status.waiting():
        if beside and _ended(beside):
            beside = _begin(whole=plan.whole)
        _one(sink, luck, plan, told, next(aims, None) or luck.choice(_AIMS))
    if beside:
        until(lambda: _ended(beside), within=300)
    for _ in range(_TRIES):
        if status.waiting():
            one = _begin(whole=plan.whole)
            until(lambda: _ended(one), within=300)  # noqa: B023
    sink.end()
    return {**_sums(sink, told), "seconds": round(time.monotonic() - begun, 1)}


def prepare(readers: int) -> None:
    """Fill the outlet with readers, and plan an edition for all of them."""
    now = clock.now()
    Digest.objects.all().delete()
    digest = Digest.objects.create(name="Daily", slug="daily", begins=now - timedelta(minutes=1))
    publish(write(headline="The river is clean again"))
    fill(digest, readers)
    assert compose(digest)
    plan()
    assert Delivery.objects.count() == readers


def _one(sink: Sink, luck: random.Random, plan: Plan, told: Told, aim: str) -> None:
    """Begin a process, and kill it at some moment, or ask it to end; it may have come to its end before."""
    before = sink.hear()["took"]
    process = _begin(whole=plan.whole)
    if plan.beside:  # which goes on meanwhile: this one has to have come in, too
        until(lambda: _holds(process) or _ended(process), blink=0.02)
        before = sink.hear()["took"]
    if aim == "time":
        select.select([], [], [], luck.uniform(0, plan.seconds))
    else:
        letters = before + luck.randrange(1, plan.most + 1)
        until(lambda: sink.hear()["took"] >= letters or _ended(process))
    if aim in STAGES:
        held = sink.hear()["holding"]
        sink.tell(f"hold {aim}")
        until(lambda: sink.hear()["holding"] > held or _ended(process), within=20)
        select.select([], [], [], _SOON)
    if _ended(process):
        sink.tell("go")
        return
    if aim == "asked":
        os.kill(process, signal.SIGTERM)
        until(lambda: _ended(process, code=128 + signal.SIGTERM))
    else:
        os.kill(process, signal.SIGKILL)
        until(lambda: _ended(process, code=-signal.SIGKILL))
        told.killed += 1
    sink.tell("go")
    told.aims[aim] += 1
    if not plan.beside:
        handed = Delivery.objects.filter(state=State.CLAIMED, handed_at__isnull=False)
        told.in_doubt.append(handed.count())


_codes: dict[int, int] = {}


def _begin(*, whole: bool) -> int:
    connection.close()
    process = os.fork()
    if not process:
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            if whole:
                words = [sys.executable, "-m", "pamphleteer", "-C", str(settings.FOLDER)]
                os.execv(sys.executable, [*words, "post", "--drain"])  # noqa: S606
            os._exit(post.command.main(["--drain"], standalone_mode=False) or 0)
        except SystemExit as ended:
            os._exit(int(ended.code or 0))
        except BaseException:  # noqa: BLE001 - told by the status
            traceback.print_exc()
            os._exit(3)
    return process


def _holds(process: int) -> bool:
    claimed = Delivery.objects.filter(state=State.CLAIMED, held_by__contains=f".{process:x}.")
    return claimed.exists()


def _ended(process: int, *, code: int = 0) -> bool:
    """Return whether a process has ended, as it should have."""
    if process not in _codes:
        found, how = os.waitpid(process, os.WNOHANG)
        if not found:
            return False
        _codes[process] = os.waitstatus_to_exitcode(how)
    assert _codes[process] in {0, code}, _codes[process]
    return True


def _sums(sink: Sink, told: Told) -> dict[str, Any]:
    copies: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in sink.took:
        copies[one["to"]].append(one)
    rows = list(Delivery.objects.select_related("reader"))
    doubts = {row.address: row.doubts for row in rows}
    aside = {row.address for row in rows if row.state == State.DOUBT}
    assert set(copies) <= set(doubts)
    return {
        "readers": len(rows),
        "killed": told.killed,
        "aims": told.aims,
        "lost": len(set(doubts) - set(copies) - aside),
        "duplicates": sum(len(some) - 1 for some in copies.values()),
        "doubts": sum(doubts.values()),
        "never_came": len(set(doubts) - set(copies)),
        "unexplained": [to for to, some in copies.items() if len(some) - 1 > doubts[to]],
        "unalike": [
            to
            for to, some in copies.items()
            if len({(one["message_id"], one["digest"]) for one in some}) > 1
        ],
        "message_ids": len({one["message_id"] for one in sink.took}),
        "states": Counter(str(row.state) for row in rows),
        "ways": Counter(one["way"] for one in sink.took),
        "most_in_doubt": max(told.in_doubt, default=0),
        "unanswered": sink.counts["took"] - sink.counts["replied"],
    }
