"""A saved HTML page as a tree, without what is never part of a list of pieces."""

import re
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

import lxml.html
from lxml import etree

from pamphleteer.collect.archive.parsing import parse

LONGEST_ADDRESS = 2000
BLOCKS = {
    "address", "article", "blockquote", "body", "caption", "center", "dd", "details", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
CONTROLS = {"button", "input", "label", "option", "select", "textarea"}
_NEVER = {
    "aside", "audio", "canvas", "embed", "figcaption", "iframe", "math", "nav", "noscript",
    "object", "script", "style", "svg", "template", "title", "video",
}  # fmt: skip
_ROLES = {"complementary", "contentinfo", "navigation", "search"}
# Names that WordPress, Ghost and their themes give to what stands beside a list or under it.
_AREAS = {
    "breadcrumbs", "comment-list", "commentlist", "comments", "comments-area", "jp-relatedposts",
    "pagination", "related", "related-posts", "sidebar", "widget", "widget-area",
}  # fmt: skip
# Names that they give to notes about a piece; of these its date counts.
_NOTES = {
    "author", "byline", "cat-links", "comments-link", "date", "edit-link", "entry-footer",
    "entry-meta", "post-card-meta", "post-card-tags", "post-meta", "posted-by", "posted-on",
    "screen-reader-text", "sharedaddy", "sr-only", "tags-links", "visually-hidden",
}  # fmt: skip
_SPACE = re.compile(r"[ \t\r\n\f]+")


class Tree:
    """The body of a page, and the address that its links are relative to."""

    def __init__(self, page: str) -> None:
        root = parse(page)
        self.base = _base(root)
        found = root.find(".//body")
        self.body: lxml.html.HtmlElement = root if found is None else found
        _prune(self.body)

    def absolute(self, href: str) -> str:
        """Return the whole web address of a link, "" if there is none to be known."""
        try:
            whole = urljoin(self.base, href.strip())
            parts = urlsplit(whole)
            known = parts.scheme in {"http", "https"} and parts.hostname
        except ValueError:
            return ""
        fits = len(whole) <= LONGEST_ADDRESS and not re.search(r"\s", whole)
        return whole if known and fits else ""

    def leads_on(self, href: str) -> bool:
        """Tell whether a link leads to another page than this one and the front page."""
        try:
            parts = urlsplit(urljoin(self.base, href.strip()))
        except ValueError:
            return False
        return bool(parts.path.strip("/") or parts.query) and not same_page(
            parts.geturl(), self.base
        )


def collapse(text: str) -> str:
    """Return the text as a browser shows it, on one line; spaces that don't break stay."""
    return _SPACE.sub(" ", text).strip()


def same_page(one: str, other: str) -> bool:
    """Tell whether two links lead to the same page, fragments aside."""
    return bool(one) and urldefrag(one.strip()).url == urldefrag(other.strip()).url


def block_path(element: lxml.html.HtmlElement) -> tuple[str, ...]:
    """Return the tags of the blocks that an element stands in, from the outermost."""
    return tuple(above.tag for above in element.iterancestors() if above.tag in BLOCKS)[::-1]


def classes(element: lxml.html.HtmlElement) -> str:
    """Return an element's classes in order, as one name."""
    return " ".join(sorted(element.get("class", "").split()))


def _base(root: lxml.html.HtmlElement) -> str:
    return next((address for found in _addresses(root) if (address := found.strip())), "")


def _addresses(root: lxml.html.HtmlElement) -> Iterator[str]:
    canonical = _canonical(root)
    if (base := root.find(".//base[@href]")) is not None:
        yield urljoin(canonical, base.get("href", "")) if _parses(base.get("href", "")) else ""
    yield canonical
    yield str(root.get("saved-from", ""))


def _canonical(root: lxml.html.HtmlElement) -> str:
    link = root.find(".//link[@rel='canonical'][@href]")
    if link is not None and _parses(link.get("href", "")):
        return str(link.get("href", ""))
    return ""


def _parses(address: str) -> bool:
    try:
        return bool(urlsplit(urljoin("https://example.org/", address.strip())).hostname)
    except ValueError:
        return False


def _prune(body: lxml.html.HtmlElement) -> None:
    for element in list(body.iter(etree.Element)):
        if element is body or element.getparent() is None:
            continue
        if _is_note(element):
            _leave_times(element)
        elif _is_furniture(element):
            element.drop_tree()


def _is_furniture(element: lxml.html.HtmlElement) -> bool:
    if element.tag in _NEVER or element.get("role", "").lower() in _ROLES:
        return True
    if element.get("hidden") is not None or element.get("aria-hidden", "").lower() == "true":
        return True
    return _is_named(element, _AREAS) and element.tag not in {"article", "main"}


def _is_note(element: lxml.html.HtmlElement) -> bool:
    if element.tag in HEADINGS or element.tag in {"article", "main", "time"}:
        return False
    return element.tag == "footer" or _is_named(element, _NOTES)


def _is_named(element: lxml.html.HtmlElement, names: set[str]) -> bool:
    own = {*element.get("class", "").lower().split(), element.get("id", "").lower()}
    return not own.isdisjoint(names)


def _leave_times(note: lxml.html.HtmlElement) -> None:
    """Take a note out of the page, but leave the dates in it, without their words."""
    for time in list(note.iter("time")):
        bare = lxml.html.Element("time", dict(time.attrib))
        note.addprevious(bare)
    note.drop_tree()
