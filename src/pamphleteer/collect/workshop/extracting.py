"""The text of an article out of its page: the child's work."""

from dataclasses import replace

import lxml.html
import trafilatura
from lxml import etree
from readability import Document

from pamphleteer.collect.beside import address_of
from pamphleteer.collect.pages import base_of_page, tree_of
from pamphleteer.collect.workshop.extracted import Extracted
from pamphleteer.collect.workshop.facts import facts_of
from pamphleteer.ground.text import squeeze

# With fewer words than that the other method is asked too, and the longer text is taken.
_FEW = 80


def extract(text: str, address: str) -> Extracted:
    """Return what a page from an address shows of its article."""
    tree = tree_of(text)
    base = address_of(base_of_page(tree, address)) or address
    facts = facts_of(tree, address, base)
    body, via = _by_trafilatura(text, base), "trafilatura"
    if _length(body) < _FEW:
        other = _by_readability(text, base)
        if _length(other) > _length(body):
            body, via = other, "readability"
    return replace(facts, body=body, via=via if body else "")


def _by_trafilatura(text: str, address: str) -> str:
    found = trafilatura.extract(
        text,
        fast=True,
        output_format="html",
        include_comments=False,
        include_formatting=True,
        include_links=True,
        include_images=False,
        with_metadata=False,
    )
    # Of a page's address it would keep no more than the server.
    return _inside(found, address) if found else ""


def _by_readability(text: str, address: str) -> str:
    try:
        return _inside(Document(text).summary(html_partial=True), address)
    except (etree.LxmlError, ValueError, TypeError, AttributeError, IndexError, KeyError):
        return ""  # what odd pages draw out of it


def _inside(html: str, address: str) -> str:
    """Return what stands in the body of a document, with links as seen from an address."""
    tree: lxml.html.HtmlElement = lxml.html.document_fromstring(html)
    tree.make_links_absolute(address, handle_failures="discard")
    body = tree.find("body")
    if body is None:
        return ""
    return "".join(etree.tostring(child, encoding="unicode", method="html") for child in body)


def _length(html: str) -> int:
    return len(squeeze(lxml.html.fragment_fromstring(html, "div").text_content()).split())
