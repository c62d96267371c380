"""What a page tells of its article beside the text: who wrote it, when, under which licence."""

from typing import Any

import lxml.html

from pamphleteer.collect.elements import joined
from pamphleteer.collect.found import Picture
from pamphleteer.collect.workshop import linked
from pamphleteer.collect.workshop.extracted import Extracted
from pamphleteer.ground.text import squeeze

_LICENCES = 5
_AUTHORS = 20
# Pictures have licences of their own, and so has what stands around an article.
_ELSEWHERE = "not(ancestor::figure or ancestor::figcaption or ancestor::aside or ancestor::nav)"
_CLOSED = {"locked", "metered", "paid", "premium", "subscriber", "member"}


def facts_of(tree: lxml.html.HtmlElement, address: str) -> Extracted:
    """Return what a page from an address tells of its article, without the text."""
    said, article = _metas(tree), linked.article_of(tree)
    return Extracted(
        title=_first(article.get("headline"), said.get("og:title"), _words(tree, "//h1"))
        or _words(tree, "//title"),
        description=_first(said.get("og:description"), said.get("description")),
        authors=_authors(tree, article, said),
        language=_language(tree, article, said),
        published=_first(
            article.get("datePublished"),
            said.get("article:published_time"),
            said.get("date"),
            said.get("dc.date"),
            *_attributes(tree, "//article//time[@datetime]/@datetime"),
        ),
        updated=_first(article.get("dateModified"), said.get("article:modified_time")),
        picture=_picture(tree, article, said, address),
        canonical=_canonical(tree, address),
        licences=_licences(tree, article, said, address),
        paid=linked.is_paid(article) or said.get("article:content_tier", "").lower() in _CLOSED,
    )


def _metas(tree: lxml.html.HtmlElement) -> dict[str, str]:
    said: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        said.setdefault(name.strip().lower(), squeeze(meta.get("content") or ""))
    return said


def _first(*said: Any) -> str:
    return next((one for value in said if (one := squeeze(linked.text(value)))), "")


def _words(tree: lxml.html.HtmlElement, path: str) -> str:
    found = tree.xpath(path)
    return squeeze(found[0].text_content()) if found else ""


def _attributes(tree: lxml.html.HtmlElement, path: str) -> list[str]:
    return [squeeze(str(value)) for value in tree.xpath(path)[:_LICENCES]]


def _authors(
    tree: lxml.html.HtmlElement, article: dict[str, Any], said: dict[str, str]
) -> tuple[str, ...]:
    names = linked.texts(article.get("author"), "name")
    names = names or [said[name] for name in ("author", "article:author") if said.get(name)][:1]
    if not names:
        path = "//article//*[@rel='author' or @itemprop='author' or contains(@class, 'p-author')]"
        names = [squeeze(one.text_content()) for one in tree.xpath(path)]
    kept = [squeeze(name) for name in names if 0 < len(name) < 200 and "://" not in name]
    return tuple(dict.fromkeys(kept))[:_AUTHORS]


def _language(tree: lxml.html.HtmlElement, article: dict[str, Any], said: dict[str, str]) -> str:
    root = tree.xpath("/html/@lang | /html/@xml:lang | //article/@lang")
    return _first(
        article.get("inLanguage"),
        str(root[0]) if root else "",
        said.get("content-language"),
        said.get("og:locale"),
    )


def _picture(
    tree: lxml.html.HtmlElement, article: dict[str, Any], said: dict[str, str], address: str
) -> Picture | None:
    image = article.get("image")
    found = _first(said.get("og:image"), linked.text(image, "url", "contentUrl"))
    if not found:
        return None
    url = joined(address, found)
    alt = _first(said.get("og:image:alt"), said.get("twitter:image:alt"))
    alts = {joined(address, one.get("src")): one.get("alt") for one in tree.xpath("//img[@src]")}
    credit = linked.text(image, "creditText") if isinstance(image, dict) else ""
    return Picture(url=url, alt=alt or squeeze(alts.get(url) or ""), credit=squeeze(credit))


def _canonical(tree: lxml.html.HtmlElement, address: str) -> str:
    for link in tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split() and link.get("href"):
            return joined(address, link.get("href"))
    return ""


def _licences(
    tree: lxml.html.HtmlElement, article: dict[str, Any], said: dict[str, str], address: str
) -> tuple[str, ...]:
    """Return what names the licence, from the first place that does: the surest come first."""
    links = "*[self::a or self::link][contains(concat(' ', @rel, ' '), ' license ')]"
    places = (
        linked.texts(article.get("license"), "url", "@id", "name"),
        _attributes(tree, f"//{links}[{_ELSEWHERE}]/@href"),
        [said[name] for name in ("dc.rights", "dcterms.license", "license") if said.get(name)],
        _attributes(tree, f"//a[contains(@href, 'creativecommons.org/')][{_ELSEWHERE}]/@href"),
    )
    for place in places:
        if place:
            return tuple(joined(address, one) if "/" in one else one for one in place[:_LICENCES])
    return ()
