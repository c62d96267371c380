"""Archive pages of sites without a feed, by their structure or by selectors."""

import re
from collections.abc import Mapping
from html import escape
from itertools import islice

import lxml.html

from pamphleteer.collect.archive import html
from pamphleteer.collect.archive.pieces import Piece
from pamphleteer.collect.bounds import Bounds
from pamphleteer.collect.document import Document
from pamphleteer.collect.elements import joined
from pamphleteer.collect.errors import SourceError
from pamphleteer.collect.found import RawFeed, RawItem
from pamphleteer.collect.pages import (
    base_of_page,
    language_of_page,
    linked_as,
    title_of,
    tree_of,
    xpath,
)
from pamphleteer.ground.html import from_text
from pamphleteer.ground.text import squeeze

FORMAT = "archive page"
_HEADINGS = "h1, h2, h3, h4, h5, h6"
_USUAL = {"headline": _HEADINGS, "link": "a[href]", "lead": "p", "date": "time"}
_BASE = re.compile(r"<base\s[^>]{0,2000}>", re.IGNORECASE)
_LEAD = 5_000  # characters of one lead
_TOLD = 50  # items that are looked at again to say what is wrong


def read(document: Document, bounds: Bounds, selectors: Mapping[str, str]) -> RawFeed:
    """Return the pieces that an archive page shows; raises `SourceError` if it shows none.

    Without selectors they are found by structure: headlines that repeat, with leads and links.
    """
    if not selectors and document.text.count("<") > bounds.tags:
        raise SourceError(
            f"is a page of over {bounds.tags:,} tags, more than are looked through for its structure "
            "(collect.max_tags): selectors can say where its pieces are"
        )
    tree = tree_of(document.text, most=bounds.page)
    base = base_of_page(tree, document.address)
    left = ""
    if selectors:
        found, left = _selected(tree, selectors, base, bounds)
    else:
        found = [_item(piece) for piece in islice(_pieces(document, base), bounds.items)]
    if not found:
        raise SourceError(_lost(tree, selectors))
    return RawFeed(
        format=FORMAT,
        title=escape(title_of(tree), quote=False),
        link=document.address,
        language=language_of_page(tree),
        hubs=linked_as(tree, "hub", base),
        self_link=next(iter(linked_as(tree, "self", base)), ""),
        items=tuple(found),
        left=left,
    )


def _lost(tree: lxml.html.HtmlElement, selectors: Mapping[str, str]) -> str:
    if selectors:
        paths = {part: xpath(said) for part, said in {**_USUAL, **selectors}.items()}
        if any(_words(element, paths["headline"]) for element in tree.xpath(paths["item"])[:_TOLD]):
            return (
                "is a page in which the selectors find headlines, but no link, by which a piece is "
                f"known (link: “{selectors.get('link', _USUAL['link'])[:80]}”): select where it is"
            )
        return (
            f"is a page in which the selectors find no headline (item: “{selectors['item'][:80]}”): "
            "it may have been rebuilt"
        )
    return (
        "is a page in which no list of headlines with leads and links can be told from the rest; "
        "selectors can say where they are"
    )


def _pieces(document: Document, base: str) -> list[Piece]:
    # The reader of saved pages knows no address but those that the page itself states.
    whole = f'<base href="{escape(base)}">' + _BASE.sub("", document.text)
    return [piece for piece in html.read(whole).pieces if piece.url]


def _item(piece: Piece) -> RawItem:
    return RawItem(
        link=piece.url,
        title=escape(piece.headline, quote=False),
        summary=from_text(piece.lead),
        published=piece.date.isoformat() if piece.date else "",
    )


def _selected(
    tree: lxml.html.HtmlElement, selectors: Mapping[str, str], base: str, bounds: Bounds
) -> tuple[list[RawItem], str]:
    """Return the pieces that the selectors find, and in words what was left out of these."""
    said = {**_USUAL, **selectors}
    paths = {part: xpath(said[part]) for part in said}
    items = [(one, _read(one, paths, base)) for one in tree.xpath(paths["item"])[: bounds.items]]
    bare = sum(not item and bool(_words(one, paths["headline"])) for one, item in items)
    left = (
        f"{bare:,} item{'' if bare == 1 else 's'} had a headline but no link, by which a piece is "
        f"known (link: “{said['link'][:80]}”), and {'was' if bare == 1 else 'were'} left out"
    )
    return [item for _, item in items if item], left if bare else ""


def _read(element: lxml.html.HtmlElement, paths: Mapping[str, str], base: str) -> RawItem | None:
    headline = _first(element, paths["headline"])
    link = _link(element, headline, paths)
    named = headline if headline is not None else link
    words = squeeze(named.text_content()) if named is not None else ""
    address = joined(base, link.get("href", "")) if link is not None else ""
    if not words or not address:
        return None
    leads = [squeeze(one.text_content()) for one in element.xpath(paths["lead"])]
    date = _first(element, paths["date"])
    return RawItem(
        link=address,
        title=escape(words, quote=False),
        summary=from_text("\n\n".join(leads)[:_LEAD]),
        published=(date.get("datetime") or squeeze(date.text_content()))
        if date is not None
        else "",
    )


def _link(
    element: lxml.html.HtmlElement,
    headline: lxml.html.HtmlElement | None,
    paths: Mapping[str, str],
) -> lxml.html.HtmlElement | None:
    """Return the link of a piece: that of its headline before any other."""
    if headline is not None:
        for place in (headline, *headline.iterancestors("a")):
            if place.get("href"):
                return place
        if (found := _first(headline, paths["link"])) is not None:
            return found
    return _first(element, paths["link"])


def _words(element: lxml.html.HtmlElement, path: str) -> str:
    found = _first(element, path)
    return squeeze(found.text_content()) if found is not None else ""


def _first(element: lxml.html.HtmlElement, path: str) -> lxml.html.HtmlElement | None:
    found = element.xpath(path)
    return found[0] if found else None
