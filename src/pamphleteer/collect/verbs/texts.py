"""Fetch the pages of pieces that their feeds cut, as the licence and the server allow it."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Count, QuerySet

from pamphleteer.collect.errors import NotWholeError, SourceError, UnreadableError
from pamphleteer.collect.models import Host, Robots, Text
from pamphleteer.collect.verbs import hosts, robots, text_rows
from pamphleteer.collect.verbs.asking import asking
from pamphleteer.collect.verbs.text_rows import Held
from pamphleteer.collect.verbs.whole import whole_of
from pamphleteer.collect.wording import words_of
from pamphleteer.ground import clock
from pamphleteer.ground.http import (
    Answer,
    BrokenError,
    FetchError,
    LateError,
    StatusError,
    UnreachableError,
    host_of,
)
from pamphleteer.ground.http.asking import Fetches
from pamphleteer.ground.stopping import Stop, never

PAGES = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
_RULES = "text/plain, */*;q=0.1"
_LOOK_UP = 0.2  # seconds between two looks at whether a stop was asked for
_PATIENCE = 1.0  # seconds, beyond the pause, for which `read` waits for a server
_LONGEST_DELAY = 60.0  # seconds between two requests that a robots.txt may ask for
_PASSING = (LateError, UnreachableError, BrokenError)
_BUSY = {408, 425, 429}


@dataclass(frozen=True)
class _Visit:
    """One request under way, and the rest that the server asked for after it."""

    held: Held
    for_rules: bool
    rest: float = 0.0


@dataclass
class _Reading:
    """One round under way."""

    fetches: Fetches
    under_way: dict[Future[Answer], _Visit] = field(default_factory=dict)

    def begin(self) -> int:
        """Take hold of texts and begin to fetch them; return how many are not to be fetched."""
        refused = 0
        while len(self.under_way) < settings.COLLECT_AT_ONCE:
            held = text_rows.hold()
            if not held:
                break
            if self._are_asked_for_rules(held):
                self._back(held)
                break
            refused += not self._begun(held)
        return refused

    def _are_asked_for_rules(self, held: Held) -> bool:
        """Whether the server's robots.txt is on its way for another piece."""
        server = robots.server_of(held.text.url)
        visits = self.under_way.values()
        return any(v.for_rules and robots.server_of(v.held.text.url) == server for v in visits)

    def _begun(self, held: Held) -> bool:
        """Ask for a page, or for the rules of its server first; False if neither is to be asked."""
        url, licence = held.text.url, held.text.item.licence
        if not licence.full_text:
            text_rows.refuse(held, f"was not asked for: {licence} allows no whole text any more")
            hosts.give_back(held.host)
            return False
        known = robots.known(url)
        if not known:
            address = urljoin(robots.server_of(url), "/robots.txt")
            fetch = self.fetches.start(address, accept=_RULES)
            self.under_way[fetch] = _Visit(held, for_rules=True)
            return True
        try:
            ruling = robots.ruling(known, url)
        except UnreadableError as error:
            text_rows.put_off(held, f"was not asked for: its server's robots.txt {error}")
            hosts.give_back(held.host)
            return False
        if not ruling.allowed:
            _disallow(held, known)
            hosts.give_back(held.host)
            return False
        fetch = self.fetches.start(url, accept=PAGES)
        rest = min(ruling.delay or 0.0, _LONGEST_DELAY)
        self.under_way[fetch] = _Visit(held, for_rules=False, rest=rest)
        return True

    def finished(self) -> int:
        """Wait a little, and settle what has come meanwhile; return how many texts that were."""
        settled = 0
        done, _ = wait(self.under_way, timeout=_LOOK_UP, return_when=FIRST_COMPLETED)
        for fetch in done:
            visit = self.under_way[fetch]
            rest = visit.rest
            if visit.for_rules:
                robots.learn(visit.held.text.url, fetch)
                rest = hosts.rest_after(fetch.exception())
                text_rows.let_go(visit.held)
            else:
                rest = max(rest, _settle(visit.held, fetch))
                settled += 1
            hosts.give_back(visit.held.host, rest=rest)
            del self.under_way[fetch]
        return settled

    def let_go(self) -> None:
        """Give back what is still held."""
        for fetch, visit in self.under_way.items():
            fetch.cancel()
            self._back(visit.held)

    def _back(self, held: Held) -> None:
        text_rows.let_go(held)
        hosts.give_back(held.host)


def round_(stop: Stop = never) -> int:
    """Fetch the texts that are due, as their servers allow; return how many rows were settled."""
    if not settings.COLLECT_FULL_TEXT:
        return text_rows.switch_off()
    done = text_rows.tell_overdue()
    if not Text.objects.due(clock.now()).exists():
        return done
    with _reading() as reading:
        while not stop():
            done += reading.begin()
            if not reading.under_way:
                break
            done += reading.finished()
    return done


def read(*, stop: Stop = never, each: Callable[[int], None] | None = None) -> dict[str, int]:
    """Fetch all texts that can be fetched now, a server's one after the other; `each` hears of it.

    Returns how many were fetched and how many refused; others stay for a later round.
    """
    begun = clock.now()
    while not stop():
        settled = round_(stop)
        if each:
            each(settled)
        if not _soon().exists():
            break
        if not settled:
            time.sleep(_LOOK_UP)
    ended = Text.objects.filter(at__gte=begun).values_list("state")
    return dict(ended.annotate(Count("pk")))


def _soon() -> QuerySet[Text]:
    """Return the texts that are due, but for servers that rest for long."""
    by = clock.now() + timedelta(seconds=settings.COLLECT_PAUSE + _PATIENCE)
    resting = Host.objects.filter(free_at__gt=by).values("name")
    return Text.objects.due(clock.now()).exclude(host__in=resting)


@contextmanager
def _reading() -> Iterator[_Reading]:
    with asking() as fetches:
        reading = _Reading(fetches)
        try:
            yield reading
        finally:
            reading.let_go()


def _disallow(held: Held, known: Robots) -> None:
    if known.access == Robots.Access.NONE:
        left = (known.until - clock.now()).total_seconds()
        fault = f"was not asked for: its server's robots.txt {known.fault}"
        text_rows.put_off(held, fault, at_least=left)
    else:
        text_rows.refuse(held, "was not asked for: its server's robots.txt asks robots not to")


def _settle(held: Held, fetch: Future[Answer]) -> float:
    """Keep what a page brought, or why it brought nothing; return for how long its server rests."""
    url = held.text.url
    try:
        answer = fetch.result()
        if robots.server_of(answer.url) != robots.server_of(url):
            _follow(held, answer.url)
            return 0.0
        whole = whole_of(held.text.item, answer)
    except FetchError as error:
        rest = error.retry_after or hosts.rest_after(error, failures=held.text.tries)
        passing = isinstance(error, _PASSING) or (isinstance(error, StatusError) and _later(error))
        if passing:
            text_rows.put_off(held, words_of(error), at_least=rest)
        else:
            text_rows.refuse(held, words_of(error))
        return rest
    except (NotWholeError, SourceError) as error:
        text_rows.refuse(held, str(error))
    else:
        text_rows.keep_whole(held, via=whole.via, fields=whole.fields)
    return 0.0


def _follow(held: Held, url: str) -> None:
    """Look for the piece at another server, as that one's robots.txt allows it."""
    if held.text.tries + 1 >= text_rows.MOST_TRIES:
        text_rows.refuse(held, "leads from one server to the next")
    else:
        text_rows.let_go(held, url=url, host=host_of(url))


def _later(error: StatusError) -> bool:
    return error.status in _BUSY or error.status >= 500
