"""XML read strictly: no document type, no entities, no network, nothing mended."""

import re
from collections.abc import Callable
from html import escape
from html.entities import html5
from urllib.parse import urljoin

from lxml import etree

from pamphleteer.collect.encoding import meant
from pamphleteer.collect.vocabulary.names import named
from pamphleteer.ground.html import from_text

XML = "http://www.w3.org/XML/1998/namespace"
# What a document says of a text whose language it takes back (BCP 47: undetermined).
NO_LANGUAGE = "und"
BASE = f"{{{XML}}}base"
_LANG = f"{{{XML}}}lang"
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_MARKUP = re.compile(
    r"</[a-z][a-z0-9]*\s*>|<(?:a|b|blockquote|br|div|em|h[1-6]|hr|i|img|li|ol|p|span|strong|ul)\b[^<>]*>"
    r"|<(?:center|code|embed|font|iframe|link|meta|object|pre|script|style|table)\b[^<>]*=[^<>]*>"
    r"|&(?:#\w{1,7}|[a-z]\w{1,30});",
    re.IGNORECASE,
)
_PROLOG = re.compile(r"(?:<!--(?:(?!-->).)*-->\s*)*<!DOCTYPE[^<>\[]{0,1000}>", re.DOTALL)
_ENTITY = re.compile(r"&([A-Za-z]\w{1,30};)")
# References to C1 control characters, which mean what windows-1252 has there.
_REFERENCE = re.compile(r"&#(?:(1[2-5]\d)|x([89][0-9a-f]));", re.IGNORECASE)
_FIRST_C1 = 0x80
_XML_ENTITIES = {"amp;", "lt;", "gt;", "quot;", "apos;"}
# As browsers do (url.spec.whatwg.org, basic URL parser).
_IN_LINKS = re.compile(r"[\t\r\n]+")
# An address whose beginning was forgotten.
_NAKED = re.compile(r"www\.(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,20}(?=[/?#:]|$)", re.IGNORECASE)
_LINKS = ("href", "src", "cite")


class MalformedError(Exception):
    """Text that is not well-formed XML, or wants more of its reader than a feed may."""


def root_of(text: str) -> etree._Element:
    """Return the root of an XML document; raises `MalformedError`."""
    if "<!ENTITY" in text:
        raise MalformedError("it declares entities of its own")
    if "&#" in text:
        text = _REFERENCE.sub(_intended, text)
    text = _undeclared(text)
    if prolog := _PROLOG.match(text):
        # A document type that we don't fetch would have declared the entities of HTML.
        text = _ENTITY.sub(_character, text[prolog.end() :])
    return parsed(text.strip().encode())


def parsed(undeclared: bytes) -> etree._Element:
    """Return the root of XML in UTF-8 that has no declaration; raises `MalformedError`."""
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
        return etree.fromstring(undeclared, parser)
    except etree.XMLSyntaxError as error:
        raise MalformedError(str(error.msg)) from error


def _undeclared(text: str) -> str:
    """Return a document without the declaration of its encoding, which it is no more in."""
    declaration = _DECLARATION.match(text)
    return text[declaration.end() if declaration else 0 :].lstrip()


class Parts:
    """The children of an element by what they are called: "title", "dc:creator"."""

    __slots__ = ("_by_name", "core", "element")

    def __init__(self, element: etree._Element, core: str = "") -> None:
        self.element = element
        self.core = core
        self._by_name: dict[str, list[etree._Element]] = {}
        for child in element:
            if isinstance(child.tag, str):
                self._by_name.setdefault(named(child.tag, core), []).append(child)

    def has(self, names: frozenset[str]) -> bool:
        """Tell whether there is a child of one of these names."""
        return not names.isdisjoint(self._by_name)

    def all(self, *names: str) -> list[etree._Element]:
        """Return the children of these names, name by name."""
        found = self._by_name
        return [child for name in names if name in found for child in found[name]]

    def first(self, *names: str) -> etree._Element | None:
        """Return the first child of the first of these names that there is."""
        for name in names:
            if name in self._by_name:
                return self._by_name[name][0]
        return None

    def words(self, *names: str) -> str:
        """Return the text of the first child of these names that has any."""
        return self._told(text_of, names)

    def markup(self, *names: str) -> str:
        """Return what the first child of these names that holds anything holds, as HTML."""
        return self._told(markup_of, names)

    def label(self, *names: str) -> str:
        """Return the one line that the first child of these names holds, as HTML."""
        return self._told(label_of, names)

    def last(self, *names: str) -> str:
        """Return the text of the last child of the first of these names that has any."""
        for name in names:
            for child in reversed(self._by_name.get(name, ())):
                if text := text_of(child):
                    return text
        return ""

    def _told(self, say: Callable[[etree._Element], str], names: tuple[str, ...]) -> str:
        for name in names:
            for child in self._by_name.get(name, ()):
                if said := say(child):
                    return said
        return ""

    def inside(self, name: str) -> "Parts | None":
        """Return the parts of the first child of this name."""
        child = self.first(name)
        return None if child is None else Parts(child, self.core)


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace, in small letters."""
    return str(element.tag).rpartition("}")[2].lower()


def namespace(element: etree._Element) -> str:
    """Return an element's namespace, or nothing."""
    tag = str(element.tag)
    return tag[1:].rpartition("}")[0] if tag[0] == "{" else ""


