"""Poll the sources: fetch what is due, understand it, and keep what is new."""

import time
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, as_completed, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from django.conf import settings

from pamphleteer.collect.models import Source
from pamphleteer.collect.verbs import hosts
from pamphleteer.collect.verbs.agent import agent
from pamphleteer.collect.verbs.claim import Claim, claim_many, give_back, waiting
from pamphleteer.collect.verbs.settle import Polled, settle
from pamphleteer.collect.verbs.store import read_in_this_way
from pamphleteer.ground import clock
from pamphleteer.ground.http import Answer
from pamphleteer.ground.http.asking import Fetches, Limits, fetching
from pamphleteer.ground.stopping import Stop, never

_LOOK_UP = 0.2  # seconds between two looks at whether a stop was asked for
_GATHER = 0.05  # seconds for which answers are gathered, to be settled together
_PATIENCE = 1.0  # seconds, beyond the pause, for which a round waits for a server that is busy


@dataclass
class Summary:
    """What came of one round of polling, in the order in which sources answered.

    `waiting` is how many were left for later, because their server asked for a rest or was asked just
    now; `held` how many another process holds, or held when it was killed; `elsewhere` how many of
    those asked for another process has polled meanwhile.
    """

    polled: list[Polled] = field(default_factory=list)
    waiting: int = 0
    held: int = 0
    elsewhere: int = 0

    @property
    def new(self) -> int:
        """How many pieces came in."""
        return sum(one.new for one in self.polled)

    @property
    def faults(self) -> list[Polled]:
        """The sources that brought a fault."""
        return [one for one in self.polled if one.fault]


@dataclass
class _Polling:
    """One round under way: what is being fetched for which hold, and what is left to do."""

    fetches: Fetches
    due_by: datetime
    left: set[int] | None
    under_way: dict[Future[Answer], Claim] = field(default_factory=dict)
    idle_since: float = field(default_factory=time.monotonic)

    def begin(self) -> None:
        """Take hold of sources and begin to fetch them, as many as go at once."""
        room = settings.COLLECT_AT_ONCE - len(self.under_way)
        claims = (
            claim_many(at_most=room, only=self.left, due_by=self.due_by)
            if room > 0 and self.left != set()
            else []
        )
        for claim in claims:
            source = claim.source
            if self.left is not None:
                self.left.discard(source.pk)
            self.under_way[self._asked(source)] = claim

    def _asked(self, source: Source) -> Future[Answer]:
        if not read_in_this_way(source):
            return self.fetches.start(source.url, unended=True)
        return self.fetches.start(
            source.url, etag=source.etag, last_modified=source.last_modified, unended=True
        )

    def finished(self) -> Iterator[Polled]:
        """Wait a little, and yield what came of the fetches that ended meanwhile."""
        done = self._gathered()
        # They stay among those under way until they are settled, to be given back if that fails.
        if done:
            yield from settle([(self.under_way[fetch], fetch) for fetch in done])
        for fetch in done:
            del self.under_way[fetch]
            self.idle_since = time.monotonic()

    def _gathered(self) -> list[Future[Answer]]:
        """Wait for half of what may be under way: the others go on while these are settled."""
        if not wait(self.under_way, timeout=_LOOK_UP, return_when=FIRST_COMPLETED).done:
            return []
        half = settings.COLLECT_AT_ONCE // 2
        with suppress(TimeoutError):
            ended = as_completed(self.under_way, timeout=_GATHER)
            next(islice(ended, half, None), None)
        return [fetch for fetch in self.under_way if fetch.done()]

    def worth_waiting(self) -> bool:
        """Wait a little for servers that pause; say whether there may be more to do."""
        patience = settings.COLLECT_PAUSE + _PATIENCE
        if time.monotonic() - self.idle_since > patience or self.left == set():
            return False
        if not waiting(self.left, self.due_by, within=settings.COLLECT_PAUSE):
            return False
        time.sleep(min(_LOOK_UP, settings.COLLECT_PAUSE / 4 + 0.01))
        return True

    def let_go(self) -> None:
        """Give back what is still held."""
        for fetch in self.under_way:
            fetch.cancel()
        give_back(*self.under_way.values())


def poll(
    *,
    stop: Stop = never,
    only: Collection[int] | None = None,
    each: Callable[[Polled], None] | None = None,
) -> Summary:
    """Poll the sources that are due, or those in `only` regardless of time; `each` hears of it.

    A source that fails harms no other: its fault is in the summary and in its row.
    """
    summary = Summary()
    with _under_way(only) as polling:
        while not stop():
            polling.begin()
            if not polling.under_way and not polling.worth_waiting():
                summary.waiting, summary.held, summary.elsewhere = _left(polling)
                break
            for polled in polling.finished():
                summary.polled.append(polled)
                if each:
                    each(polled)
    return summary


def round_(stop: Stop) -> int:
    """Poll what is due; return how many sources that were."""
    due = Source.objects.due(clock.now())
    if not due.exclude(host__in=hosts.resting().values("name")).exists():
        return 0
    return len(poll(stop=stop).polled)


def limits() -> Limits:
    """Return the limits on one document that the options set."""
    return Limits(
        seconds=settings.COLLECT_TIMEOUT,
        size=settings.COLLECT_MAX_BYTES,
        redirects=settings.COLLECT_MAX_REDIRECTS,
        allow=settings.COLLECT_ALLOW,
        head=settings.COLLECT_MAX_HEADER,
        per_host=settings.COLLECT_PER_HOST,
    )


@contextmanager
def _under_way(only: Collection[int] | None) -> Iterator[_Polling]:
    with fetching(agent=agent(), limits=limits()) as fetches:
        left = None if only is None else set(only)
        polling = _Polling(fetches, clock.now(), left)
        try:
            yield polling
        finally:
            polling.let_go()


def _left(polling: _Polling) -> tuple[int, int, int]:
    """Return how many sources wait for their server, for another process, or were polled by one."""
    due = {"due_at__lte": polling.due_by} if polling.left is None else {"pk__in": polling.left}
    wanted = Source.objects.filter(active=True, **due)
    undone = wanted if polling.left is None else wanted.exclude(polled_at__gt=polling.due_by)
    waiting = undone.free(clock.now()).exclude(host__in=hosts.full()).count()
    left = undone.count()
    return waiting, left - waiting, wanted.count() - left
