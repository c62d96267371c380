"""Which letters a list is written in, and its text."""

import codecs
import io
import os
import stat
from pathlib import Path
from typing import BinaryIO, TextIO

from pamphleteer.collect.encoding import decoded
from pamphleteer.post.errors import ListError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK = 1_000_000
_LOOKED_AT = 1_000


def opened(path: Path) -> BinaryIO:
    """Open a list; raises `ListError` for what is no file, and `OSError` as the system gives it."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise ListError("it is no plain file")
    return path.open("rb")


def encoding_of(file: BinaryIO) -> str:
    """Return the encoding of a list, in bounded memory; raises `OSError` as the system gives it."""
    file.seek(0)
    head = file.read(_LOOKED_AT)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    if head.count(0) > len(head) // 4:
        return "utf-16-be" if head[:1] == b"\0" else "utf-16-le"
    strange = _no_utf8(file)
    if strange is None:
        return "utf-8"
    found = decoded(strange)[1]
    # A few wrong bytes in UTF-8 are the matter of their rows.
    return "utf-8" if found.startswith("utf-8") else found


def text_of(file: BinaryIO, *, encoding: str) -> TextIO:
    """Return a list as text as it is now: what is written to it later is not read."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    raw = io.BufferedReader(_Beginning(file, size), _CHUNK)
    return io.TextIOWrapper(raw, encoding=encoding, errors="replace", newline="")


class _Beginning(io.RawIOBase):
    """So many bytes of a file."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self._left = size

    def readable(self) -> bool:
        return True

    def readinto(self, into: "memoryview | bytearray") -> int:  # type: ignore[override]
        found = self._file.read(min(len(into), self._left))
        into[: len(found)] = found
        self._left -= len(found)
        return len(found)


def _no_utf8(file: BinaryIO) -> bytes | None:
    """Return the first part of a file that is no UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    file.seek(0)
    while chunk := file.read(_CHUNK):
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError as error:
            return chunk[max(0, error.start - _CHUNK // 10) :]
    return None
