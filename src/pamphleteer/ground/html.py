"""HTML from outside made safe, and HTML as text."""

import re
from collections.abc import Iterator
from html import escape, unescape

import lxml.html
import nh3
from lxml import etree

from pamphleteer.ground.text import squeeze

TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "dl", "dt", "em",
    "figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "hr", "i", "ins", "kbd", "li", "mark",
    "ol", "p", "pre", "q", "s", "samp", "small", "strong", "sub", "sup", "table", "tbody", "td",
    "tfoot", "th", "thead", "time", "tr", "u", "ul", "var",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "hreflang", "lang", "dir"},
    "blockquote": {"cite", "lang", "dir"},
    "li": {"lang", "dir"},
    "ol": {"start", "reversed"},
    "p": {"lang", "dir"},
    "q": {"cite", "lang"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
# Dropped with what they hold, where other unknown tags leave their words behind.
_DROPPED_WHOLE = {"script", "style", "template", "noscript", "iframe", "object", "svg", "math"}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "br", "caption", "dd", "div", "dl", "dt",
    "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li",
    "main", "nav", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul",
}  # fmt: skip

# What XML 1.0 has no place for: no page, feed or letter may hold it.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_TAG = re.compile(r"<(/?)([A-Za-z][^\s/<>]{0,30})[^<>]*>")
# Cleaning takes time that grows with the square of the depth: nobody's writing is nested so deep.
_DEEPEST = 400
# Tags that need no end, and so say nothing about depth.
_ENDLESS = {
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta",
    "option", "p", "param", "source", "td", "th", "tr", "track", "wbr",
}  # fmt: skip


def sanitise(html: str, *, base: str | None = None) -> str:
    """Return the harmless part of foreign HTML: no script, style, form, frame or picture.

    With `base`, relative addresses are made absolute against it; without it they are dropped.
    """
    return nh3.clean(
        tame(html),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        clean_content_tags=_DROPPED_WHOLE,
        link_rel="noopener nofollow",
        url_relative=("rewrite_with_base", base) if base else "deny",
    ).strip()


def paragraphs(html: str) -> list[str]:
    """Return the words of HTML as squeezed paragraphs, none of them empty."""
    safe = nh3.clean(tame(html), tags=_BLOCKS, attributes={}, clean_content_tags=_DROPPED_WHOLE)
    if not safe.strip():
        return []
    pieces = [""]
    for event, element in _walk(safe):
        if element.tag in _BLOCKS:
            pieces.append("")
        pieces[-1] += (element.text if event == "start" else element.tail) or ""
    return [line for piece in pieces if (line := squeeze(piece))]


def plain(html: str) -> str:
    """Return the words of HTML on one line."""
    return " ".join(paragraphs(html))


def from_text(text: str) -> str:
    """Return plain text as HTML, a paragraph for each run of lines between blank ones."""
    blocks = (squeeze(block) for block in text.replace("\r\n", "\n").split("\n\n"))
    return "\n".join(f"<p>{escape(block, quote=False)}</p>" for block in blocks if block)


def tame(html: str) -> str:
    """Return HTML that is cheap to read, without control characters.

    What is nested absurdly deep is taken as plain words.
    """
    html = _CONTROL.sub("", html)
    if max(_depths(html), default=0) <= _DEEPEST:
        return html
    return from_text(unescape(_TAG.sub(" ", html)))


def _depths(html: str) -> Iterator[int]:
    depth = 0
    for end, name in _TAG.findall(html):
        if name.lower() not in _ENDLESS:
            depth += -1 if end else 1
            yield depth


def _walk(safe: str) -> Iterator[tuple[str, lxml.html.HtmlElement]]:
    root = lxml.html.fragment_fromstring(safe, create_parent="div")
    yield from etree.iterwalk(root, events=("start", "end"))
