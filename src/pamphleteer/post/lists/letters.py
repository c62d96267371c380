"""Which letters a list is written in."""

import codecs
from pathlib import Path

from pamphleteer.collect.encoding import decoded

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK = 1_000_000
_LOOKED_AT = 1_000


def encoding_of(path: Path) -> str:
    """Return the encoding of a file, in bounded memory; raises `OSError` as the system gives it."""
    with path.open("rb") as file:
        head = file.read(_LOOKED_AT)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    if head.count(0) > len(head) // 4:
        return "utf-16-be" if head[:1] == b"\0" else "utf-16-le"
    strange = _no_utf8(path)
    if strange is None:
        return "utf-8"
    found = decoded(strange)[1]
    # A few wrong bytes in UTF-8 are the matter of their rows.
    return "utf-8" if found.startswith("utf-8") else found


def _no_utf8(path: Path) -> bytes | None:
    """Return the first part of a file that is no UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                return chunk[max(0, error.start - _CHUNK // 10) :]
    return None
