"""Numbers as feeds write them: sizes in bytes, lengths in seconds, pixels."""

import re

_WHOLE = re.compile(r"\d{1,15}")
_CLOCK = re.compile(r"(?:(?:(\d{1,4}):)?(\d{1,6}):)?(\d{1,8})(?:[.,]\d*)?")
_PERIOD = re.compile(
    r"P(?:(\d{1,4})D)?T?(?:(\d{1,4})H)?(?:(\d{1,6})M)?(?:(\d{1,8})(?:[.,]\d*)?S)?", re.IGNORECASE
)
# "1h 2m 3s", "62 min", "1 hour and 2 minutes", "1 Std. 5 Min.", "1h05", "5′30″".
_AND = r"[,\s]*(?:(?:and|et|und|y|e|en|i|и)\s)?"
_HOURS = r"h|hrs?|hours?|heures?|horas?|or[ae]|std|stunden?|uur|ч|час(?:а|ов)?"
_MINUTES = r"m|mins?|minut(?:es?|en|os?|i|o)|мин(?:ут[аы]?)?|['’′]"
_SECONDS = r"s|secs?|seconds?|secondes?|segundos?|second[oi]|sek|sekunden?|сек(?:унд[аы]?)?|[\"”″]"
_WORDED = re.compile(
    rf"(?:(\d{{1,4}})\s?(?:{_HOURS})\.?{_AND})?(?:(\d{{1,6}})\s?(?:{_MINUTES}|$)\.?{_AND})?"
    rf"(?:(\d{{1,8}})\s?(?:{_SECONDS}|$)\.?)?",
    re.IGNORECASE,
)
_OTHER_DIGITS = re.compile(r"(?![0-9])\d")
_LONGEST = 10_000_000


def whole(text: str | None) -> int | None:
    """Return a number above nought, or None."""
    digits = (text or "").strip().removesuffix("px").replace(",", "")[:20]
    return int(digits) or None if _WHOLE.fullmatch(digits) and digits.isascii() else None


def seconds(text: str | None) -> int | None:
    """Return a length as seconds: "125", "2:05", "0:02:05", "125.4", "PT2M5S" or "2 min 5 s"; or None."""
    said = " ".join((text or "")[:60].split())
    if not said or _OTHER_DIGITS.search(said):
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
