"""Packed copies of pages, for slow lines: beside them for web servers, in memory where `run` serves them."""

import gzip
import zlib
from pathlib import Path

SUFFIX = ".gz"
_WORDS = (".css", ".html", ".json", ".opml", ".svg", ".txt", ".vtt", ".xml")
_LEAST, MOST = 1_000, 2_000_000  # bytes of what is worth packing, and what does not hold others up
_LEVEL = 6  # 9 takes as long and saves nothing on pages
_GZIP = 16 + zlib.MAX_WBITS


def can_be_packed(path: str) -> bool:
    """Whether a file is words: pictures and sounds are packed already."""
    return path.lower().endswith(_WORDS)


def worthwhile(size: int) -> bool:
    """Whether so many bytes are worth packing."""
    return _LEAST <= size <= MOST


def pack(content: bytes) -> bytes:
    """Return the packed copy of what a file holds: the same, whenever it is made."""
    return gzip.compress(content, _LEVEL, mtime=0)


def beside(path: Path) -> Path:
    """Return where the packed copy of a file lies, as nginx and Caddy look for it."""
    return path.with_name(path.name + SUFFIX)


def is_of(copy: Path, content: bytes) -> bool:
    """Tell whether a copy, if it lies there, is of this and of nothing else."""
    unpacking = zlib.decompressobj(_GZIP)
    try:
        return (
            unpacking.decompress(copy.read_bytes(), len(content) + 1) == content and unpacking.eof
        )
    except (OSError, zlib.error):
        return False
