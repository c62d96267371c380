"""Drive the rounds in one process, a thread for each, until a drain is asked for."""

import logging
import threading
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import close_old_connections, connections

from pamphleteer.ground import clock
from pamphleteer.ground.stopping import Stop
from pamphleteer.project.mending import TO_MEND, ToMend
from pamphleteer.project.rounds import Round
from pamphleteer.register.verbs.counting import Ended, beat

log = logging.getLogger(__name__)

_PAUSE_AFTER_FAULT = 5.0  # seconds
_BEAT = 15.0  # seconds between two notes of how rounds stand


class Driver:
    """Runs each round again and again; a round that fails is logged and begun again.

    What only somebody can mend is said in a line, and the round tries again by and by.

    One more of its own writes down how they stand.
    """

    def __init__(self, rounds: Sequence[Round]) -> None:
        self.rounds = [*rounds, Round("beat", self._beat, _BEAT)]
        self.draining = threading.Event()
        self._noting = threading.Lock()
        self._ended: dict[str, datetime] = {}
        self._failed: Counter[str] = Counter()
        self._to_mend = ToMend()

    def run(self) -> None:
        """Run until `drain` is called and each round has come to its end."""
        threads = {round_: self._begin(round_) for round_ in self.rounds}
        while not self.draining.wait(1):
            for round_, thread in threads.items():
                if not thread.is_alive():
                    log.error("round %s failed and begins again", round_.name)
                    with self._noting:
                        self._failed[round_.name] += 1
                    threads[round_] = self._begin(round_, after=_PAUSE_AFTER_FAULT)
        for thread in threads.values():
            thread.join()

    def drain(self) -> None:
        """Ask every round to finish what it has in hand."""
        self.draining.set()

    def _begin(self, round_: Round, *, after: float = 0) -> threading.Thread:
        thread = threading.Thread(target=self._turn, args=(round_, after), name=round_.name)
        thread.start()
        return thread

    def _turn(self, round_: Round, after: float) -> None:
        # What a round raises ends its thread, is printed with its traceback, and `run` begins it
        # again.
        try:
            self.draining.wait(after)
            if round_.at_start and not self.draining.is_set():
                round_.at_start()
            while not self.draining.is_set():
                close_old_connections()
                try:
                    done = round_.work(self.draining.is_set)
                except TO_MEND as fault:
                    self._hindered(round_, fault)
                    continue
                self._to_mend.over(round_.name)
                with self._noting:
                    self._ended[round_.name] = clock.now()
                if not done:
                    self.draining.wait(round_.every)
        finally:
            connections.close_all()

    def _hindered(self, round_: Round, fault: Exception) -> None:
        self._to_mend.met(round_.name, fault)
        with self._noting:
            self._failed[round_.name] += 1
        self.draining.wait(max(_PAUSE_AFTER_FAULT, round_.every))

    def _beat(self, _stop: Stop) -> int:
        """Write down when rounds last ended, and how often they failed since the last time."""
        with self._noting:
            failed, self._failed = self._failed, Counter()
            rounds = {name: Ended(at, failed.pop(name, 0)) for name, at in self._ended.items()}
            # Those that have never ended yet are told of when they do.
            self._failed += failed
        if rounds:
            beat(rounds)
        return 0
