"""Tables and set lines of a text, which narrow screens move sideways: within reach of a keyboard."""

import re
from collections import Counter
from html import escape

from pamphleteer.press import voice

_NAMES = {
    "table": voice.for_readers("Table {number}"),
    "pre": voice.for_readers("Lines {number}"),
}
# As the cleaner writes them: with no sign of a tag in an attribute, and each ended where it began.
_TAG = re.compile(r"<(/?)(table|pre)(?:\s[^<>]*)?>")


def reachable(text: str, language: str) -> str:
    """Return a harmless text in which each of them lies in a region that takes the focus, and has a name.

    What lies in another one is moved with it. The names are said in a language, as far as the house speaks it.
    """
    if "<table" not in text and "<pre" not in text:
        return text
    depth, counts = 0, Counter[str]()

    def framed(found: re.Match[str]) -> str:
        nonlocal depth
        tag, end, sort = found[0], found[1], found[2]
        depth += -1 if end else 1
        if end:
            return tag if depth else f"{tag}</div>"
        if depth > 1:
            return tag
        counts[sort] += 1
        number = voice.numeral(counts[sort], language)
        name = escape(voice.say(language, _NAMES[sort], number=number))
        return f'<div class="wide" role="region" aria-label="{name}" tabindex="0">{tag}'

    return _TAG.sub(framed, text)
