"""Database addresses as Django wants them."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

# A process may be killed at any moment and so may the machine: FULL makes "done" mean done.
# Pages that are written often are so copied into the file once for many times: up to 64 MB wait.
# 32 MB of pages are kept in memory, as far as a process reads so many; the first 128 MB of the file are
# read where the system keeps it, without a copy: marks of copies lie all over, and are looked up by hundreds.
_SQLITE_START = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
    "PRAGMA cache_size=-32000; PRAGMA mmap_size=134217728; PRAGMA wal_autocheckpoint=16000;"
)
_SQLITE_PATIENCE = 20  # seconds that a writer waits for another one


def settings(url: str, folder: Path) -> dict[str, Any]:
    """Return the entry of `DATABASES` for an address; SQLite files are relative to the folder."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(folder / unquote(parts.path[1:]))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def file_of(url: str, folder: Path) -> Path | None:
    """Return the file of a SQLite database; None for a server's."""
    parts = urlsplit(url)
    return folder / unquote(parts.path[1:]) if parts.scheme == "sqlite" else None


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": _SQLITE_PATIENCE,
            "init_command": _SQLITE_START,
        },
    }
