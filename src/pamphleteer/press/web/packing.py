"""Packed copies of pages, for slow lines."""

import gzip
import re
from functools import lru_cache

_LEAST, MOST = 1_000, 2_000_000  # bytes of what is worth packing, and what does not hold others up
_LEVEL = 6
# RFC 9110, section 12.5.3: a weight of 0 means "not this one".
_TAKES = re.compile(r"(?:^|,)\s*(?:x-)?gzip\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?(?=,|$)")


@lru_cache(maxsize=256)
def takes(accepted: str) -> bool:
    """Whether who sends this Accept-Encoding takes gzip."""
    found = _TAKES.search(accepted.lower())
    return found is not None and float(found[1] or 1) > 0


def worthwhile(size: int) -> bool:
    """Whether so many bytes are worth packing."""
    return _LEAST <= size <= MOST


def pack(content: bytes) -> bytes:
    """Return the packed copy of what a file holds."""
    return gzip.compress(content, _LEVEL, mtime=0)
