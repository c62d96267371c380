"""Pages for people as trees of bounded cost, and the CSS selectors that find things in them."""

import re
from collections.abc import Mapping

import lxml.html
from cssselect import HTMLTranslator, SelectorError
from lxml import etree

from pamphleteer.collect.elements import joined
from pamphleteer.collect.errors import RefusedError, SourceError
from pamphleteer.ground.text import squeeze

PARTS = ("item", "headline", "link", "lead", "date")
_LONGEST_SELECTOR = 500
MOST = 8_000_000  # characters
# libxml2 takes a time for a tag that grows with the square of its attributes.
_MONSTROUS = re.compile(r"<[A-Za-z][^<>]{100000}")
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def tree_of(text: str, *, most: int = MOST) -> lxml.html.HtmlElement:
    """Return a page as a tree; raises `SourceError` if it is none, or has more characters."""
    if len(text) > most:
        raise SourceError(f"is a page of over {most:,} characters (collect.max_page)")
    if _MONSTROUS.search(text):
        raise SourceError("is a page with a tag of over 100,000 characters")
    parser = lxml.html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return lxml.html.document_fromstring(_NOT_IN_XML.sub(" ", text).encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise SourceError("is a page that holds nothing") from error


def base_of_page(tree: lxml.html.HtmlElement, address: str) -> str:
    """Return the address that a page's links are relative to."""
    said = tree.find(".//base[@href]")
    return joined(address, said.get("href", "")) if said is not None else address


def linked_as(tree: lxml.html.HtmlElement, rel: str, base: str) -> tuple[str, ...]:
    """Return where the `link` elements in a page's head lead, such as `hub` (WebSub, section 4).

    Those below it may be of whoever writes comments there (section 8.1).
    """
    return tuple(
        joined(base, href)
        for link in tree.iterfind("head//link")
        if rel in link.get("rel", "").lower().split() and (href := link.get("href", "").strip())
    )


def title_of(tree: lxml.html.HtmlElement) -> str:
    """Return the title of a page on one line, or nothing."""
    title = tree.find(".//title")
    return squeeze(title.text_content()) if title is not None else ""


def language_of_page(tree: lxml.html.HtmlElement) -> str:
    """Return the language that a page says it is in, or nothing."""
    return str(tree.get("lang", "")).strip()


def xpath(selector: str) -> str:
    """Return a CSS selector as XPath; raises `RefusedError`."""
    if len(selector) > _LONGEST_SELECTOR:
        raise RefusedError(f"A selector of over {_LONGEST_SELECTOR} characters is not taken.")
    try:
        return HTMLTranslator().css_to_xpath(selector)
    except SelectorError as error:
        raise RefusedError(f"“{selector}” is no CSS selector ({error}).") from error


def checked_selectors(selectors: Mapping[str, str]) -> dict[str, str]:
    """Return selectors that make sense together, empty ones left out; raises `RefusedError`."""
    said = {part: words.strip() for part, words in selectors.items() if words.strip()}
    if unknown := said.keys() - set(PARTS):
        raise RefusedError(
            f"“{min(unknown)}” is no part of a page; {', '.join(PARTS)} may be selected."
        )
    for selector in said.values():
        xpath(selector)
    if said and "item" not in said:
        raise RefusedError("Say with a selector what one item is: the others look within it.")
    return said
