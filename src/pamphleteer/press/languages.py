"""Languages as pages tell them to browsers and screen readers."""

import re
from functools import lru_cache

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
# ISO 639 codes of languages, and ISO 15924 codes of scripts, that run from right to left.
_RIGHT_TO_LEFT = {"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "ps", "sd", "ug", "ur", "yi"}
_SCRIPTS = {"adlm", "arab", "hebr", "mand", "nkoo", "rohg", "syrc", "thaa"}


@lru_cache(maxsize=256)
def tag(language: str) -> str:
    """Return a language as a BCP 47 tag, or nothing if it is none."""
    cleaned = language.strip().replace("_", "-")
    return cleaned if _TAG.fullmatch(cleaned) else ""


@lru_cache(maxsize=256)
def direction(language: str) -> str:
    """Return "rtl" or "ltr" for a BCP 47 tag; a script in the tag decides over its language."""
    first, *others = tag(language).lower().split("-")
    scripts = [part for part in others if len(part) == 4 and part.isalpha()]
    if scripts:
        return "rtl" if scripts[0] in _SCRIPTS else "ltr"
    return "rtl" if first in _RIGHT_TO_LEFT else "ltr"
