"""What an element is called, whatever address its vocabulary was given."""

from functools import lru_cache

ATOM_03 = "atom03"
_VOCABULARIES = {
    "": (
        "http://backend.userland.com/rss",
        "http://backend.userland.com/rss2",
        "http://backend.userland.com/rss091",
        "http://backend.userland.com/rss092",
        "http://blogs.law.harvard.edu/tech/rss",
        "http://cyber.law.harvard.edu/rss/rss.html",
        "http://my.netscape.com/publish/formats/rss-0.91.dtd",
        "http://my.netscape.com/rdf/simple/0.9",
        "http://channel.netscape.com/rdf/simple/0.9",
        "http://purl.org/net/rss1.1",
        "http://purl.org/rss/1.0",
        "http://www.rssboard.org/rss-specification",
    ),
    "atom": (
        "http://www.w3.org/2005/atom",
        "http://purl.org/atom/ns",
        "http://purl.org/atom/draft-ietf-atompub-format",
        "http://example.com/newformat",
        "http://example.com/necho",
        "http://purl.org/echo",
        "http://purl.org/pie",
        "uri/of/echo/namespace",
    ),
    "cc": (
        "http://backend.userland.com/creativecommonsrssmodule",
        "http://blogs.law.harvard.edu/tech/creativecommonsrssmodule",
        "http://cyber.law.harvard.edu/rss/creativecommonsrssmodule.html",
        "http://creativecommons.org/ns",
        "http://web.resource.org/cc",
    ),
    "content": ("http://purl.org/rss/1.0/modules/content",),
    "dc": (
        "http://purl.org/dc",
        "http://purl.org/dc/elements/1.0",
        "http://purl.org/dc/elements/1.1",
        "http://purl.org/metadata/dublin_core",
        "http://purl.org/rss/1.0/modules/dc",
    ),
    "dcterms": ("http://purl.org/dc/terms", "http://purl.org/rss/1.0/modules/dcterms"),
    "enc": ("http://purl.oclc.org/net/rss_2.0/enc",),
    "feedburner": (
        "http://rssnamespace.org/feedburner/ext/1.0",
        "http://www.pheedo.com/namespace/pheedo",
    ),
    "itunes": (
        "http://www.itunes.com/dtds/podcast-1.0.dtd",
        "http://example.com/dtds/podcast-1.0.dtd",
        "http://www.itunes.com/podcast-1.0.dtd",
    ),
    "media": (
        "http://search.yahoo.com/mrss",
        "http://tools.search.yahoo.com/mrss",
        "http://video.search.yahoo.com/mrss",
        "http://www.rssboard.org/media-rss",
        "http://search.yahoo.com/searchmonkey/media",
    ),
    "podcast": (
        "http://podcastindex.org/namespace/1.0",
        "http://github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md",
    ),
    "rdf": (
        "http://www.w3.org/1999/02/22-rdf-syntax-ns",
        "http://www.w3.org/tr/rec-rdf-syntax",
    ),
    "sy": ("http://purl.org/rss/1.0/modules/syndication",),
    "xhtml": ("http://www.w3.org/1999/xhtml", "http://www.w3.org/tr/xhtml1"),
}
_KNOWN = {space: name for name, spaces in _VOCABULARIES.items() for space in spaces}
# As long as no address of a vocabulary that we know.
_LONGEST = 200


def vocabulary(space: str) -> str | None:
    """Return our short name of a namespace as it is written in the wild, or None if it is strange.

    Case, `https` and a slash or hash at the end make no difference.
    """
    bare = space[:_LONGEST].strip().lower().rstrip("/#")
    return _KNOWN.get("http://" + bare.removeprefix("https://") if bare[:8] == "https://" else bare)


@lru_cache(maxsize=4096)
def named(tag: str, core: str = "") -> str:
    """Return a tag as "dc:creator", or "title" where it is the format's own; "" if it is strange.

    `core` is the namespace that the document's own format is in.
    """
    space, _, name = tag[1:].rpartition("}") if tag[0] == "{" else ("", "", tag)
    name = name.lower()
    if not space or space == core:
        return name
    known = vocabulary(space)
    if known is None:
        return ""
    return f"{known}:{name}" if known else name
