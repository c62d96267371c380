"""How far an edition's mails are: taken, waiting and why, refused and why, in doubt.

They are counted in an index, which takes half a second for a million of them. What is looked at is counted once for
all who look, and no more often than costs a small share of the time.
"""

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Lock

from django.db.models import Count, Q

from pamphleteer.ground import clock
from pamphleteer.post.bounces.results import Kind
from pamphleteer.post.meanings.words import LEFT
from pamphleteer.post.models import Delivery, Edition, Evidence, State

OFTEN = 1.0  # seconds between two counts at least
_SHARE = 10  # so many times longer than counting took are counts kept
_MOST = 100  # editions whose counts are kept
Counts = Mapping[str, int]  # by reason, as `meanings.words` names it


@dataclass(frozen=True)
class Progress:
    """The mails of an edition, as they were when they were counted; `took` seconds.

    Of those that wait: `going` are taken up by a process that sends, and `handed` of them are with a relay, which has
    not answered yet; `due` could go now, `later` are planned for an hour to
    come, and `put_off` wait because of what was said when they were tried. `left` are in doubt too, and somebody has
    decided to leave them so. Of those that were taken, `again` had been in doubt before, some came back later, and
    some were complained of.
    """

    at: datetime
    done: int = 0
    going: int = 0
    handed: int = 0
    due: int = 0
    later: int = 0
    put_off: Counts = field(default_factory=dict)
    refused: Counts = field(default_factory=dict)
    doubt: int = 0
    left: int = 0
    again: int = 0
    returned: Counts = field(default_factory=dict)
    complaints: int = 0
    took: float = 0

    @property
    def waiting(self) -> int:
        """How many have no outcome yet."""
        return self.going + self.due + self.later + sum(self.put_off.values())

    @property
    def turned_away(self) -> int:
        """How many were refused for good, or did not go at all."""
        return sum(self.refused.values())

    @property
    def total(self) -> int:
        """How many there are."""
        return self.done + self.waiting + self.turned_away + self.doubt + self.left

    @property
    def moving(self) -> bool:
        """Whether counts change by themselves before long."""
        return bool(self.going or self.due or self.put_off)


def counted(edition: Edition) -> Progress:
    """Return how far an edition is, counted now."""
    now, began = clock.now(), time.monotonic()
    rows = (
        Delivery.objects.filter(letter__edition=edition).order_by().values_list("state", "reason")
    )
    found = list(rows.annotate(n=Count("pk"), later=Count("pk", filter=Q(due_at__gt=now))))
    returned, complaints = _said_later(edition)
    again = Delivery.objects.filter(letter__edition=edition, doubts__gt=0, state=State.DONE).count()
    counts = _made(found, now, time.monotonic() - began)
    handed = min(_handed(edition), counts.going) if counts.going else 0
    return replace(counts, again=again, returned=returned, complaints=complaints, handed=handed)


def seen(edition: Edition) -> Progress:
    """Return how far an edition is, as it was counted a moment ago for anybody who looks."""
    key = edition.pk
    kept = _kept.get(key)
    if kept and time.monotonic() - kept.counted < max(OFTEN, kept.progress.took * _SHARE):
        return kept.progress
    # One counts, and the others look at what there is meanwhile; they wait where there is nothing.
    if not _counting.acquire(blocking=kept is None) and kept:
        return kept.progress
    try:
        fresh = _kept.get(key)
        if fresh is not kept and fresh:
            return fresh.progress
        return _keep(key, counted(edition))
    finally:
        _counting.release()


def forget() -> None:
    """Let the next look count anew: somebody has changed what there is."""
    _kept.clear()


@dataclass(frozen=True)
class _Kept:
    progress: Progress
    counted: float


_kept: dict[int, _Kept] = {}
_counting = Lock()


def _keep(key: int, progress: Progress) -> Progress:
    while len(_kept) >= _MOST:
        _kept.pop(next(iter(_kept)), None)
    _kept[key] = _Kept(progress, time.monotonic())
    return progress


def _made(rows: Sequence[tuple[str, str, int, int]], at: datetime, took: float) -> Progress:
    states = dict.fromkeys(State.values, 0)
    due = later = left = 0
    put_off, refused = dict[str, int](), dict[str, int]()
    for state, reason, number, to_come in rows:
        states[state] += number
        if state == State.REFUSED:
            refused[reason] = number
        elif state == State.DOUBT and reason == LEFT:
            left = number
        elif state == State.PLANNED and reason:
            put_off[reason] = number
        elif state == State.PLANNED:
            later += to_come
            due += number - to_come
    return Progress(
        at,
        done=states[State.DONE],
        going=states[State.CLAIMED],
        due=due,
        later=later,
        put_off=_by_size(put_off),
        refused=_by_size(refused),
        doubt=states[State.DOUBT] - left,
        left=left,
        took=took,
    )


def _handed(edition: Edition) -> int:
    rows = Delivery.objects.filter(letter__edition=edition, state=State.CLAIMED)
    return rows.filter(handed_at__isnull=False).count()


def _said_later(edition: Edition) -> tuple[Counts, int]:
    """Return why mails that were taken came back, and how many were complained of."""
    kinds = [Kind.BOUNCE.value, Kind.COMPLAINT.value]
    # From the few that something was said of: to go through all mails of the edition takes a hundred times longer.
    rows = Evidence.objects.filter(kind__in=kinds, delivery__state=State.DONE).order_by()
    by_letter = rows.values_list("delivery__letter", "kind", "reason").annotate(n=Count("pk"))
    letters = set(edition.letters.values_list("pk", flat=True))
    returned, complaints = Counter[str](), 0
    for letter, kind, reason, number in by_letter:
        if letter in letters and kind == Kind.BOUNCE.value:
            returned[reason] += number
        elif letter in letters:
            complaints += number
    return _by_size(returned), complaints


def _by_size(counts: Counts) -> Counts:
    return dict(sorted(counts.items(), key=lambda one: (-one[1], one[0])))
