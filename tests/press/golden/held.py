"""The golden site: what the press made of the small outlet when somebody last looked at it, file by file."""

import difflib
import shutil
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

HELD = Path(__file__).parent / "data/public"
_PACKED = {".png", ".ico"}  # two machines pack the same picture in different bytes
_SHOWN = 3  # files of which the difference is shown
_LINES = 60  # of each of them
_TELLS = "It was meant? Look at each difference, and `make golden` holds what is made now."


def hold(made: Path) -> None:
    """Hold what was made from now on."""
    shutil.rmtree(HELD, ignore_errors=True)
    shutil.copytree(made, HELD)


def differences(made: Path) -> str:
    """Return what is not as it is held, with the lines of the first files; nothing if all is."""
    was, now = _files(HELD), _files(made)
    told = [f"missing: {name}" for name in sorted(was - now)]
    told += [f"not held: {name}" for name in sorted(now - was)]
    changed = [name for name in sorted(was & now) if not _same(HELD / name, made / name)]
    told += [f"changed: {name}" for name in changed]
    for name in changed[:_SHOWN]:
        told += ["", *_lines(name, made)]
    return "\n".join([*told, "", _TELLS]) if told else ""


def _files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def _same(one: Path, other: Path) -> bool:
    if one.read_bytes() == other.read_bytes():
        return True
    return one.suffix in _PACKED and _pixels(one) == _pixels(other)


def _pixels(path: Path) -> tuple[tuple[int, int], bytes]:
    with Image.open(path) as picture:
        return picture.size, picture.convert("RGBA").tobytes()


def _lines(name: str, made: Path) -> Iterator[str]:
    try:
        was, now = ((folder / name).read_text().splitlines() for folder in (HELD, made))
    except UnicodeDecodeError:
        yield f"{name} is no text"
        return
    found = list(difflib.unified_diff(was, now, f"held/{name}", f"made/{name}", "", "", 1, ""))
    yield from found[:_LINES]
    if len(found) > _LINES:
        yield f"... and {len(found) - _LINES} lines more"
