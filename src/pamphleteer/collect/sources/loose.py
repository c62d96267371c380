"""Feeds that are no good XML: mended in the workshop, where they can do no harm."""

import re

from pamphleteer.collect.bounds import Bounds
from pamphleteer.collect.document import Document
from pamphleteer.collect.errors import UnreadableError
from pamphleteer.collect.found import RawFeed
from pamphleteer.collect.workshop.asking import WORKSHOP
from pamphleteer.collect.workshop.rebuilding import rebuilt

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_PIECE = re.compile(r"<(?:\w+:)?(?:item|entry)[\s>]", re.IGNORECASE)
_TAG = re.compile(r"<(/?)[A-Za-z][^<>]*>")


def read(document: Document, bounds: Bounds) -> RawFeed | None:
    """Return the feed in a document, which has at most `bounds.mend` characters, mended, or None.

    Raises `UnreadableError`, whose words go on from the address.
    """
    text = shortened(_DECLARATION.sub("", document.text), bounds.items)
    if _nested(text, bounds.depth):
        raise UnreadableError(
            f"is nested deeper than {bounds.depth} levels of tags (collect.max_depth)"
        )
    mended = WORKSHOP.ask("mend", seconds=bounds.mend_seconds, text=text, address=document.address)
    return rebuilt(RawFeed, mended) if mended else None


def shortened(text: str, at_most: int) -> str:
    """Cut behind so many pieces; more of them are not taken in any case."""
    for number, piece in enumerate(_PIECE.finditer(text)):
        if number == at_most:
            return text[: piece.start()]
    return text


def _nested(text: str, deepest: int) -> bool:
    """Whether more tags than that are opened one after the other, and none of them closed."""
    opened = 0
    for tag in _TAG.finditer(text):
        closing = tag[1] or tag[0].endswith("/>")
        opened = 0 if closing else opened + 1
        if opened > deepest:
            return True
    return False
