"""Open a saved page, whatever the path may lead to."""

from pathlib import Path

from pamphleteer.collect.archive.page import MOST_BYTES
from pamphleteer.rescue.errors import RescueError


def open_page(path: Path) -> bytes:
    """Return what a file holds; raises `RescueError` where there is no file that can be read."""
    try:
        if path.is_dir():
            raise RescueError(f"{path} is a folder: name the page in it.")
        if path.exists() and not path.is_file():
            raise RescueError(f"{path} is no file: name a saved page.")
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise RescueError(f"There is no file {path}.") from error
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise RescueError(f"{path} can't be read: {why}.") from error
