"""One document as it came: its text, where it was found, and its XML if it is XML."""

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property

from lxml import etree

from pamphleteer.collect.elements import MalformedError, parsed, root_of
from pamphleteer.collect.encoding import decoded, tidy
from pamphleteer.collect.errors import SourceError
from pamphleteer.collect.repairs import repaired
from pamphleteer.collect.stopping import beginnings, is_feed, stops

_SHOWN = 40
_FIRST_TAG = re.compile(r"<([A-Za-z_][\w.:-]{0,60})")
# How what stands before the first tag begins and ends, the longest beginning first.
_ENDS = {"<!--": "-->", "<?": "?>", "<!": ">"}
# A document whose first tag comes at once: before it is no document type, which may declare entities.
_AT_ONCE = re.compile(
    rb"(?:<\?xml[^>\x80-\xff]{0,200}\?>)?\s{0,200}(?=<([A-Za-z_][A-Za-z0-9_.:-]{0,60})[\s/>])"
)
_BINARY = ("%PDF", "GIF8", "PK", "ÿØÿ", "‰PNG")


@dataclass(frozen=True)
class Document:
    """What came from an address, as text or tidy bytes in UTF-8, and the name of its first tag.

    Where it is no good XML, `fault` says why, and `root` is None unless it could be repaired. Where it
    stops in the middle, but not before its first piece ends, `stopped` is how many characters came, and
    the rest tells of its whole pieces.
    """

    raw: str | bytes
    address: str
    name: str
    root: etree._Element | None
    fault: str = ""
    encoding: str = "utf-8"
    stopped: int = 0

    @cached_property
    def text(self) -> str:
        """Its characters."""
        return self.raw if isinstance(self.raw, str) else self.raw.decode()

    @property
    def tidy(self) -> bool:
        """Whether it surely has no control characters."""
        return isinstance(self.raw, bytes)

    @property
    def cut(self) -> bool:
        """Whether it stops before its first tag is closed again."""
        return self.root is None and stops(self.text, self.name)

    @property
    def is_html(self) -> bool:
        """Whether it is a page for people."""
        start = self.text.lstrip()[:500].lower()
        return self.name.lower() == "html" or "<!doctype html" in start

    @property
    def kind(self) -> str:
        """What it looks like if it is no feed."""
        start = self.text.lstrip()[:500]
        if self.is_html:
            return "an HTML page"
        if start.startswith(_BINARY):
            return "a file that is no text"
        if start.startswith(("{", "[")):
            return "JSON"
        if self.name and start.startswith("<"):
            return f"markup of another kind, <{self.name[:_SHOWN]}>"
        return "plain text"

    @property
    def beginning(self) -> str:
        """Its first characters, fit to be shown."""
        shown = "".join(c if c.isprintable() else " " for c in self.text.lstrip()[:_SHOWN])
        return shown + ("…" if len(self.text.strip()) > _SHOWN else "")


def opened(content: bytes, *, address: str, content_type: str = "") -> Document:
    """Return what came from an address as a document; raises `SourceError` if it is empty."""
    if at_once := _at_once(content, address):
        return at_once
    text, encoding = decoded(content, content_type=content_type)
    if not text.strip():
        raise SourceError("is an empty document")
    name = _first_tag(text)
    try:
        return Document(text, address, name, root_of(text), encoding=encoding)
    except MalformedError as error:
        is_markup = text.lstrip().startswith("<") and "<!ENTITY" not in text
        whole = Document(text, address, name, None, str(error), encoding)
        if is_markup and is_feed(name) and stops(text, name):
            return _beginning_of(whole)
        return _repaired(whole) if is_markup else whole


def _at_once(content: bytes, address: str) -> Document | None:
    """Return a document that can be read as it stands there, as most can, or None."""
    begins = _AT_ONCE.match(content)
    if not begins or not tidy(content):
        return None
    with suppress(MalformedError):
        root = parsed(content[begins.end() :])
        return Document(content, address, begins[1].decode(), root)
    return None


def _beginning_of(document: Document) -> Document:
    """Return what is whole of a document that stops in the middle, or the document, if that is nothing."""
    longest = None
    for text in beginnings(document.text, document.name):
        one = replace(document, raw=text, stopped=len(document.text))
        longest = longest or one
        with suppress(MalformedError):
            return replace(one, root=root_of(text), fault="")
    return _repaired(longest or document)


def _repaired(document: Document) -> Document:
    """Return a document as it was meant to be, as far as that is known; of two faults the first."""
    text = repaired(document.text)
    with suppress(MalformedError):
        return replace(document, raw=text, root=root_of(text) if text != document.text else None)
    return replace(document, raw=text)


def _first_tag(text: str) -> str:
    """Return the name of the first tag behind comments and declarations, or nothing."""
    at = text.find("<")
    while at >= 0:
        if found := _FIRST_TAG.match(text, at):
            return found[1]
        opening = next((mark for mark in _ENDS if text.startswith(mark, at)), "<")
        end = text.find(_ENDS.get(opening, "<"), at + len(opening))
        at = text.find("<", end) if end >= 0 else -1
    return ""
