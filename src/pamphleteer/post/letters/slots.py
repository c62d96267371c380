"""Slots: the places in a letter's bodies that are filled with what is each reader's own."""

# Private-use characters, which are taken out of everything that comes from outside.
_OPENS, _CLOSES = "\ue000", "\ue001"
LEAVE = f"{_OPENS}leave{_CLOSES}"
CHOICES = f"{_OPENS}choices{_CLOSES}"


def without(text: str) -> str:
    """Return text from outside, in which nothing can pass for a slot."""
    return text.replace(_OPENS, "").replace(_CLOSES, "")


def filled(body: str, *, leave: str, choices: str = "") -> str:
    """Return a body with a reader's own tokens to leave and to choose."""
    return body.replace(LEAVE, leave).replace(CHOICES, choices)
