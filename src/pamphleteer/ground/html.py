"""HTML from outside made safe, and HTML as text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import escape, unescape

import nh3

from pamphleteer.ground.text import squeeze

TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "dl", "dt", "em",
    "figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "hr", "i", "ins", "kbd", "li", "mark",
    "ol", "p", "pre", "q", "s", "samp", "small", "strong", "sub", "sup", "table", "tbody", "td",
    "tfoot", "th", "thead", "time", "tr", "u", "ul", "var",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "hreflang", "lang", "dir"},
    "blockquote": {"cite", "lang", "dir"},
    "li": {"lang", "dir"},
    "ol": {"start", "reversed"},
    "p": {"lang", "dir"},
    "q": {"cite", "lang"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
# Dropped with what they hold, where other unknown tags leave their words behind.
_DROPPED_WHOLE = {
    "script", "style", "template", "noscript", "svg", "math", "title", "applet", "noframes",
    "noembed", "select", "textarea",
}  # fmt: skip
_BLOCKS = {
    "address", "article", "aside", "blockquote", "br", "caption", "dd", "div", "dl", "dt",
    "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li",
    "main", "nav", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul",
}  # fmt: skip
# Looked at on the way, then left out.
_PICTURE = {"src", "alt", "width", "height", "title"}
_PASSING = (_BLOCKS | {"img"}) - TAGS

# What XML 1.0 has no place for: no page, feed or letter may hold it.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_CONTROL_BYTES = bytes(n for n in (*range(0x20), 0x7F) if n not in b"\t\n\r")
# How the other characters of these begin in UTF-8.
_BEGINNINGS = (b"\xc2", b"\xed", b"\xef\xbf")
_TAG = re.compile(r"<(/?)([A-Za-z][^\s/<>]{0,30})[^<>]*>")
# Tags as the cleaner writes them: in small letters, every attribute in double quotes.
_CLEAN_TAG = re.compile(r'<(/?[a-z][a-z0-9]*)((?:[^<>"]|"[^"]*")*)>')
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
_RELATIVE = re.compile(
    r"""(?:href|src|cite)\s*=\s*(?!["']?\s*(?:https?://|mailto:|tel:))""", re.IGNORECASE
)
# What stands in a frame is for those who can't see it: as HTML, not as the raw text of the standard.
# And one line break that XHTML's writers close is one.
_FRAME = re.compile(r"</?iframe\b[^<>]*>|(?<=<br>)</br>", re.IGNORECASE)
# Between two paragraphs while words are told apart; no text has it after control characters went.
_BREAK = "\x00"
# Cleaning takes time that grows with the square of the depth: nobody's writing is nested so deep.
_DEEPEST = 400
# Tags that need no end, and so say nothing about depth.
_ENDLESS = {
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta",
    "option", "p", "param", "source", "td", "th", "tr", "track", "wbr",
}  # fmt: skip


@dataclass(frozen=True)
class Image:
    """A picture in HTML: its address as it stands there, its words, its size in pixels."""

    src: str
    alt: str
    width: str
    height: str
    caption: str


@dataclass(frozen=True)
class Piece:
    """Foreign HTML made harmless, its words by paragraph, and the pictures that were in it."""

    html: str
    paragraphs: tuple[str, ...]
    images: tuple[Image, ...] = ()

    @property
    def words(self) -> str:
        """All its words on one line."""
        return " ".join(self.paragraphs)


def read(html: str, *, base: str | None = None) -> Piece:
    """Return the harmless part of foreign HTML: no script, style, form, frame or picture.

    With `base`, relative addresses are made absolute against it; without it they are dropped.
    """
    html = tame(html)
    if ">" not in html:
        html = html.replace("<", "&lt;")  # no tag can be meant
    if "<" not in html and "&" not in html:
        words = squeeze(html)
        lines = html.strip().replace("\r\n", "\n").replace("\r", "\n")
        return Piece(escape(lines, quote=False), (words,) if words else ())
    pieces = _CLEAN_TAG.split(_clean(_cleaned(html, base)))
    texts, tags = pieces[::3], pieces[1::3]
    images = tuple(_images(pieces)) if "img" in tags else ()
    return Piece(_kept(pieces, tags), _paragraphs(texts, tags), images)


def sanitise(html: str, *, base: str | None = None) -> str:
    """Return the harmless part of foreign HTML, as `read` does."""
    return read(html, base=base).html


def paragraphs(html: str) -> list[str]:
    """Return the words of HTML as squeezed paragraphs, none of them empty."""
    return list(read(html).paragraphs)


def plain(html: str) -> str:
    """Return the words of HTML on one line."""
    if "<" not in html:
        return squeeze(_clean(unescape(html) if "&" in html else html))
    return read(html).words


def from_text(text: str) -> str:
    """Return plain text as HTML, a paragraph for each run of lines between blank ones."""
    blocks = (squeeze(block) for block in text.replace("\r\n", "\n").split("\n\n"))
    return "\n".join(f"<p>{escape(block, quote=False)}</p>" for block in blocks if block)


def tame(html: str) -> str:
    """Return HTML that is cheap to read, without control characters.

    What is nested absurdly deep is taken as plain words.
    """
    html = _clean(html)
    if html.count("<") <= _DEEPEST or _shallow(html):
        return html
    return from_text(unescape(_TAG.sub(" ", html)))


def _clean(text: str) -> str:
    """Return the text without control characters, most of it at the speed of bytes."""
    raw = text.encode("utf-8", "surrogatepass")
    if any(beginning in raw for beginning in _BEGINNINGS):
        return _CONTROL.sub("", text)
    kept = raw.translate(None, _CONTROL_BYTES)
    return text if len(kept) == len(raw) else kept.decode()


def _shallow(html: str) -> bool:
    """Tell whether no more tags are open at once than anybody writes; an end needs its beginning."""
    depth, open_ = 0, dict[str, int]()
    for end, written in _TAG.findall(html):
        name = written.lower()
        if name in _ENDLESS:
            continue
        here = open_.get(name, 0)
        if not end:
            open_[name], depth = here + 1, depth + 1
        elif here:
            open_[name], depth = here - 1, depth - 1
        if depth > _DEEPEST:
            return False
    return True


def _cleaned(html: str, base: str | None) -> str:
    html = _FRAME.sub("", html)
    cleaner = _cleaner(base) if base and _RELATIVE.search(html) else _shared()
    return cleaner.clean(html)


@cache
def _shared() -> nh3.Cleaner:
    """Return the cleaner of what has no relative addresses: to make one takes a while."""
    return _cleaner(None)


def _cleaner(base: str | None) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=TAGS | _BLOCKS | {"img"},
        attributes=ATTRIBUTES | {"img": _PICTURE},
        url_schemes=SCHEMES,
        clean_content_tags=_DROPPED_WHOLE,
        link_rel="noopener nofollow",
        url_relative=("rewrite_with_base", base) if base else "deny",
    )


