"""RSS 0.91 to 0.94 and 2.0 (rssboard.org/rss-specification)."""

from itertools import chain

from lxml import etree

from pamphleteer.collect.bounds import Bounds
from pamphleteer.collect.document import Document
from pamphleteer.collect.elements import local
from pamphleteer.collect.found import RawFeed
from pamphleteer.collect.vocabulary.channels import channel


def read(document: Document, bounds: Bounds) -> RawFeed | None:
    """Return the feed in a document, or None if it is another format."""
    root = document.root
    if root is None or local(root) != "rss":
        return None
    inside = next((c for c in root.iterchildren(etree.Element) if local(c) == "channel"), root)
    places = [inside] if inside is root else [inside, root]
    return channel(
        inside,
        chain.from_iterable(_items(place) for place in places),
        format_=f"RSS {root.get('version', '').strip()[:10]}".strip(),
        address=document.address,
        at_most=bounds.items,
    )


def _items(place: etree._Element) -> "filter[etree._Element]":
    return filter(lambda child: local(child) == "item", place.iterchildren(etree.Element))
