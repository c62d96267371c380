"""Lay the database of an outlet, or bring it up to date after an upgrade."""

import gc
from pathlib import Path
from pkgutil import iter_modules

from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from pamphleteer.desk.verbs import indexing
from pamphleteer.ground import clock
from pamphleteer.post.models import Digest
from pamphleteer.press.verbs import indexing as searching
from pamphleteer.project import snapshot
from pamphleteer.register.models import Outlet
from pamphleteer.register.verbs import journal

# Names, among PostgreSQL's advisory locks, the one that lets one process at a time lay the
# database.
_LOCK = 0x6C617967


def lay(*, name: str | None = None) -> bool:
    """Bring the database's tables up to date; True if there was something to do.

    With a name, the outlet is called so, and gets its first digest if it has none.
    """
    _keep_to_owner()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        try:
            behind = _bring_up()
            indexing.lay()
            searching.lay()
            if name:
                _first_rows(name)
        finally:
            if connection.vendor == "postgresql":
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
    return behind


def _keep_to_owner() -> None:
    """Begin a SQLite file that only its owner can read: it holds readers' addresses."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and "mode=memory" not in name:
        Path(name).touch(mode=0o600)


def _bring_up() -> bool:
    if snapshot.lay(steps()):
        return True
    if not _behind():
        return False
    migrate()
    return True


def migrate() -> None:
    """Take the steps that the database has not taken."""
    # Hundreds of steps make a hundred thousand objects that all stay: looking for rubbish among
    # them takes a sixth of the time.
    gc.disable()
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        gc.enable()


def _behind() -> bool:
    """Say whether there are steps that the database has not taken.

    They are compared by their names first: some hundred steps, once read, stay in memory.
    """
    if steps() <= MigrationRecorder(connection).applied_migrations().keys():
        return False
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def steps() -> set[tuple[str, str]]:
    """Return the names of all steps of all applications, as their files are called."""
    return {
        (app.label, step.name)
        for app in apps.get_app_configs()
        for step in iter_modules([str(Path(app.path) / "migrations")])
        if not step.name.startswith("_")
    }


def _first_rows(name: str) -> None:
    with transaction.atomic():
        outlet = Outlet.objects.the()
        outlet.name = name
        outlet.save(update_fields=["name"])
        if not Digest.objects.exists():
            Digest.objects.create(name="Daily", slug="daily", begins=clock.now())
        journal.write("outlet.changed", outlet)
