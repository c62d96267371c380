"""What has to be right of an outlet's folder, machine and database, whatever the rooms do."""

import os
import shutil
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryFile

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from pamphleteer.ground import clock
from pamphleteer.ground.findings import Finding, advice, well, wrong
from pamphleteer.register.models import Entry

_FOLDERS = ("public", "media", "keys")
_LITTLE, _HARDLY_ANY = 2_000_000_000, 200_000_000  # bytes
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_FAST = timedelta(minutes=5)


def database() -> Iterator[Finding]:
    """Look whether the database is there, and of this version; raises `DatabaseError` if it is not there."""
    executor = MigrationExecutor(connection)
    known = set(executor.loader.disk_migrations)
    ahead = [
        f"{app} {name}"
        for app, name in executor.loader.applied_migrations
        if (app, name) not in known
    ]
    ours = [one for one in ahead if one.partition(" ")[0] in executor.loader.migrated_apps]
    steps = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if ours:
        todo = "Use the version of Pamphleteer that it was last run with, or a newer one."
        yield wrong("Database", f"it is of a newer version ({ours[0]})", todo)
    elif steps:
        todo = "`pamphleteer run` brings it up to date: make a copy first."
        yield wrong("Database", f"it is {len(steps)} steps behind this version", todo)
    else:
        yield well("Database", f"{connection.vendor}, of this version")


def folders() -> Iterator[Finding]:
    """Look whether the outlet's folders can be written, and whether there is room."""
    for name in _FOLDERS:
        folder = Path(settings.FOLDER) / name
        try:
            with TemporaryFile(dir=folder):
                pass
        except OSError as error:
            todo = f"Make it, and give it to the user that runs Pamphleteer: {folder}"
            yield wrong(f"Folder {name}/", f"it can't be written ({error.strerror})", todo)
        else:
            yield well(f"Folder {name}/", "it can be written")
    free = shutil.disk_usage(settings.FOLDER).free
    found = f"{free / 1e9:.1f} GB are free"
    if free < _HARDLY_ANY:
        yield wrong("Disk", found, "Make room: nothing can be written soon.")
    elif free < _LITTLE:
        yield advice("Disk", found, "Make room.")
    else:
        yield well("Disk", found)


def secrets() -> Iterator[Finding]:
    """Look whether what is secret is for its owner's eyes alone."""
    folder = Path(settings.FOLDER)
    found = [folder / "outlet.toml", *sorted((folder / "keys").rglob("*")), folder / "keys"]
    found += sorted(folder.glob("*.db*"))
    shown = [path for path in found if path.exists() and path.stat().st_mode & _OTHERS]
    if not (folder / "keys" / "secret").exists():
        todo = "Bring it back from your copy of keys/: without it all links in letters are void."
        yield wrong("Secrets", "keys/secret is not there", todo)
    if shown:
        names = " ".join(str(path.relative_to(folder)) for path in shown)
        todo = f"cd {folder} && chmod go= {names}"
        yield wrong("Secrets", f"others on this machine can read {names}", todo)
    else:
        yield well("Secrets", "nobody else on this machine can read them")


def time() -> Iterator[Finding]:
    """Look whether the clock goes: nothing that is written down can be of tomorrow."""
    last = Entry.objects.order_by("-pk").values_list("at", flat=True).first()
    now = clock.now()
    if last and last - now > _FAST:
        found = f"it is {now:%Y-%m-%d %H:%M} UTC, and something happened at {last:%Y-%m-%d %H:%M}"
        yield wrong("Clock", found, "Set the machine's clock by NTP; letters carry its time.")
    else:
        yield well("Clock", f"{now:%Y-%m-%d %H:%M} UTC")


def user() -> Iterator[Finding]:
    """Look whether it runs with all rights."""
    if os.geteuid() == 0:
        todo = "Run it as a user of its own, to whom the folder belongs."
        yield advice("User", "it runs as root", todo)
