"""Where the rows lie: what of it a copy of the database can't have."""

from collections.abc import Mapping
from pathlib import Path

from django.conf import settings
from django.db import connection

from pamphleteer.ground import machine
from pamphleteer.post.models import Fence

Place = Mapping[str, str]
# A database that was emptied and filled from a dump keeps its number; its tables are others.
_SERVER = """
    SELECT s.system_identifier, d.oid, c.timeline_id, to_regclass('post_fence')::oid, pg_backend_pid()
    FROM pg_control_system() s, pg_control_checkpoint() c, pg_database d
    WHERE d.datname = current_database()
"""
_MAY = """
    SELECT has_function_privilege('pg_control_system()', 'execute')
    AND has_function_privilege('pg_control_checkpoint()', 'execute')
"""
_DATABASE = """
    SELECT '', oid, '', to_regclass('post_fence')::oid, pg_backend_pid()
    FROM pg_database WHERE datname = current_database()
"""


def here() -> Place:
    """Return where the database lies now; what can't be told is empty, and nothing where it lies in memory."""
    if connection.vendor == "postgresql":
        return _on_server()
    name = str(connection.settings_dict["NAME"])
    if "mode=memory" in name or settings.POST_FENCE == "rows":
        return {}
    return {
        "machine": machine.machine(),
        "instance": machine.instance(),
        **machine.whereabouts(Path(name)),
    }


def changed(known: Place, now: Place, *, strictly: bool = False) -> Fence.Why | None:
    """Return how two places differ, so that the rows in one are a copy of those in the other; None if they do not.

    A file that was moved on its file system keeps its number, and a system that was numbered anew its path: either
    may be. `strictly` is for a folder that does not know how far mail has gone: there, a server may not have gone
    back in time and on (on PostgreSQL, another timeline) either.
    """
    differs = {name for name in known.keys() & now.keys() if known[name] != now[name]}
    differs -= {name for name in differs if not (known[name] and now[name])}
    if differs & {"server", "database", "table"} or (strictly and "timeline" in differs):
        return Fence.Why.SERVER
    if differs & {"machine", "instance"}:
        return Fence.Why.MACHINE
    if "file" in differs or {"path", "system"} <= differs:
        return Fence.Why.COPY
    return None


def _on_server() -> Place:
    with connection.cursor() as cursor:
        cursor.execute(_MAY)
        cursor.execute(_SERVER if cursor.fetchone()[0] else _DATABASE)
        server, database, timeline, table, process = cursor.fetchone()
    place = {"server": server, "database": database, "timeline": timeline, "table": table}
    return {name: str(value) for name, value in place.items()} | _of_server(process)


def _of_server(process: int) -> dict[str, str]:
    """Return what is known of the server's machine, if that is this one: an image takes server and folder along.

    Whoever comes from elsewhere, be it through a tunnel, has no process of the server's beside it.
    """
    if settings.POST_FENCE == "rows" or not machine.runs(process, "postgres"):
        return {}
    return {"machine": machine.machine(), "instance": machine.instance()}
