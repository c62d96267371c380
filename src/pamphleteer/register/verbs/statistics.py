"""Let the database look at its rows, so that it knows the short way to them."""

from django.db import connection

from pamphleteer.ground.stopping import Stop, never

# Rows of an index that are looked at: enough for a plan, and writers wait for a moment only.
_LOOKED_AT = 1_000


def round_(stop: Stop = never) -> int:
    """Take SQLite's statistics; PostgreSQL takes its own by itself."""
    if stop() or connection.vendor != "sqlite":
        return 0
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit={_LOOKED_AT}")
        cursor.execute("ANALYZE")
    return 0
