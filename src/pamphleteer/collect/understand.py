"""What a document means: the one list of formats, and what to say of a document that is none."""

from collections.abc import Mapping
from dataclasses import replace

from pamphleteer.collect import entities
from pamphleteer.collect.bounds import DEFAULT, Bounds
from pamphleteer.collect.document import Document, opened
from pamphleteer.collect.errors import SourceError
from pamphleteer.collect.found import Feed, RawFeed
from pamphleteer.collect.meaning import feed_of
from pamphleteer.collect.packed import unpacked
from pamphleteer.collect.sources import atom, cdf, jsonfeed, loose, page, rdf, rss
from pamphleteer.collect.stopping import is_feed

# Each leaves to the next what it does not know.
SOURCES = (rss.read, atom.read, rdf.read, jsonfeed.read, cdf.read)
_SHOWN = 200  # characters of what was wrong


def understand(
    content: bytes,
    *,
    address: str,
    content_type: str = "",
    content_language: str = "",
    bounds: Bounds = DEFAULT,
    page_too: bool = False,
    selectors: Mapping[str, str] | None = None,
    whole: bool = False,
) -> Feed:
    """Return the feed that bytes from an address hold, within the bounds.

    With `page_too` an HTML page is read as an archive page, by selectors or by its structure. With
    `whole` the feed has each piece of the document, also one that says nothing or stands twice.
    Raises `SourceError`, whose words go on from the address.
    """
    content = unpacked(content, most=bounds.unpacked)
    document = opened(content, address=address, content_type=content_type)
    encoding = document.encoding
    # One more than is taken, to know whether there are more.
    taken = replace(bounds, items=bounds.items + 1)
    is_page = page_too and document.is_html
    raw = page.read(document, taken, selectors or {}) if is_page else _read(document, taken)
    del document  # so that what it is about to mean takes its place in memory
    # A server that names several languages says nothing of this document's.
    if not raw.language and "," not in content_language:
        raw = replace(raw, language=content_language)
    feed = feed_of(raw, address=address, bounds=bounds, whole=whole)
    return replace(feed, encoding=encoding, cut=raw.cut)


def _read(document: Document, bounds: Bounds) -> RawFeed:
    for read in SOURCES:
        raw = read(document, bounds)
        if raw is not None:
            return _with_faults(raw, document)
    if document.name.lower() == "opml":
        raise SourceError(
            "is a list of sources (OPML), which `pamphleteer sources import` takes in"
        )
    if names := entities.used(document.text):
        raise SourceError(
            f"uses entities that it declares itself ({names[0][:40]}), which are never expanded: "
            "its partner has to write the words out"
        )
    begins_well = is_feed(document.name)
    if begins_well and document.cut:
        raise SourceError(f"stops in the middle (after {len(document.text):,} characters)")
    large = len(loose.shortened(document.text, bounds.items)) > bounds.mend
    if begins_well and large:
        raise SourceError(
            f"is broken XML ({document.fault[:120]}), and with {len(document.text):,} characters "
            "too large to be mended (collect.max_mend)"
        )
    mended = None if large or document.is_html else loose.read(document, bounds)
    if mended is None and begins_well:
        raise SourceError(f"is broken XML ({document.fault[:120]}) that could not be mended")
    if mended is None:
        raise SourceError(
            f"is not a feed (it begins with “{document.beginning}”: looks like {document.kind})"
        )
    return _with_faults(replace(mended, mended="it is no XML, and was mended"), document)


def _with_faults(raw: RawFeed, document: Document) -> RawFeed:
    """Return a feed with what was wrong with its document."""
    cut = raw.cut or bool(document.stopped)
    faults = [_stopped(document, len(raw.items)) if cut else "", _mended(document) or raw.mended]
    return replace(raw, cut=cut, mended="; ".join(filter(None, faults)), tidy=document.tidy)


def _stopped(document: Document, items: int) -> str:
    whole = "the first item was" if items == 1 else f"the first {items:,} items were"
    characters = document.stopped or len(document.text)
    return f"it stops in the middle (after {characters:,} characters), and only {whole} taken"


def _mended(document: Document) -> str:
    repaired = document.fault and document.text.lstrip().startswith("<")
    return f"its XML was mended: {document.fault[:_SHOWN]}" if repaired else ""
