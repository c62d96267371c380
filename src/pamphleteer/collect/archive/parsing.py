"""HTML from outside made a tree whose depth and attributes are bounded.

Built from parsing events rather than by libxml2 itself, which takes quadratic time for a tag with very
many attributes. No DTD, no entity of the page's own, no network.
"""

import re
from collections.abc import Mapping

import lxml.html
from lxml import etree

DEEPEST = 200
_ATTRIBUTES = {
    "aria-hidden", "class", "datetime", "hidden", "href", "id", "rel", "role", "type",
}  # fmt: skip
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)")
_NAME = re.compile(r"[a-z][a-z0-9-]*")
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def parse(page: str) -> lxml.html.HtmlElement:
    """Return the root of a page's tree, an element `page` that holds what was found.

    Its attribute `saved-from` is the address that a browser noted when it saved the page.
    """
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, target=_Builder())
    whole = _NOT_IN_XML.sub(" ", page).encode()
    return etree.fromstring(whole or b" ", parser=parser)


_Text = str | bytes


class _Builder:
    """Receives parsing events; elements that lie too deep leave their words to those above them."""

    def __init__(self) -> None:
        self._tree = etree.TreeBuilder(element_factory=lxml.html.html_parser.makeelement)
        self._tree.start("page", {})
        self._open = ["page"]
        self._saved_from = ""

    def start(self, tag: str | bytes, attributes: Mapping[_Text, _Text]) -> None:
        """Open an element, with the few attributes that are looked at."""
        name = str(tag) if _NAME.fullmatch(str(tag)) else "span"
        self._open.append(name)
        if len(self._open) <= DEEPEST:
            kept: dict[_Text, _Text] = {
                key: _NOT_IN_XML.sub("", str(value or ""))
                for key, value in attributes.items()
                if key in _ATTRIBUTES
            }
            self._tree.start(name, kept)

    def end(self, tag: str | bytes) -> None:
        """Close the element that is open."""
        del tag
        if len(self._open) <= DEEPEST:
            self._tree.end(self._open[-1])
        self._open.pop()

    def data(self, data: str | bytes) -> None:
        """Add words."""
        self._tree.data(_NOT_IN_XML.sub("", str(data)))

    def comment(self, text: str | bytes) -> None:
        """Keep nothing but the address that the page was saved from, if a browser noted it."""
        if noted := _SAVED_FROM.search(str(text)):
            self._saved_from = self._saved_from or _NOT_IN_XML.sub("", noted[1])

    def close(self) -> lxml.html.HtmlElement:
        """Close what is open and return the root."""
        while self._open:
            self.end("")
        root = self._tree.close()
        root.set("saved-from", self._saved_from)
        return root
