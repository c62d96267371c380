"""Where pages lie below `public/`, under names that every file system takes."""

import re
import unicodedata
from datetime import date
from functools import lru_cache
from hashlib import sha256
from urllib.parse import quote, urlsplit, urlunsplit

FRONT = "index.html"
FEED = "feed.xml"
ATOM = "atom.xml"
JSON_FEED = "feed.json"
FEEDS = {
    FEED: ("RSS", "application/rss+xml"),
    ATOM: ("Atom", "application/atom+xml"),
    JSON_FEED: ("JSON Feed", "application/feed+json"),
}
PODCAST = "podcast.xml"
SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"
ALL_FEEDS = "feeds/index.html"
MISSING = "404.html"
TOPICS = "topics/index.html"
ARCHIVE = "archive/index.html"
PARTNERS = "partners/index.html"
OPML = "partners/partners.opml"
DIGESTS = "digests/index.html"

_OF_ADDRESSES = "%-._~:/?@!$&'()*+,;="  # RFC 3986, section 2
# Addresses as most are written, which need no look: what stands in them stands for itself.
_PLAIN = re.compile(
    r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?::[0-9]+)?"
    r"(?:/[\w./:@!$&'()*+,;=~-]*)?(?:\?[\w./:@!$&'()*+,;=~-]+)?(?:#[\w./:@!$&'()*+,;=~-]+)?",
    re.ASCII,
)
_LONE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_MAX_BYTES = 200  # of the 255 that file systems give a name: the rest is for beside-names
# Windows keeps these to itself, and "index" means the folder.
_RESERVED = {"con", "prn", "aux", "nul", "index"} | {
    f"{device}{number}" for device in ("com", "lpt") for number in range(10)
}
_NAME = re.compile(r"[\w-]+")  # harmless letters, of which most slugs are


def article(slug: str) -> str:
    """Return the path of an article's page."""
    return f"articles/{file_name(slug)}.html"


def topic(slug: str) -> str:
    """Return the path of a topic's page."""
    return f"topics/{file_name(slug)}/index.html"


def partner(slug: str) -> str:
    """Return the path of a partner's page."""
    return f"partners/{file_name(slug)}/index.html"


def year(year: int) -> str:
    """Return the path of the page of a year."""
    return f"archive/{year:04}/index.html"


def day(day: date) -> str:
    """Return the path of the page of a day."""
    return f"archive/{day.year:04}/{day.month:02}/{day.day:02}/index.html"


def author(slug: str) -> str:
    """Return the path of an author's page."""
    return f"authors/{file_name(slug)}/index.html"


def authors(beginning: str) -> str:
    """Return the path of the page of all authors, or of those whose names begin so."""
    return f"authors/{file_name(beginning)}.html" if beginning else "authors/index.html"


def topic_feed(slug: str) -> str:
    """Return the path of a topic's feed."""
    return f"topics/{file_name(slug)}/{FEED}"


def fixed_page(slug: str) -> str:
    """Return the path of a fixed page: in a folder of their own, none takes a place of the press's."""
    return f"pages/{file_name(slug)}/index.html"


def folder(path: str) -> str:
    """Return the folder that a page is the first page of: "", "topics/water/" ..."""
    return path.removesuffix(FRONT)


def feed_part(folder: str, number: int, name: str) -> str:
    """Return the path of an archived part of a feed."""
    return f"{folder}feeds/{number}/{name}"


@lru_cache(maxsize=8192)
def file_name(slug: str) -> str:
    """Return a name for a slug that is its own on every file system.

    NFC, in one case, harmless and short; where that takes a change, a piece of the slug's hash
    keeps it apart from others.
    """
    plain = unicodedata.normalize("NFC", slug).lower()
    name = plain
    if not _NAME.fullmatch(plain):
        name = "".join(c if _harmless(c) else "-" for c in plain)
    name = _shortened(unicodedata.normalize("NFC", name))
    if name == slug and name and name not in _RESERVED:
        return name
    return f"{name}-{sha256(slug.encode(errors='replace')).hexdigest()[:10]}".lstrip("-")


@lru_cache(maxsize=8192)
def link(path: str) -> str:
    """Return a path as it stands in links: percent-encoded UTF-8 (RFC 3987, section 3.1)."""
    return quote(path)


def absolute(path: str, site: str) -> str:
    """Return the address of a file of the site on the web; of a folder, where it is its first page."""
    name = path.rpartition("/")[2]
    return site + link(path.removesuffix(FRONT) if name == FRONT else path)


def root_of(path: str) -> str:
    """Return the way from a page up to the folder of the site: "", "../", "../../" ..."""
    return "../" * path.count("/")


def outward(url: str) -> str:
    """Return an address on the web, or nothing if it is anything else."""
    if _PLAIN.fullmatch(url):
        return url
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.hostname else ""


@lru_cache(maxsize=2048)
def uri(url: str) -> str:
    """Return an address on the web in the letters that standards of feeds allow (RFC 3986), or nothing."""
    if _PLAIN.fullmatch(url):
        return url
    if not outward(url):
        return ""
    parts = urlsplit(url)
    host = parts.netloc
    if not host.isascii():
        try:
            host = host.encode("idna").decode()
        except UnicodeError:
            return ""
    whole = (_LONE.sub("%25", part) for part in (parts.path, parts.query, parts.fragment))
    rest = (quote(part, safe=_OF_ADDRESSES) for part in whole)
    return urlunsplit((parts.scheme, quote(host, safe=_OF_ADDRESSES + "[]"), *rest))


def _harmless(character: str) -> bool:
    return character in "-_" or character.isalnum() or unicodedata.category(character)[0] == "M"


def _shortened(name: str) -> str:
    return name.encode(errors="replace")[:_MAX_BYTES].decode(errors="ignore")
