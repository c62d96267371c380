"""Text constructs of Atom (RFC 4287, section 3.1, and the `mode` of Atom 0.3)."""

import base64
import binascii
import re
from html import escape

from lxml import etree

from pamphleteer.collect.elements import inner, local, text_of
from pamphleteer.ground.html import from_text
from pamphleteer.ground.text import uncontrolled

_HTML = {"html", "text/html"}
_END = re.compile(r"</[A-Za-z][A-Za-z0-9]{0,20}>")
_XHTML = {"xhtml", "application/xhtml+xml"}


def construct(element: etree._Element, *, line: bool = False) -> str:
    """Return what a text construct or a content holds, as HTML; a `line` is not put in paragraphs."""
    kind = element.get("type", "").strip().lower() or "text"
    mode = element.get("mode", "").strip().lower()
    if kind.startswith("multipart/"):
        best = _best(element)
        return "" if best is None else construct(best, line=line)
    if mode == "base64" or kind == "application/octet-stream":
        return _unpacked(text_of(element), kind)
    if len(element):
        return _inside(element)
    text = (element.text or "").strip()
    if mode == "escaped" and kind != "text/plain":
        return text
    return _written(text, kind, line=line)


def _best(element: etree._Element) -> etree._Element | None:
    """Return the one of several forms of a content that is HTML, or else the first that is text."""
    forms = [one for one in element.iterchildren(etree.Element) if local(one) == "content"]
    kinds = [one.get("type", "text/plain").strip().lower() for one in forms]
    told = [(_rank(kind), at) for at, kind in enumerate(kinds) if _rank(kind) is not None]
    return forms[min(told)[1]] if told else None


def _rank(kind: str) -> int | None:
    if kind in _XHTML or kind in _HTML:
        return 0
    return 1 if kind == "text" or kind.startswith("text/") else None


def _written(text: str, kind: str, *, line: bool) -> str:
    if kind in _HTML:
        return text
    if kind in _XHTML or kind.endswith(("/xml", "+xml")):
        return escape(text, quote=False)
    if kind == "text" or kind.startswith("text/"):
        return escape(text, quote=False) if line else from_text(text)
    return ""


def _inside(element: etree._Element) -> str:
    """Return markup that is not escaped: what is in the `div` that XHTML is wrapped in, or all."""
    children = list(element.iterchildren(etree.Element))
    alone = len(children) == 1 and not (element.text or "").strip()
    if alone and local(children[0]) == "div" and not (children[0].tail or "").strip():
        words = children[0].text or ""
        # Some escape markup once more than they should.
        escaped = len(children[0]) == 0 and _END.search(words)
        return words.strip() if escaped else inner(children[0])
    return inner(element)


def _unpacked(text: str, kind: str) -> str:
    try:
        said = base64.b64decode("".join(text.split()), validate=True).decode()
    except (binascii.Error, ValueError):
        return ""
    said = uncontrolled(said)
    return escape(said, quote=False) if kind == "text/plain" else said.strip()
