"""Poll the sources: fetch what is due, understand it, and keep what is new."""

from collections.abc import Callable, Collection, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version

from django.conf import settings

from pamphleteer.collect.bounds import set_bounds
from pamphleteer.collect.errors import SourceError
from pamphleteer.collect.models import Source
from pamphleteer.collect.understand import understand
from pamphleteer.collect.verbs.claim import Claim, claim, give_back
from pamphleteer.collect.verbs.store import store, store_fault, store_unchanged
from pamphleteer.ground import clock
from pamphleteer.ground.http import Answer, FetchError, Fetches, Limits, fetching
from pamphleteer.ground.stopping import Stop, never
from pamphleteer.ground.text import one_line

AT_ONCE = 20
_LOOK_UP = 0.2  # seconds between two looks at whether a stop was asked for


@dataclass(frozen=True)
class Polled:
    """What came of polling one source: new pieces, nothing new, or a fault in words."""

    source: Source
    new: int = 0
    unchanged: bool = False
    fault: str = ""


@dataclass
class Summary:
    """What came of one round of polling, in the order in which sources answered."""

    polled: list[Polled] = field(default_factory=list)

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
    """One round under way: what is being fetched for which hold, and what was held already."""

    fetches: Fetches
    only: Collection[int] | None
    seen: set[int] = field(default_factory=set)
    under_way: dict[Future[Answer], Claim] = field(default_factory=dict)

    def begin(self) -> None:
        """Take hold of sources and begin to fetch them, as many as go at once."""
        while len(self.under_way) < AT_ONCE:
            taken = claim(only=self.only, but=self.seen)
            if not taken:
                break
            self.seen.add(taken.source.pk)
            fetch = self.fetches.start(
                taken.source.url,
                etag=taken.source.etag,
                last_modified=taken.source.last_modified,
            )
            self.under_way[fetch] = taken

    def finished(self) -> Iterator[Polled]:
        """Wait a little, and yield what came of the fetches that ended meanwhile."""
        done, _ = wait(self.under_way, timeout=_LOOK_UP, return_when=FIRST_COMPLETED)
        for fetch in done:
            held = self.under_way[fetch]
            if polled := _settle(held, fetch):
                yield polled
            del self.under_way[fetch]

    def let_go(self) -> None:
        """Give back what is still held."""
        for fetch, held in self.under_way.items():
            fetch.cancel()
            give_back(held)


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
            if not polling.under_way:
                break
            for polled in polling.finished():
                summary.polled.append(polled)
                if each:
                    each(polled)
    return summary


def round_(stop: Stop) -> int:
    """Poll what is due; return how many sources that were."""
    if not Source.objects.due(clock.now()).exists():
        return 0
    return len(poll(stop=stop).polled)


@contextmanager
def _under_way(only: Collection[int] | None) -> Iterator[_Polling]:
    limits = Limits(
        seconds=settings.COLLECT_TIMEOUT,
        size=settings.COLLECT_MAX_BYTES,
        allow=settings.COLLECT_ALLOW,
    )
    with fetching(agent=agent(), limits=limits) as fetches:
        polling = _Polling(fetches, only)
        try:
            yield polling
        finally:
            polling.let_go()


def agent() -> str:
    """Return what we call ourselves to the servers we ask: our name and where to complain."""
    return f"Pamphleteer/{version('pamphleteer')} (+{one_line(settings.COLLECT_CONTACT)})"


def _settle(held: Claim, fetch: Future[Answer]) -> Polled | None:
    """Keep what a fetch brought; None if another process has taken the source over."""
    source = held.source
    try:
        answer = fetch.result()
        if answer.unchanged:
            new = store_unchanged(held)
        else:
            feed = understand(
                answer.content,
                address=answer.url,
                content_type=answer.content_type,
                bounds=set_bounds(),
                page_too=source.kind == Source.Kind.PAGE,
                selectors=source.selectors,
            )
            new = store(held, answer=answer, feed=feed)
    except (FetchError, SourceError) as error:
        wait_for = error.retry_after if isinstance(error, FetchError) else None
        fault = one_line(str(error))
        store_fault(held, fault=fault, retry_after=wait_for)
        return Polled(source, fault=fault)
    return None if new is None else Polled(source, new=new, unchanged=answer.unchanged)
