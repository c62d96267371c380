"""The turn: whoever plans letters, cuts editions or changes what a reader gets does so alone."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

# Names, among PostgreSQL's advisory locks, the one of the post's plans.
_LOCK = 0x706F7374


@contextmanager
def turn() -> Iterator[None]:
    """Hold the turn for the length of a transaction.

    A reader's position, what they chose and what they were sent by other digests all bear on one another, over
    processes. SQLite lets one write at a time anyway.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        yield
