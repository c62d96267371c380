"""How easy a receiving site is gone on: it rests when it puts mail off time and again, then gets more and more.

Additive increase, multiplicative decrease (Chiu and Jain 1989), with a rest at each decrease, for mail that was put off
is not lost but tried again. Moments are in Unix time, rates in letters a second.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from pamphleteer.post.meanings.reasons import Reason
from pamphleteer.post.pace.circuits import LASTING, back_off, back_off_of_site

SLOWEST = 1 / 60
FREE = 20.0  # a rate from which on there is none
_MORE = 0.05  # letters a second more, each second
ENOUGH = 4  # strikes in a row: of one mailbox alone there are fewer
BLOCKS = 3  # refusals for good in a row of what one relay brings
_AT_ONCE = 0.2  # seconds whose letters may go in one moment


@dataclass(frozen=True)
class Ease:
    """How a site stands: how often in a row it put mail off, until when it rests, and its rate after that.

    `ready_at` is when what was handed over is worked off at the rate. The first one is of a site that takes all.
    """

    strikes: int = 0
    failures: int = 0
    until: float = 0.0
    rate: float | None = None
    ready_at: float = 0.0

    @property
    def slow(self) -> bool:
        """Say whether the site is gone easy on."""
        return self.rate is not None or bool(self.failures)

    def may(self, now: float, *, urgent: bool = False) -> bool:
        """Say whether a letter may go there now; one that somebody waits for may unless it rests."""
        if now < self.until:
            return False
        return urgent or self.rate is None or self.ready_at - now <= _AT_ONCE

    def soon(self, now: float) -> float:
        """Return the seconds until a letter may go as far as the rate is concerned."""
        return max(self.ready_at - now - _AT_ONCE, 0.0) if self.rate else 0.0

    def gap(self) -> float:
        """Return the seconds between two letters."""
        return 1 / self.rate if self.rate else 0.0


def weight(reason: Reason) -> int:
    """Return how many strikes it is to put a letter off; greylisting means one sender, server and reader: no other."""
    return {Reason.RATE: 2, Reason.GREYLISTED: 0}.get(reason, 1)


def put_off(ease: Ease, strikes: int, *, now: float, measured: Callable[[], float]) -> Ease:
    """Return how a site stands after so many strikes more; `measured` tells how many letters a second it had lately.

    What was on its way when it began to rest does not count.
    """
    if now < ease.until or not strikes:
        return ease
    strikes += ease.strikes
    if strikes < ENOUGH:
        return replace(ease, strikes=strikes)
    failures = ease.failures + 1
    until = now + back_off_of_site(failures).total_seconds()
    rate = max((ease.rate if ease.rate is not None else min(measured(), FREE)) / 2, SLOWEST)
    # Of what is tried after the rest one refusal is enough.
    return Ease(ENOUGH - 1, failures, until, rate, ready_at=until)


def blocked(ease: Ease, *, now: float) -> Ease:
    """Return how a site stands with one relay whose mail it refuses for good once more."""
    if now < ease.until:
        return ease
    strikes = ease.strikes + 1
    if strikes < BLOCKS:
        return replace(ease, strikes=strikes)
    failures = ease.failures + 1
    until = now + back_off(failures, lasting=True).total_seconds()
    return Ease(BLOCKS - 1, failures, until)


def took(ease: Ease, *, now: float, more: float = _MORE, free: float = FREE) -> Ease:
    """Return how a site stands that took a letter: faster by and by, no more than twice as fast by one letter.

    `more` are the letters a second that come on each second, `free` the rate from which on there is none.
    """
    if now < ease.until:
        return ease
    rate = ease.rate
    if rate is not None:
        rate += min(more / rate, rate)
        rate = None if rate >= free else rate
    return replace(ease, strikes=0, failures=0, rate=rate)


def handed(ease: Ease, *, now: float, letters: int = 1) -> Ease:
    """Return how a site stands that is handed letters."""
    if ease.rate is None:
        return ease
    return replace(ease, ready_at=max(ease.ready_at, now) + letters * ease.gap())


def room(ease: Ease, *, now: float) -> int | None:
    """Return how many letters may be handed over in this moment; None without a limit."""
    if ease.rate is None:
        return None
    return max(math.floor((_AT_ONCE - max(ease.ready_at - now, 0.0)) * ease.rate) + 1, 0)


def told(failures: int, *, until: float, rate: float | None, now: float, block: bool) -> Ease:
    """Return how a site stands as a row tells; no clock that was wrong has it rest for longer than any failure has."""
    until = min(until, now + LASTING[-1].total_seconds())
    strikes = (BLOCKS if block else ENOUGH) - 1 if failures else 0
    return Ease(strikes, failures, until, rate, ready_at=until)


def met(ease: Ease, other: Ease) -> Ease:
    """Return how a site stands of which another process knows as well: as the one says who saw it put mail off last."""
    return other if other.until > ease.until else ease