def _paragraphs(texts: list[str], tags: list[str]) -> tuple[str, ...]:
    breaks = [_BREAK if tag.lstrip("/") in _BLOCKS else "" for tag in tags]
    whole = "".join(map("".join, zip(texts, [*breaks, ""], strict=True)))
    if "&" in whole:
        whole = unescape(whole)
    return tuple(line for piece in whole.split(_BREAK) if (line := squeeze(piece)))


def _kept(pieces: list[str], tags: list[str]) -> str:
    """Return the cleaned HTML without the tags that were only looked at on the way."""
    passing = _PASSING.intersection(tag.lstrip("/") for tag in tags)
    if not passing:
        return "".join(_written(pieces, tags)).strip()
    names = ["" if tag.lstrip("/") in passing else tag for tag in tags]
    for at, name in enumerate(tags):
        if name in {"h1", "/h1"}:
            names[at] = name.replace("1", "2")
    for begins, ends in _innermost(tags, passing):
        if not _is_all(pieces, begins, ends):
            names[begins], names[ends] = "p", "/p"
    return "".join(_written(pieces, names)).strip()


def _written(pieces: list[str], names: list[str]) -> Iterator[str]:
    """Yield the texts and the tags again, under other names; a tag without one becomes a space."""
    for at, name in enumerate(names):
        yield pieces[3 * at]
        if name:
            yield f"<{name}{pieces[3 * at + 2]}>"
        elif pieces[3 * at + 1] != "img":
            yield "\n"
    yield pieces[-1]


def _innermost(tags: list[str], passing: set[str]) -> Iterator[tuple[int, int]]:
    """Yield where boxes begin and end that hold nothing but a line: they are paragraphs."""
    begun = -1
    for at, name in enumerate(tags):
        bare = name.lstrip("/")
        if bare not in _BLOCKS or bare == "br":
            continue
        if begun >= 0 and name == "/" + tags[begun]:
            yield begun, at
        begun = at if name in passing - {"h1", "img"} else -1


def _is_all(pieces: list[str], begins: int, ends: int) -> bool:
    """Tell whether there is nothing around a box: it needs no paragraph."""
    around = (*pieces[: 3 * begins + 1], *pieces[3 * ends + 3 :])
    return not "".join(around).strip()


def _images(pieces: list[str]) -> Iterator[Image]:
    """Yield the pictures; a figure's caption belongs to those in it."""
    here: list[dict[str, str]] = []
    caption = ""
    for at in range(1, len(pieces), 3):
        name = pieces[at]
        if name == "img":
            told = _ATTRIBUTE.findall(pieces[at + 1])
            here.append({key: unescape(value) for key, value in told})
        elif name == "figcaption":
            caption = _caption(pieces, at)
        elif name in {"figure", "/figure"}:
            yield from _told(here, caption if name == "/figure" else "")
            here, caption = [], ""
    yield from _told(here, "")


def _told(found: list[dict[str, str]], caption: str) -> Iterator[Image]:
    for one in found:
        if source := one.get("src", ""):
            alt = squeeze(one.get("alt", "") or one.get("title", ""))
            yield Image(source, alt, one.get("width", ""), one.get("height", ""), caption)


def _caption(pieces: list[str], at: int) -> str:
    """Return the words of the caption that begins at a tag."""
    ends = next((n for n in range(at, len(pieces), 3) if pieces[n] == "/figcaption"), len(pieces))
    return squeeze(unescape(" ".join(pieces[at + 2 : ends : 3])))
