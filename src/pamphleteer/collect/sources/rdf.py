"""RSS 0.90, 1.0 and 1.1, which are RDF (web.resource.org/rss/1.0/spec)."""

from collections.abc import Iterator

from lxml import etree

from pamphleteer.collect.bounds import Bounds
from pamphleteer.collect.document import Document
from pamphleteer.collect.elements import local, namespace
from pamphleteer.collect.found import RawFeed
from pamphleteer.collect.vocabulary.channels import channel

_OLDEST = ("http://my.netscape.com/rdf/simple/0.9", "http://channel.netscape.com/rdf/simple/0.9")


def read(document: Document, bounds: Bounds) -> RawFeed | None:
    """Return the feed in a document, or None if it is another format."""
    root = document.root
    if root is None or local(root) != "rdf":
        return None
    inside = next(_named(root, "channel"), root)
    return channel(
        inside,
        _items(root, inside),
        format_=_format(inside),
        address=document.address,
        at_most=bounds.items,
        image=next(_named(root, "image"), None),
    )


def _format(element: etree._Element) -> str:
    return "RSS 0.90" if namespace(element).startswith(_OLDEST) else "RSS 1.0"


def _items(root: etree._Element, inside: etree._Element) -> Iterator[etree._Element]:
    """Yield the items, which stand beside the channel, or wrongly in it."""
    yield from _named(root, "item")
    if inside is not root:
        yield from _named(inside, "item")


def _named(place: etree._Element, name: str) -> Iterator[etree._Element]:
    return (child for child in place.iterchildren(etree.Element) if local(child) == name)
