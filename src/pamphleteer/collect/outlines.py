"""Lists of feeds as other readers keep them: OPML 1.0 and 2.0 (opml.org/spec2)."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from html import escape
from html.entities import html5
from itertools import groupby
from typing import Any, cast

from lxml import etree

from pamphleteer.collect.elements import MalformedError, local, root_of
from pamphleteer.collect.encoding import text_of
from pamphleteer.collect.errors import SourceError
from pamphleteer.ground.text import fold, one_line, squeeze

OURS = "urn:pamphleteer:opml"
MOST_BYTES = 20_000_000
MOST = 50_000
_DEEPEST = 100
# Characters of one attribute: more than an address may have, so that a longer one is refused.
_LONGEST = 10_000
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_BARE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9A-Fa-f]{1,6});)")
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{1,30};)")
_IN_VALUE = re.compile(r'="[^"<>]*<[^"]*"')
# FreshRSS: HTML+XPath, XML+XPath, JSON+DotNotation, once JSON+DotPath; its JSONFeed is a feed.
_PICKED = re.compile(r"\+(?:xpath|dot)", re.IGNORECASE)
# What readers call the folder of what lies in none, without accents.
_IN_NONE = {
    fold(name)
    for name in (
        "Uncategorized", "Uncategorised", "Unclassified", "No category", "Sans catégorie",
        "Non classé", "Unkategorisiert", "Nicht kategorisiert", "Ohne Kategorie", "Sin categoría",
        "Sin clasificar", "Senza categoria", "Sem categoria", "Zonder categorie",
        "Niet gecategoriseerd", "Bez kategorii", "Okategoriserad", "Без категории", "Без категорії",
        "未分类", "未分類", "미분류", "غير مصنف",
    )
}  # fmt: skip
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, kw_only=True)
class Outline:
    """One source in such a list: where it is, whose it is, in which folders, on which line."""

    url: str
    title: str = ""
    site: str = ""
    language: str = ""
    folders: tuple[str, ...] = ()
    kind: str = "feed"
    partner: str = ""
    licence: str = ""
    credit: str = ""
    paused: bool = False
    selectors: Mapping[str, str] = field(default_factory=dict)
    line: int = 0


@dataclass(frozen=True)
class Outlines:
    """A list, what was wrong with its XML if that was mended, and which lines were no source.

    `foreign` are the lines of sources that another reader takes apart in a way of its own, with their
    kind.
    """

    items: tuple[Outline, ...]
    mended: str = ""
    others: tuple[tuple[int, str], ...] = ()
    foreign: tuple[tuple[int, str, str], ...] = ()


def read(content: bytes) -> Outlines:
    """Return the sources in an OPML document, mended if it is broken in one of the usual ways.

    Raises `SourceError`, whose words go on from the file's name.
    """
    if len(content) > MOST_BYTES:
        raise SourceError(f"is larger than {MOST_BYTES // 1_000_000} MB: no list of sources is")
    if b"opml" not in content.replace(b"\0", b"").lower():
        # What may be anything is not looked through for its encoding.
        raise _no_list(content[:200].decode("utf-8", "replace"))
    text = text_of(content)
    declaration = _DECLARATION.match(text)
    body = text[declaration.end() :] if declaration else text
    above = text[: len(text) - len(body.lstrip())].count("\n")
    root, mended = _root(body.lstrip())
    if root is None or local(root) != "opml":
        raise _no_list(text)
    reading = _Reading(above)
    for body_element in root.iterchildren(etree.Element):
        if local(body_element) in {"body", "outline"}:
            reading.walk(body_element)
    return Outlines(tuple(reading.items), mended, tuple(reading.others), tuple(reading.foreign))


def _no_list(text: str) -> SourceError:
    looks = f"it begins with “{one_line(text[:60])[:40]}”" if text.strip() else "it is empty"
    return SourceError(f"is no OPML ({looks})")


def _root(text: str) -> tuple[etree._Element | None, str]:
    if "<!ENTITY" not in text:
        text = _NAMED.sub(_character, text)
    try:
        return root_of(text), ""
    except MalformedError as error:
        if "<!ENTITY" in text:
            raise SourceError(f"is not read: {error}, which no list of sources needs") from error
        fault = str(error)
    if "Excessive depth" in fault:
        raise SourceError(f"is nested too deep ({fault})")
    tidied = _IN_VALUE.sub(lambda value: value[0].replace("<", "&lt;"), _BARE.sub("&amp;", text))
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=True,
        load_dtd=False,
        no_network=True,
        resolve_entities=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        return etree.fromstring(tidied.strip().encode() or b" ", parser), fault
    except etree.XMLSyntaxError:
        return None, fault


def _character(entity: re.Match[str]) -> str:
    """Return what an entity of HTML stands for: XML knows five, but people write them all."""
    meant = html5.get(entity[1])
    return escape(meant) if meant else entity[0]


@dataclass
class _Reading:
    """One walk through a list, without recursion: whoever wrote it chose its depth."""

    above: int
    items: list[Outline] = field(default_factory=list)
    others: list[tuple[int, str]] = field(default_factory=list)
    foreign: list[tuple[int, str, str]] = field(default_factory=list)

    def walk(self, body: etree._Element) -> None:
        waiting: list[tuple[etree._Element, tuple[str, ...]]] = [(body, ())]
        while waiting:
            element, folders = waiting.pop()
            if local(element) == "outline":
                folders = self._take(element, folders)
            children = list(element.iterchildren(etree.Element))
            if len(folders) > _DEEPEST:
                raise SourceError(f"is nested over {_DEEPEST} folders deep")
            waiting += [(one, folders) for one in reversed(children) if _counts(one)]

    def _take(self, element: etree._Element, folders: tuple[str, ...]) -> tuple[str, ...]:
        """Keep an outline if it is a source; return the folders that what is in it lies in."""
        said = _Said(element)
        name = said("text") or said("title")
        line = self.above + int(cast("Any", element).sourceline or 0)
        if not (url := said.address()):
            if len(element):
                return (*folders, name) if name else folders
            if len(self.others) >= MOST:
                raise SourceError(f"holds over {MOST:,} lines that are no source")
            self.others.append((line, name))
            return folders
        if len(self.items) + len(self.foreign) >= MOST:
            raise SourceError(f"holds over {MOST:,} sources")
        if foreign := said.foreign():
            self.foreign.append((line, name or url, foreign))
            return folders
        ours = bool(said.ours("partner"))
        self.items.append(
            Outline(
                url=url,
                title=said("title") or said("text"),
                site=said("htmlurl"),
                language=said("language"),
                folders=_filed(said.topics() or (*folders, *said.categories()), exactly=ours),
                kind=said.ours("kind") or "feed",
                partner=said.ours("partner"),
                licence=said.ours("licence"),
                credit=said.ours("credit"),
                paused=said.ours("paused") == "true",
                selectors=said.selectors(),
                line=line,
            )
        )
        return folders


def _filed(names: Iterable[str], *, exactly: bool) -> tuple[str, ...]:
    """Return the folders of a source, each once, without those that say that it lies in none."""
    kept = (name for name in names if exactly or fold(name) not in _IN_NONE)
    return tuple(dict.fromkeys(kept))


class _Said:
    """The attributes of an outline, however their names are spelt."""

    def __init__(self, element: etree._Element) -> None:
        self._values = {
            etree.QName(str(name)).localname.lower()
            if not str(name).startswith(f"{{{OURS}}}")
            else str(name): squeeze(str(value))[:_LONGEST]
            for name, value in element.attrib.items()
        }

    def __call__(self, name: str) -> str:
        return self._values.get(name, "")

    def ours(self, name: str) -> str:
        return self._values.get(f"{{{OURS}}}{name}", "")

    def address(self) -> str:
        if self("xmlurl"):
            return self("xmlurl")
        ours = self("type").lower() in {"rss", "atom", "feed", "json"} or self.ours("kind")
        return self("url") if ours else ""

    def foreign(self) -> str:
        """Return the kind of a source that is no feed, but picked from a page or from other JSON."""
        kind = self("type")
        if _PICKED.search(kind):
            return kind
        return kind or "XPath" if self("xpathitem") or self("jsonitem") else ""

    def categories(self) -> Iterator[str]:
        for path in self("category").split(","):
            yield from (name for part in path.split("/") if (name := squeeze(part)))

    def topics(self) -> list[str]:
        """Return the names that we wrote ourselves, for a category can hold no comma and no stroke."""
        try:
            said = json.loads(self.ours("topics") or "[]")
        except ValueError:
            return []
        names = said if isinstance(said, list) else []
        return [name for one in names if isinstance(one, str) and (name := squeeze(one))]

    def selectors(self) -> dict[str, str]:
        start = f"{{{OURS}}}select-"
        return {
            name[len(start) :]: value
            for name, value in self._values.items()
            if name.startswith(start)
        }


def _counts(element: etree._Element) -> bool:
    commented = next((v for k, v in element.attrib.items() if str(k).lower() == "iscomment"), "")
    return local(element) == "outline" and str(commented).strip().lower() != "true"


def write(items: Iterable[Outline], *, title: str, at: datetime | None = None) -> bytes:
    """Return an OPML 2.0 document of these sources, those of one first folder together.

    What OPML has no words for stands in attributes of our own namespace.
    """
    root = etree.Element("opml", {"version": "2.0"}, nsmap={"pamphleteer": OURS})
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = _fit(title)
    if at:
        etree.SubElement(head, "dateCreated").text = format_datetime(at, usegmt=True)
    etree.SubElement(head, "docs").text = "http://opml.org/spec2.opml"
    body = etree.SubElement(root, "body")
    ordered = sorted(items, key=lambda one: one.folders[:1])
    for folder, inside in groupby(ordered, key=lambda one: one.folders[:1]):
        place = etree.SubElement(body, "outline", {"text": _fit(folder[0])}) if folder else body
        for one in inside:
            etree.SubElement(place, "outline", _attributes(one))
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _attributes(one: Outline) -> dict[str, str]:
    is_feed = one.kind == "feed"
    named = one.title or one.url
    said = {
        "text": named,
        "title": named,
        "type": "rss" if is_feed else "link",
        "xmlUrl" if is_feed else "url": one.url,
        "htmlUrl": one.site,
        "language": one.language,
        "category": ",".join("/" + re.sub(r"[,/]", " ", name) for name in one.folders),
        **{f"{{{OURS}}}select-{part}": selector for part, selector in one.selectors.items()},
    }
    ours = {
        "kind": "" if is_feed else one.kind,
        "partner": one.partner,
        "licence": one.licence,
        "credit": one.credit,
        "paused": "true" if one.paused else "",
        "topics": _exactly(one.folders),
    }
    whole = said | {f"{{{OURS}}}{name}": value for name, value in ours.items()}
    return {name: fit for name, value in whole.items() if (fit := _fit(value))}


def _exactly(names: Sequence[str]) -> str:
    """Return names as JSON where a category would change them."""
    plain = not any(mark in name for name in names for mark in ",/")
    return "" if plain else json.dumps(list(names), ensure_ascii=False)


def _fit(text: str) -> str:
    return squeeze(_NOT_IN_XML.sub(" ", text))
