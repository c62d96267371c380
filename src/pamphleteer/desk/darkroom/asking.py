"""The house's side of the darkroom: one child for one picture, ended when it takes too much."""

import json
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pamphleteer.desk.darkroom.faults import Unusable
from pamphleteer.desk.errors import NotKept
from pamphleteer.ground.children import OUT_OF_MEMORY, environment, program

SECONDS = 60  # for one picture
_AT_ONCE = threading.BoundedSemaphore(2)
_HEAD = 4096


@dataclass(frozen=True)
class Made:
    """What the child has written into the folder."""

    width: int
    height: int
    master: str
    files: list[dict[str, Any]]


def develop(source: Path, folder: Path, *, most: int, seconds: int = SECONDS) -> Made:
    """Have a picture made anew in a folder; `most` is in pixels.

    Raises `Unusable`, and `NotKept`.
    """
    _refuse_drawings(source)
    try:
        with _AT_ONCE:
            ran = _run(source, folder, most, seconds)
    except subprocess.TimeoutExpired as error:
        raise Unusable("slow", seconds=seconds) from error
    if ran.returncode == OUT_OF_MEMORY:
        raise Unusable("memory")
    said = {} if ran.returncode else _heard(ran.stdout)
    if not said:
        raise Unusable("broke")
    if unkept := said.get("unkept"):
        raise NotKept(unkept)
    if wrong := said.get("wrong"):
        raise Unusable(wrong, **said.get("numbers", {}))
    return Made(**said)


def _heard(words: bytes) -> dict[str, Any]:
    """Return what a child has said; nothing for what makes no sense."""
    try:
        said = json.loads(words)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _run(source: Path, folder: Path, most: int, seconds: int) -> subprocess.CompletedProcess[bytes]:
    # As often as it has to be held in memory at four bytes a pixel, beside the program itself.
    memory = 800_000_000 + 24 * most
    asked = [str(source), str(folder), str(most), str(memory), str(seconds)]
    return subprocess.run(
        [*program("pamphleteer.desk.darkroom"), *asked],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env=environment(),
        start_new_session=True,
        timeout=seconds,
        check=False,
    )


def _refuse_drawings(source: Path) -> None:
    """Say of an SVG what it is: such a file can hold scripts, and asks other servers."""
    with source.open("rb") as file:
        head = file.read(_HEAD).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"<") and b"<svg" in head:
        raise Unusable("drawing")