def text_of(element: etree._Element) -> str:
    """Return all the text within an element, without the space around it."""
    if len(element) == 0:
        return (element.text or "").strip()
    return "".join(str(piece) for piece in element.itertext(etree.Element)).strip()


def markup_of(element: etree._Element) -> str:
    """Return what an element holds as HTML: the elements in it, or the text in it as `markup`."""
    return inner(element) if len(element) else markup(element.text or "")


def label_of(element: etree._Element) -> str:
    """Return what an element holds as HTML that is one line, such as a headline."""
    return inner(element) if len(element) else label(element.text or "")


def inner(element: etree._Element) -> str:
    """Return the elements in an element as HTML."""
    pieces = [escape(element.text or "", quote=False)]
    for child in element.iterchildren(etree.Element):
        _bare(child)
        pieces.append(etree.tostring(child, encoding="unicode", method="html"))
    return "".join(pieces).strip()


def markup(text: str) -> str:
    """Return text that may be HTML or not as HTML."""
    return text.strip() if _MARKUP.search(text) else from_text(text)


def label(text: str) -> str:
    """Return one line that may be HTML or not as HTML."""
    return text.strip() if _MARKUP.search(text) else escape(text.strip(), quote=False)


def base_of(element: etree._Element, otherwise: str) -> str:
    """Return the address that an element's links are relative to (XML Base)."""
    base = otherwise
    for place in [*reversed(list(element.iterancestors())), element]:
        base = joined(base, place.get(BASE, ""))
    return base


def joined(base: str, link: str) -> str:
    """Return a link made absolute, or the base if it makes no sense."""
    link = link.strip(" \t\r\n\ufeff")
    if not link:
        return base
    link = link if link.isprintable() else _IN_LINKS.sub("", link)
    if link[:8].lower() == "https://" or link[:7].lower() == "http://":
        return link
    if link[:4].lower() == "www." and _NAKED.match(link):
        return f"{'http' if base[:5].lower() == 'http:' else 'https'}://{link}"
    try:
        return urljoin(base, link)
    except ValueError:
        return base


def language_of(*elements: etree._Element | None) -> str:
    """Return the language that the first of these that is there is in, as it or its place says."""
    walked: set[etree._Element] = set()
    for element in elements:
        place = element
        while place is not None and place not in walked:
            said = place.get(_LANG)
            if said is not None:
                return said.strip() or NO_LANGUAGE
            walked.add(place)
            place = place.getparent()
    return ""


def _bare(element: etree._Element) -> None:
    """Take the namespaces off, so that prefixed XHTML is HTML again."""
    parent = element.getparent()
    based = any(part.get(BASE) for part in element.iter(etree.Element)) or (
        parent is not None and local(parent) == "div" and bool(parent.get(BASE))
    )
    for part in element.iter(etree.Element):
        part.tag = str(part.tag).rpartition("}")[2]
        if based:
            _resolve(part)


def _resolve(element: etree._Element) -> None:
    """Make the links of an element absolute as far as addresses within the text tell."""
    for name in _LINKS:
        if link := element.get(name):
            element.set(name, joined(base_of(element, ""), link))


def _intended(reference: re.Match[str]) -> str:
    number = int(reference[1]) if reference[1] else int(reference[2], 16)
    return meant(chr(number)) if number >= _FIRST_C1 else reference[0]


def _character(entity: re.Match[str]) -> str:
    if entity[1] in _XML_ENTITIES:
        return entity[0]
    found = html5.get(entity[1])
    return entity[0] if found is None else escape(found, quote=False)
