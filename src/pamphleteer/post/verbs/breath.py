"""Gaps between many transactions, so that others come to write as well."""

import time

from django.db import connection

_WORKS = 2.0  # seconds in a row
_RESTS = 0.11  # SQLite looks every tenth of a second, at the latest, whether it may write


class Breath:
    """What long work asks after each of its transactions."""

    def __init__(self) -> None:
        self._begun = time.monotonic()

    def take(self) -> None:
        """Leave a gap, if the last one is a while ago; only SQLite has one writer at a time."""
        if connection.vendor == "sqlite" and time.monotonic() - self._begun > _WORKS:
            time.sleep(_RESTS)
            self._begun = time.monotonic()
