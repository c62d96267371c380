"""What hinders rounds until somebody mends it, said in a line: once, again each hour, and when it is over."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from pamphleteer.ground import clock
from pamphleteer.ground.keyring import KeyMissing
from pamphleteer.post.errors import DkimError

log = logging.getLogger(__name__)

TO_MEND = (KeyMissing, DkimError)  # no round can help itself; `KeyMissing` is of all readers
_AGAIN = timedelta(hours=1)


class ToMend:
    """The faults that rounds met and that last, by their words: several rounds may meet the same one."""

    def __init__(self, *, now: Callable[[], datetime] = clock.now) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._said: dict[str, datetime] = {}
        self._met: dict[str, set[str]] = {}

    def met(self, round_: str, fault: Exception) -> None:
        """Say that a round waits for somebody, unless that was said within the hour."""
        words, now = str(fault), self._now()
        with self._lock:
            self._met.setdefault(words, set()).add(round_)
            said = self._said.get(words)
            if said is not None and said <= now < said + _AGAIN:
                return
            self._said[words] = now
        log.error("%s. Mend that: what needs it waits until then, and nothing is lost.", words)

    def over(self, round_: str) -> None:
        """Note that a round got through; say so when it was the last one that a fault hindered."""
        if not self._met:
            return
        with self._lock:
            for rounds in self._met.values():
                rounds.discard(round_)
            mended = [words for words, rounds in self._met.items() if not rounds]
            for words in mended:
                del self._met[words], self._said[words]
        for words in mended:
            log.warning("Mended: %s", words)
