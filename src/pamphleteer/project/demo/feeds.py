"""The partners' feeds: RSS 2.0 with and without full text, and Atom (RFC 4287)."""

from datetime import datetime, timedelta
from email.utils import format_datetime

from lxml import etree

from pamphleteer.project.demo.world import PartnerOutlet, Piece

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
XML = "http://www.w3.org/XML/1998/namespace"
_PLAIN: dict[str, str] = {None: ATOM}  # type: ignore[dict-item] # the stubs know no default namespace
KINDS = {
    "rss": "application/rss+xml; charset=utf-8",
    "rss-full": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
}


def feed(partner: PartnerOutlet, *, home: str, now: datetime) -> bytes:
    """Return the partner's feed; `home` is the address that its pages stand below."""
    root = _atom(partner, home, now) if partner.feed == "atom" else _rss(partner, home, now)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)


def date_of(piece: Piece, *, now: datetime) -> datetime:
    """Return when a piece was published, in whole seconds as feeds have it."""
    return (now - timedelta(hours=piece.age)).replace(microsecond=0)


def page_of(piece: Piece, *, home: str) -> str:
    """Return the address of a piece's page."""
    return f"{home}{piece.name}.html"


def identity(partner: PartnerOutlet, piece: Piece) -> str:
    """Return the piece's own id, which stays when the demo's port changes (RFC 4151)."""
    return f"tag:{partner.slug}.example,2026:{piece.name}"


def _rss(partner: PartnerOutlet, home: str, now: datetime) -> etree._Element:
    root = etree.Element("rss", nsmap={"atom": ATOM, "content": CONTENT, "dc": DC}, version="2.0")
    channel = etree.SubElement(root, "channel")
    _text(channel, "title", partner.name)
    _text(channel, "link", home)
    _text(channel, "description", partner.about)
    _text(channel, "language", partner.language)
    _text(channel, "copyright", partner.rights)
    etree.SubElement(channel, f"{{{ATOM}}}link", rel="self", href=f"{home}feed")
    for piece in partner.pieces:
        item = etree.SubElement(channel, "item")
        _text(item, "title", piece.headline)
        _text(item, "link", page_of(piece, home=home))
        _text(item, "guid", identity(partner, piece)).set("isPermaLink", "false")
        _text(item, f"{{{DC}}}creator", piece.author)
        _text(item, "pubDate", format_datetime(date_of(piece, now=now), usegmt=True))
        _text(item, "description", piece.lead)
        if partner.feed == "rss-full":
            _text(item, f"{{{CONTENT}}}encoded", piece.body)
    return root


def _atom(partner: PartnerOutlet, home: str, now: datetime) -> etree._Element:
    root = etree.Element(f"{{{ATOM}}}feed", nsmap=_PLAIN)
    root.set(f"{{{XML}}}lang", partner.language)
    _text(root, f"{{{ATOM}}}title", partner.name)
    _text(root, f"{{{ATOM}}}subtitle", partner.about)
    _text(root, f"{{{ATOM}}}id", f"tag:{partner.slug}.example,2026:feed")
    _text(root, f"{{{ATOM}}}rights", partner.rights)
    _text(root, f"{{{ATOM}}}updated", date_of(partner.pieces[0], now=now).isoformat())
    etree.SubElement(root, f"{{{ATOM}}}link", rel="alternate", type="text/html", href=home)
    etree.SubElement(root, f"{{{ATOM}}}link", rel="self", href=f"{home}feed")
    for piece in partner.pieces:
        root.append(_entry(partner, piece, home=home, now=now))
    return root


def _entry(partner: PartnerOutlet, piece: Piece, *, home: str, now: datetime) -> etree._Element:
    date = date_of(piece, now=now).isoformat()
    entry = etree.Element(f"{{{ATOM}}}entry", nsmap=_PLAIN)
    _text(entry, f"{{{ATOM}}}title", piece.headline)
    etree.SubElement(entry, f"{{{ATOM}}}link", rel="alternate", href=page_of(piece, home=home))
    _text(entry, f"{{{ATOM}}}id", identity(partner, piece))
    _text(entry, f"{{{ATOM}}}published", date)
    _text(entry, f"{{{ATOM}}}updated", date)
    _text(etree.SubElement(entry, f"{{{ATOM}}}author"), f"{{{ATOM}}}name", piece.author)
    _text(entry, f"{{{ATOM}}}summary", piece.lead)
    _text(entry, f"{{{ATOM}}}content", piece.body).set("type", "html")
    return entry


def _text(parent: etree._Element, tag: str, words: str) -> etree._Element:
    element = etree.SubElement(parent, tag)
    element.text = words
    return element
