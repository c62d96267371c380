"""Feeds that stop in the middle: what of them is whole."""

import json
import re
from collections import deque
from collections.abc import Iterator
from typing import Any

_ROOTS = {"rss", "feed", "rdf"}
_PIECE_ENDS = re.compile(r"</(?:\w+:)?(?:item|entry)\s*>", re.IGNORECASE)
_CHANNEL = re.compile(r"<((?:\w+:)?channel)[\s>]", re.IGNORECASE)
_TRIED = 5  # ends of pieces: the last ones may stand within a text
_SPACE = re.compile(r"[\s,:]*")


def is_feed(name: str) -> bool:
    """Tell whether a feed begins with a tag of this name."""
    return name.rpartition(":")[2].lower() in _ROOTS


def stops(text: str, name: str) -> bool:
    """Tell whether a document never closes its first tag."""
    return bool(name) and f"</{name}" not in text


def beginnings(text: str, name: str) -> Iterator[str]:
    """Yield an XML feed up to the ends of its last pieces, the longest first, with its tags closed."""
    ends = deque((found.end() for found in _PIECE_ENDS.finditer(text)), maxlen=_TRIED)
    for end in reversed(ends):
        begun = _CHANNEL.search(text, 0, end)
        closes = begun and f"</{begun[1]}" not in text[:end]
        yield text[:end] + (f"</{begun[1]}>" if begun and closes else "") + f"</{name}>"


def members(text: str, decoder: json.JSONDecoder) -> dict[str, Any]:
    """Return what is whole of a JSON object that stops in the middle: of a list its first entries.

    Raises `RecursionError` if it is nested too deep.
    """
    found: dict[str, Any] = {}
    at = 1  # behind the bracket that it begins with
    while (key := _next(text, at, decoder)) and isinstance(key[0], str):
        value = _next(text, key[1], decoder)
        if value is None:
            begins = _after_space(text, key[1])
            if text[begins : begins + 1] == "[":
                found[key[0]] = list(_entries(text, begins + 1, decoder))
            break
        found[key[0]], at = value
    return found


def _entries(text: str, at: int, decoder: json.JSONDecoder) -> Iterator[Any]:
    while entry := _next(text, at, decoder):
        value, at = entry
        yield value


def _next(text: str, at: int, decoder: json.JSONDecoder) -> tuple[Any, int] | None:
    """Return the next value and where it ends, if it is whole."""
    try:
        return decoder.raw_decode(text, _after_space(text, at))
    except ValueError:
        return None


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at
