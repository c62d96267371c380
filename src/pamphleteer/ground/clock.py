"""The one place that time comes from, so that tests own it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta


def _machine() -> datetime:
    return datetime.now(UTC)


_read = _machine


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return _read()


def stamp(moment: datetime) -> str:
    """Return a moment as machines are told it: in UTC, to the second, as 2026-11-29T16:11:39Z (RFC 3339)."""
    if moment.tzinfo is None:
        raise ValueError(f"nobody knows which moment {moment!r} is: it has no zone")
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


class StoppedClock:
    """A clock that moves only when it is told to."""

    def __init__(self, at: datetime) -> None:
        if at.tzinfo is None:
            raise ValueError(f"a stopped clock needs an aware time, found {at!r}")
        self.at = at.astimezone(UTC)

    def __call__(self) -> datetime:
        """Return the moment at which it stands."""
        return self.at

    def advance(self, **by: float) -> None:
        """Move on by a `timedelta`'s arguments, such as `hours=24`."""
        self.at += timedelta(**by)


@contextmanager
def stopped(at: datetime) -> Iterator[StoppedClock]:
    """Stop the clock of this process at an aware time while the block runs."""
    global _read  # noqa: PLW0603 - one clock for the process is the point of this module
    before, clock = _read, StoppedClock(at)
    _read = clock
    try:
        yield clock
    finally:
        _read = before
