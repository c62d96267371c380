"""The pages of a pressed site, read as a browser reads them."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import lxml.html

ADDRESSES = ("href", "src", "action", "srcset", "poster", "data", "cite")


def pages(public: Path) -> dict[str, lxml.html.HtmlElement]:
    """Return the pages by their paths."""
    return {
        str(path.relative_to(public)): lxml.html.document_fromstring(path.read_bytes())
        for path in sorted(public.rglob("*.html"))
    }


def files(folder: Path) -> dict[str, bytes]:
    """Return what files below a folder hold, by their paths."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def links(page: lxml.html.HtmlElement) -> Iterator[tuple[lxml.html.HtmlElement, str]]:
    """Yield each address in a page with the element that it stands in."""
    for element in page.iter(lxml.etree.Element):
        for name in ADDRESSES:
            if name in element.attrib:
                yield element, element.attrib[name]


def target(public: Path, path: str, address: str) -> Path:
    """Return the file that a relative address in a page means."""
    return (public / path).parent / unquote(urlsplit(address).path)


def words(element: lxml.html.HtmlElement) -> str:
    """Return what an element says, on one line."""
    return " ".join(element.text_content().split())
