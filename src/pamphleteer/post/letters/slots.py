"""Slots: the places in a letter's bodies that are filled with what is each reader's own."""

from html import escape

# Private-use characters, which are taken out of everything that comes from outside.
_OPENS, _CLOSES = "\ue000", "\ue001"
LEAVE = f"{_OPENS}leave{_CLOSES}"
CHOICES = f"{_OPENS}choices{_CLOSES}"


def without(text: str) -> str:
    """Return text from outside, in which nothing can pass for a slot."""
    return text.replace(_OPENS, "").replace(_CLOSES, "")


def filled(body: str, *, leave: str, choices: str = "") -> str:
    """Return a text body with a reader's own addresses to leave and to choose."""
    return body.replace(LEAVE, leave).replace(CHOICES, choices)


def filled_html(body: str, *, leave: str, choices: str = "") -> str:
    """Return an HTML body with a reader's own addresses to leave and to choose."""
    return filled(body, leave=escape(leave), choices=escape(choices))
