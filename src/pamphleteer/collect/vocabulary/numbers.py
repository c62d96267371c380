"""Numbers as feeds write them: sizes in bytes, lengths in seconds, pixels."""

import re

_WHOLE = re.compile(r"\d{1,15}")
_CLOCK = re.compile(r"(?:(?:(\d{1,4}):)?(\d{1,6}):)?(\d{1,8})(?:[.,]\d*)?")
_PERIOD = re.compile(
    r"P(?:(\d{1,4})D)?T?(?:(\d{1,4})H)?(?:(\d{1,6})M)?(?:(\d{1,8})(?:[.,]\d*)?S)?", re.IGNORECASE
)
# "1h 2m 3s", "62 min", "1 hour, 2 minutes".
_WORDED = re.compile(
    r"(?:(\d{1,4})\s*h(?:(?:ou)?rs?)?\.?[,\s]*)?(?:(\d{1,6})\s*m(?:in(?:ute)?s?)?\.?[,\s]*)?"
    r"(?:(\d{1,8})\s*s(?:ec(?:ond)?s?)?\b\.?)?",
    re.IGNORECASE,
)
_LONGEST = 10_000_000


def whole(text: str | None) -> int | None:
    """Return a number above nought, or None."""
    digits = (text or "").strip().removesuffix("px").replace(",", "")[:20]
    return int(digits) or None if _WHOLE.fullmatch(digits) and digits.isascii() else None


def seconds(text: str | None) -> int | None:
    """Return a length as seconds: "125", "2:05", "0:02:05", "125.4", "PT2M5S" or "2 min 5 s"; or None."""
    said = (text or "").strip()[:40]
    if not said or not said.isascii():
        return None
    if found := _CLOCK.fullmatch(said) or _WORDED.fullmatch(said):
        hours, minutes, rest = (int(part or 0) for part in found.groups())
        total = hours * 3600 + minutes * 60 + rest
    elif found := _PERIOD.fullmatch(said):
        days, hours, minutes, rest = (int(part or 0) for part in found.groups())
        total = days * 86_400 + hours * 3600 + minutes * 60 + rest
    else:
        return None
    return total if 0 < total < _LONGEST else None
