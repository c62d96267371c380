"""Times of the day in words, put as the numbers that dates are read by: "10h30" is 10:30."""

import re

# What most dates are, in which nothing is worded.
_NUMBERED = re.compile(
    r"(?:[A-Za-z]{3}, )?\d\d? [A-Za-z]{3} \d{4} \d\d:\d\d(?::\d\d)? (?:[+-]\d{4}|[A-Z]{1,4})"
    r"|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)"
)
_HOUR, _MINUTE = r"([01]?\d|2[0-4])", r"([0-5]?\d)"
# "10h30", "10 h 30 min", "10h", "10 Uhr", "10 heures 30".
_WORDED = re.compile(
    rf"(?<![\d.:,+-]){_HOUR}\s?(?:hs?|hrs?|heures?|horas?|uhr|uur)\b\.?(?!\s?\d)"
    rf"|(?<![\d.:,+-]){_HOUR}\s?(?:h|hrs?|heures?|horas|uhr)\s?{_MINUTE}(?!\d)"
    rf"(?:\s?m(?:in)?(?![a-z]))?(?:\s?{_MINUTE}\s?s(?:eg?|ec)?\b)?",
    re.IGNORECASE,
)
# "10.30 Uhr", "ore 10.30", "kl. 10.30": behind a year or a word, and no day and month.
_DOTTED = re.compile(rf"(?<=[\w,.]\s){_HOUR}\.([0-5]\d)(?:\.([0-5]\d))?(?![\d.])(?!\s\d{{4}})")
_ONE_DIGIT = re.compile(r"(?<=\d:)\d(?!\d)")
_HALF = re.compile(r"(?<=\d)\s?([ap])\.?\s?m\b\.?", re.IGNORECASE)
_ARABIC_HALF = re.compile(r"(?<=:\d\d)\s?(?:(ص(?:باح\w*)?)|م(?:ساء\w*)?)(?!\w)")
_GREEK_HALF = {"π.μ.": "am", "μ.μ.": "pm"}
_BARE_HOUR = re.compile(r"(?<![\d.:])(\d{1,2}) (?=[ap]m\b)", re.IGNORECASE)
_FIRST = re.compile(r"(\d{1,2}:\d\d(?::\d\d)?(?: [ap]m)?),?\s+(?:[-–—|·]\s+)?(\D.*|\d{1,2}\D.*)")


def numbered(words: str) -> str:
    """Return a date, squeezed, with its time of the day in numbers, behind the day."""
    if _NUMBERED.fullmatch(words):
        return words
    for half, ours in _GREEK_HALF.items():
        words = words.replace(half, ours)
    words = _ARABIC_HALF.sub(lambda found: " am" if found[1] else " pm", words)
    words = _DOTTED.sub(_clock, _WORDED.sub(_clock, words))
    words = _BARE_HOUR.sub(r"\1:00 ", _HALF.sub(r" \1m", _ONE_DIGIT.sub(r"0\g<0>", words)))
    first = _FIRST.fullmatch(words)
    return f"{first[2]} {first[1]}" if first else words


def _clock(found: re.Match[str]) -> str:
    hour, minute, *rest = (part for part in (*found.groups(), "0") if part is not None)
    second = f":{int(rest[0]):02}" if len(rest) > 1 else ""
    return f"{hour}:{int(minute):02}{second}"
