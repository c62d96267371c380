"""What a page tells of its article beside the text: when it was written, and with which picture."""

from collections.abc import Iterator
from typing import Any

import lxml.html

from pamphleteer.collect.beside import address_of
from pamphleteer.collect.elements import joined
from pamphleteer.collect.found import Picture
from pamphleteer.collect.workshop import linked
from pamphleteer.collect.workshop.extracted import Extracted
from pamphleteer.collect.workshop.rights import licences_of
from pamphleteer.collect.workshop.writers import writers_of
from pamphleteer.ground.text import squeeze

_TIMES = 5
_MOST = 20  # of what is said under one name
_CLOSED = {"locked", "metered", "paid", "premium", "subscriber", "member"}
_PICTURES = ("og:image", "og:image:url", "og:image:secure_url")
_OTHER_PICTURES = ("twitter:image", "twitter:image:src")
# Where scripts that load pictures late find the address.
_SOURCES = ("src", "data-src", "data-lazy-src", "data-original")

Said = dict[str, list[str]]


def facts_of(tree: lxml.html.HtmlElement, address: str, base: str) -> Extracted:
    """Return what a page tells of its article, without the text; its links are relative to `base`."""
    said, article = _metas(tree), linked.article_of(tree, address)
    return Extracted(
        title=_first(article.get("headline"), *_said(said, "og:title"), _words(tree, "//h1"))
        or _words(tree, "//title"),
        description=_first(*_said(said, "og:description", "description")),
        authors=writers_of(tree, article, said),
        language=_language(tree, article, said),
        published=_first(
            article.get("datePublished"),
            *_said(said, "article:published_time", "datepublished", "date", "dc.date"),
            *_attributes(tree, "//article//time[@datetime]/@datetime"),
        ),
        updated=_first(
            article.get("dateModified"), *_said(said, "article:modified_time", "datemodified")
        ),
        picture=_picture(tree, article, said, base),
        canonical=_canonical(tree, base),
        licences=licences_of(tree, article, said, base),
        paid=linked.is_paid(article)
        or any(tier.lower() in _CLOSED for tier in _said(said, "article:content_tier")),
    )


def _metas(tree: lxml.html.HtmlElement) -> Said:
    said: Said = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        words = squeeze(meta.get("content") or "")
        kept = said.setdefault(name.strip().lower(), []) if words else []
        if len(kept) < _MOST:
            kept.append(words)
    return said


def _said(said: Said, *names: str) -> Iterator[str]:
    for name in names:
        yield from said.get(name, ())


def _first(*said: Any) -> str:
    return next((one for value in said if (one := squeeze(linked.text(value)))), "")


def _words(tree: lxml.html.HtmlElement, path: str) -> str:
    found = tree.xpath(path)
    return squeeze(found[0].text_content()) if found else ""


def _attributes(tree: lxml.html.HtmlElement, path: str) -> list[str]:
    return [squeeze(str(value)) for value in tree.xpath(path)[:_TIMES]]


def _language(tree: lxml.html.HtmlElement, article: dict[str, Any], said: Said) -> str:
    root = tree.xpath("/html/@lang | /html/@xml:lang | //article/@lang")
    return _first(
        article.get("inLanguage"),
        str(root[0]) if root else "",
        *_said(said, "content-language", "og:locale"),
    )


def _picture(
    tree: lxml.html.HtmlElement, article: dict[str, Any], said: Said, base: str
) -> Picture | None:
    """Return the first picture with an address that readers may be sent to."""
    image = article.get("image")
    shown = (link.get("href") for link in tree.iter("link") if link.get("rel") == "image_src")
    places = (
        *_said(said, *_PICTURES),
        *linked.texts(image, "url", "contentUrl"),
        *_said(said, *_OTHER_PICTURES),
        *filter(None, shown),
        *linked.texts(article.get("thumbnailUrl")),
    )
    url = next((url for one in places if (url := address_of(joined(base, one)))), "")
    if not url:
        return None
    alt = _first(*_said(said, "og:image:alt", "twitter:image:alt")) or _alt(tree, url, base)
    return Picture(url=url, alt=alt, credit=_credit(image, url, base))


def _credit(image: Any, url: str, base: str) -> str:
    """Return the credit of the picture at an address, and of no other one."""
    for one in image if isinstance(image, list) else [image]:
        if isinstance(one, dict) and url in _all(base, linked.texts(one, "url", "contentUrl")):
            return squeeze(linked.text(one, "creditText"))
    return ""


def _all(base: str, links: list[str]) -> list[str]:
    return [address_of(joined(base, link)) for link in links]


def _alt(tree: lxml.html.HtmlElement, url: str, base: str) -> str:
    for one in tree.iter("img"):
        sources = [said for name in _SOURCES if (said := one.get(name))]
        if url in _all(base, sources) and one.get("alt"):
            return squeeze(one.get("alt"))
    return ""


def _canonical(tree: lxml.html.HtmlElement, base: str) -> str:
    for link in tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split() and link.get("href"):
            return joined(base, link.get("href"))
    return ""
