"""Take turns at the wire: who brings to it sees all that came before."""

import time

from django.db import connection

# Any constant will do: it names, among PostgreSQL's advisory locks, the one that orders the wire.
_LOCK = 0x77697265
_LOOKED_AGAIN = 0.1  # seconds


def wait_turn() -> None:
    """Wait, until this transaction ends, for others: on SQLite the transaction itself has done that."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def give_way() -> None:
    """Let others write, between two of many transactions in a row.

    On SQLite nobody is told when it is its turn: who waits looks again every tenth of a second.
    """
    if connection.vendor == "sqlite":
        time.sleep(_LOOKED_AGAIN)
