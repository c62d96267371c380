"""What is equal for copies: a hash of the words, whatever lies between them."""

import re
from functools import lru_cache
from hashlib import sha256

from pamphleteer.ground.text import fold

_TELLING_LENGTH = 60
_MOSTLY_FOREIGN = 1.3  # bytes of UTF-8 for a character, beyond which no Latin writing goes

# What stands between words: ASCII's marks as bytes, and those of other scripts.
_MARKS = re.compile(
    r"[\u00a1-\u00bf\u00d7\u00f7\u055a-\u055f\u05be\u060c\u061b\u061f\u066a-\u066d\u06d4\u0964\u0965"
    r"\u2000-\u200b\u200e-\u206f\u2190-\u2bff\u3000-\u3003\u3008-\u301f\u30fb\ufe0f]"
)
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_SPACE = ord(" ")
_WORDS_ONLY = bytes(
    n if n >= 0x80 else ord(chr(n).lower()) if chr(n).isalnum() or chr(n) == "_" else _SPACE
    for n in range(256)
)


def fingerprint(headline: str, words: str, *, url: str = "") -> str:
    """Return the SHA-256 of folded words in hexadecimal, without what lies between them.

    The address counts too where there are few words: two pieces called "The week" are no copies.
    """
    raw = _folded(f"{headline} {words}").encode("utf-8", "replace").translate(_WORDS_ONLY)
    folded = b" ".join(raw.split())
    if len(folded) - folded.count(b" ") < _TELLING_LENGTH:
        folded = b" ".join(filter(None, (folded, url.encode())))
    return sha256(folded).hexdigest()


def _folded(text: str) -> str:
    """Return the text folded and without marks, but for what of them is ASCII."""
    size = len(text.encode("utf-8", "replace"))
    if size == len(text):
        return text
    if size < _MOSTLY_FOREIGN * len(text):
        return _FOREIGN.sub(_run, text)
    return _MARKS.sub(" ", fold(text))


def _run(found: re.Match[str]) -> str:
    return _letters(found[0])


@lru_cache(maxsize=4096)
def _letters(run: str) -> str:
    return _MARKS.sub(" ", fold(run))
