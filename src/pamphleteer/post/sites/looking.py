"""Look up the sites of domains beside the work; what nobody can tell soon is a site of its own."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from pamphleteer.ground.resolver import DnsError, Resolver
from pamphleteer.post.sites.grouping import group_of

_AT_ONCE = 8
_PENDING = 200  # beyond that nothing more is asked for now
_KEPT = 50_000  # domains
_TOLD, _UNTOLD = 3600.0, 600.0  # seconds that an answer, and the lack of one, are kept
_SECONDS = 3.0
_IN_A_ROW, _DOWN = (
    20,
    60.0,
)  # questions without an answer, and seconds in which then no letter waits for one

Clock = Callable[[], float]


class Groups:
    """The sites of domains, as far as they are known in this process."""

    def __init__(
        self, *, server: str = "", seconds: float = _SECONDS, clock: Clock = time.monotonic
    ) -> None:
        self._server = server
        self._seconds = seconds
        self._clock = clock
        self._known: dict[str, tuple[str, float]] = {}
        self._pending: set[str] = set()
        self._failures = 0
        self._down_until = 0.0
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="sites")

    def of(self, domain: str) -> str | None:
        """Return the site of a domain, and None as long as the first answer is on its way."""
        found = self._known.get(domain)
        if found is None and self._clock() < self._down_until:
            return domain
        if found is None or found[1] <= self._clock():
            self._ask(domain)
        return found[0] if found else None

    def known(self, domain: str) -> str:
        """Return the site of a domain as far as it is known, and ask nobody."""
        found = self._known.get(domain)
        return found[0] if found else domain

    def settle(self) -> None:
        """Wait until nothing is being asked."""
        self._pool.shutdown()
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="sites")

    def _ask(self, domain: str) -> None:
        with self._lock:
            if domain in self._pending or len(self._pending) >= _PENDING:
                return
            self._pending.add(domain)
        self._pool.submit(self._look, domain)

    def _look(self, domain: str) -> None:
        kept, group = _UNTOLD, domain
        try:
            group = group_of(
                domain, Resolver(self._server, seconds=self._seconds).exchanges(domain)
            )
            kept = _TOLD
            self._failures = 0
        except DnsError:
            self._failures += 1
            if self._failures >= _IN_A_ROW:
                self._down_until = self._clock() + _DOWN
        finally:
            with self._lock:
                self._pending.discard(domain)
                if len(self._known) >= _KEPT:
                    self._known.clear()
                self._known[domain] = group, self._clock() + kept
