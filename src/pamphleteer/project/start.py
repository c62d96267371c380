"""Set Django up for the outlet in a folder."""

import os
from pathlib import Path

import django

from pamphleteer.ground.terminal import Refused
from pamphleteer.project import databases, options


class Misuse(Refused):
    """The command was not given what it needs: it says so and exits with 2."""

    exit_code = 2


def up(folder: Path) -> None:
    """Set Django up for the outlet in a folder; raises `OptionsError` with all faults."""
    options.load(folder)
    os.environ["PAMPHLETEER_DIR"] = str(folder.resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "pamphleteer.project.settings"
    django.setup()


def need_outlet(folder: Path) -> None:
    """Raise `Misuse` if there is no outlet in the folder."""
    if not (folder / options.FILE_NAME).is_file():
        raise Misuse(
            f"There is no outlet in {folder.resolve()}: no {options.FILE_NAME} is there.\n"
            f"Name its folder with -C DIR, or make one: pamphleteer new DIR"
        )
    file = databases.file_of(options.load(folder)["database.url"], folder)
    if file and not file.exists():
        raise Refused(
            f"There is no database at {file}: nothing was done.\n"
            "Put the copy back, or name the database in outlet.toml or PAMPHLETEER_DATABASE_URL."
        )
