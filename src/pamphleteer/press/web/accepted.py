"""What readers' programs take."""

import re
from functools import lru_cache

# RFC 9110, section 12.5.3: a weight of 0 means "not this one".
_GZIP = re.compile(r"(?:^|,)\s*(?:x-)?gzip\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?(?=,|$)")


@lru_cache(maxsize=256)
def takes_gzip(accepted: str) -> bool:
    """Whether who sends this Accept-Encoding takes gzip."""
    found = _GZIP.search(accepted.lower())
    return found is not None and float(found[1] or 1) > 0
