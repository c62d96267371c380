"""XML read strictly: no document type, no entities, no network, nothing mended."""

import re
from collections.abc import Iterator
from html import escape
from urllib.parse import urljoin

from lxml import etree

from pamphleteer.ground.html import from_text

XML = "http://www.w3.org/XML/1998/namespace"
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_MARKUP = re.compile(
    r"</[a-z][a-z0-9]*\s*>|<(?:a|b|blockquote|br|div|em|h[1-6]|hr|i|img|li|ol|p|span|strong|ul)\b[^<>]*>"
    r"|&(?:#\w{1,7}|[a-z]\w{1,30});",
    re.IGNORECASE,
)


class MalformedError(Exception):
    """Text that is not well-formed XML, or wants more of its reader than a feed may."""


def root_of(text: str) -> etree._Element:
    """Return the root of an XML document; raises `MalformedError`."""
    if "<!ENTITY" in text:
        raise MalformedError("it declares entities of its own")
    parser = etree.XMLParser(
        encoding="utf-8",
        load_dtd=False,
        no_network=True,
        resolve_entities=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        return etree.fromstring(_DECLARATION.sub("", text).strip().encode(), parser)
    except etree.XMLSyntaxError as error:
        raise MalformedError(str(error.msg)) from error


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace, in small letters."""
    return str(etree.QName(element).localname).lower()


def namespace(element: etree._Element) -> str:
    """Return an element's namespace, or nothing."""
    return str(etree.QName(element).namespace or "")


def children(parent: etree._Element, *names: str, within: str = "") -> Iterator[etree._Element]:
    """Yield the children of these names (in small letters) in a namespace."""
    for child in parent.iterchildren(etree.Element):
        if namespace(child) == within and local(child) in names:
            yield child


def words(parent: etree._Element, *names: str, within: str = "") -> str:
    """Return the text of the first child of these names that has any."""
    for child in children(parent, *names, within=within):
        if text := text_of(child):
            return text
    return ""


def text_of(element: etree._Element) -> str:
    """Return all the text within an element, without the space around it."""
    return "".join(str(piece) for piece in element.itertext(etree.Element)).strip()


def markup_of(element: etree._Element) -> str:
    """Return what an element holds as HTML: the elements in it, or the text in it as `markup`."""
    if len(element) == 0:
        return markup(element.text or "")
    pieces = [escape(element.text or "", quote=False)]
    for child in element.iterchildren(etree.Element):
        _bare(child)
        pieces.append(etree.tostring(child, encoding="unicode", method="html"))
    return "".join(pieces).strip()


def markup(text: str) -> str:
    """Return text that may be HTML or not as HTML."""
    return text.strip() if _MARKUP.search(text) else from_text(text)


def base_of(element: etree._Element, otherwise: str) -> str:
    """Return the address that an element's links are relative to (XML Base)."""
    base = otherwise
    for place in [*reversed(list(element.iterancestors())), element]:
        base = joined(base, place.get(f"{{{XML}}}base", ""))
    return base


def joined(base: str, link: str) -> str:
    """Return a link made absolute, or the base if it makes no sense."""
    try:
        return urljoin(base, link.strip())
    except ValueError:
        return base


def language_of(element: etree._Element) -> str:
    """Return the language that an element is in, as it or what is around it says."""
    for place in (element, *element.iterancestors()):
        if said := place.get(f"{{{XML}}}lang"):
            return said.strip()
    return ""


def _bare(element: etree._Element) -> None:
    """Take the namespaces off, so that prefixed XHTML is HTML again."""
    for inner in element.iter(etree.Element):
        inner.tag = etree.QName(inner).localname
