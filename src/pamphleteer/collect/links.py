"""Where the feeds of a page may be: what it links to, and the usual places."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import lxml.html

from pamphleteer.collect.pages import base_of_page
from pamphleteer.ground.http import AddressError, checked

_TYPES = {
    "application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml",
    "application/x-rss+xml", "application/rss", "application/atom", "application/xml", "text/xml",
    "text/rss+xml", "text/rss",
}  # fmt: skip
# In the order in which they are most often right.
_PLACES = (
    "feed/", "feed", "rss.xml", "atom.xml", "feed.xml", "index.xml", "rss", "feed.json", "index.rdf",
    "feeds/posts/default", "?feed=rss2", "blog/feed/",
)  # fmt: skip
_LOOKS_LIKE_ONE = re.compile(
    r"(?:^|/)(?:feeds?|rss2?|atom)(?:$|/|\.(?:xml|json|rss|atom|php)$)"
    r"|/(?:index|news|posts|all|latest)\.(?:xml|rdf|rss|atom)$"
    r"|[\w-]\.(?:rss|atom|rdf)$"
    r"|^[^?]*\?(?:.*&)?(?:feed=(?:rss2?|atom|rdf)|format=(?:rss|atom|feed))\b",
    re.IGNORECASE,
)
_COMMENTS = re.compile(r"comment|kommentar|comentario|commentaire|коммент|评论", re.IGNORECASE)


def linked(tree: lxml.html.HtmlElement, address: str) -> list[str]:
    """Return the addresses that a page gives as feeds, most likely ones first, each once."""
    base = base_of_page(tree, address)
    found = [*_said(tree), *_looking_like(tree)]
    addresses = (whole for href in found if (whole := _whole(base, href)))
    return list(dict.fromkeys(one for one in addresses if one != address))


def usual(address: str) -> list[str]:
    """Return where a site's feed usually is, below the page first, then below the whole site."""
    parts = urlsplit(address)
    folder = parts.path.rpartition("/")[0] + "/"
    root = f"{parts.scheme}://{parts.netloc}/"
    bases = [f"{root.rstrip('/')}{folder}"] if folder != "/" else []
    places = [base + place for base in bases for place in _PLACES[:4]]
    return [*places, *(root + place for place in _PLACES)]


def of_comments(address: str, title: str = "") -> bool:
    """Say whether a feed is one of comments rather than of pieces."""
    return bool(_COMMENTS.search(urlsplit(address).path) or _COMMENTS.search(title))


def _said(tree: lxml.html.HtmlElement) -> Iterator[str]:
    for link in tree.iter("link", "a"):
        rels = link.get("rel", "").lower().split()
        kind = link.get("type", "").partition(";")[0].strip().lower()
        alternate = "alternate" in rels and "stylesheet" not in rels
        json = kind == "application/json" and _looks_like_one(link.get("href", ""))
        if "feed" in rels or (alternate and (kind in _TYPES or json)):
            yield link.get("href", "")


def _looking_like(tree: lxml.html.HtmlElement) -> Iterator[str]:
    for link in tree.iter("a"):
        if _looks_like_one(link.get("href", "")):
            yield link.get("href", "")


def _looks_like_one(href: str) -> bool:
    return bool(_LOOKS_LIKE_ONE.search(href[:2000].partition("#")[0]))


def _whole(base: str, href: str) -> str:
    href = href.strip()
    # Browsers once knew feeds by a scheme of their own.
    if href.lower().startswith("feed:"):
        href = href[5:] if href[5:].lower().startswith("http") else "http:" + href[5:]
    try:
        return checked(urljoin(base, href)).partition("#")[0] if href else ""
    except (AddressError, ValueError):
        return ""
