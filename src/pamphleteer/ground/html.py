"""HTML from outside made safe, and HTML as text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from html import escape, unescape

import nh3

from pamphleteer.ground.text import squeeze, uncontrolled

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
_PICTURE = {"src", "data-src", "alt", "width", "height", "title"}
# Where no address is left: pictures in several sizes.
_SIZES = {"srcset", "data-srcset"}
_HEADINGS = {"<h1>": "<h2>", "</h1>": "</h2>"}
_NAMES_OF_BOXES = _BLOCKS - TAGS - {"h1"}
_BOXES = {f"<{name}>" for name in _NAMES_OF_BOXES} | {f"</{name}>" for name in _NAMES_OF_BOXES}
_BOX = re.compile(f"<(?:{'|'.join([*sorted(_NAMES_OF_BOXES), 'h1'])})>")
BREAKING = _BLOCKS | {f"/{block}" for block in _BLOCKS}

# A line that holds nothing, or white space alone.
_BLANK = re.compile(r"(?:\r\n?|\n)[^\S\r\n]*(?:\r\n?|\n)")
_TAG = re.compile(r"<(/?)([A-Za-z][^\s/<>]{0,30})[^<>]*>")
# Tags as the cleaner writes them: in small letters, every attribute in double quotes and escaped.
_CLEAN_TAG = re.compile(r"<(/?[a-z][a-z0-9]*)[^<>]*>")
_WHOLE_TAG = re.compile(r"(</?[a-z][^<>]*>)")
_FIGURED = re.compile(r"<(img|/?figure|/?figcaption)([^a-z<>][^<>]*)?>")
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
# An address, that no comma ends, and its width or density.
_NAMED = re.compile(r"([^\s,](?:\S*[^\s,])?)(?:\s+(\d{1,6}(?:\.\d{1,6})?)[wx])?\s*(?:,|$)")
_LOOKED_AROUND = 100  # pictures
_HOLDERS = {
    "a",
    "p",
    "div",
    "span",
    "figure",
    "picture",
    "dt",
    "dd",
    "dl",
    "em",
    "strong",
    "center",
}
_IMAGE = re.compile(r"<img[^<>]*>")
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
    """Foreign HTML made harmless, the pictures that were in it, and its words if they are asked.

    `whole` is what the cleaner left, with boxes and pictures.
    """

    html: str
    images: tuple[Image, ...]
    whole: str

    @cached_property
    def paragraphs(self) -> tuple[str, ...]:
        """Its words as squeezed paragraphs, none of them empty."""
        if "<" not in self.whole:
            line = squeeze(unescape(self.whole))
            return (line,) if line else ()
        pieces = _CLEAN_TAG.split(self.whole)
        pieces[1::2] = [_BREAK if tag in BREAKING else "" for tag in pieces[1::2]]
        words = "".join(pieces)
        if "&" in words:
            words = unescape(words)
        return tuple(line for piece in words.split(_BREAK) if (line := squeeze(piece)))

    @cached_property
    def words(self) -> str:
        """All its words on one line."""
        return " ".join(self.paragraphs)


NOTHING = Piece("", (), "")


def read(html: str, *, base: str | None = None) -> Piece:
    """Return the harmless part of foreign HTML: no script, style, form, frame or picture.

    With `base`, relative addresses are made absolute against it; without it they are dropped.
    """
    safe = _cleaned(html, base)
    images = tuple(_images(safe)) if "<img" in safe else ()
    return Piece(_kept(safe).strip(), images, safe)


def _cleaned(html: str, base: str | None) -> str:
    """Return what the cleaner leaves of foreign HTML, boxes and pictures among it."""
    html = tame(html)
    if ">" not in html:
        html = html.replace("<", "&lt;")  # no tag can be meant
    if "<" not in html and "&" not in html:
        lines = escape(html.strip().replace("\r\n", "\n").replace("\r", "\n"), quote=False)
        return lines.replace("\xa0", "&nbsp;")  # as the cleaner writes it
    if "frame" in html or "</br>" in html:
        html = _FRAME.sub("", html)
    safe = _shared().clean(html)
    if (base or "srcset" in html) and _lost(safe):
        safe = _cleaner(base, _PICTURE | _SIZES).clean(html)
    return uncontrolled(safe) if "&#" in html else safe


def sanitise(html: str, *, base: str | None = None) -> str:
    """Return the harmless part of foreign HTML, as `read` does."""
    return read(html, base=base).html


def paragraphs(html: str) -> list[str]:
    """Return the words of HTML as squeezed paragraphs, none of them empty."""
    return list(Piece("", (), _cleaned(html, None)).paragraphs)


def plain(html: str) -> str:
    """Return the words of HTML on one line."""
    if "<" not in html:
        return squeeze(uncontrolled(unescape(html) if "&" in html else html))
    return read(html).words


def from_text(text: str) -> str:
    """Return plain text as HTML, a paragraph for each run of lines between blank ones."""
    blocks = map(squeeze, _BLANK.split(text) if "\n" in text or "\r" in text else (text,))
    return "\n".join(f"<p>{escape(block, quote=False)}</p>" for block in blocks if block)


def tame(html: str) -> str:
    """Return HTML that is cheap to read, without control characters.

    What is nested absurdly deep is taken as plain words.
    """
    html = uncontrolled(html)
    if html.count("<") <= _DEEPEST or _shallow(html):
        return html
    return from_text(unescape(_TAG.sub(" ", html)))


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


def _lost(safe: str) -> bool:
    """Tell whether an address may have been left out because it is a relative one."""
    return safe.count("<a ") > safe.count(' href="') or (
        "<img" in safe and safe.count("<img") > safe.count(' src="')
    )


@cache
def _shared() -> nh3.Cleaner:
    """Return the cleaner of what has no relative addresses: to make one takes a while."""
    return _cleaner(None, _PICTURE)


def _cleaner(base: str | None, picture: set[str]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=TAGS | _BLOCKS | {"img"},
        attributes=ATTRIBUTES | {"img": picture},
        url_schemes=SCHEMES,
        clean_content_tags=_DROPPED_WHOLE,
        link_rel="noopener nofollow",
        url_relative=("rewrite_with_base", base) if base else "deny",
    )


def _kept(safe: str) -> str:
    """Return the cleaned HTML without the tags that were only looked at on the way."""
    if "<img" in safe:
        safe = _without_pictures(safe)
    return _unboxed(safe) if _BOX.search(safe) else safe


def _without_pictures(safe: str) -> str:
    """Return the HTML without its pictures, and the links and boxes that held nothing else."""
    left, *others = _IMAGE.split(safe, maxsplit=_LOOKED_AROUND)
    for piece in others:
        right = piece
        while held := _held(left, right):
            left, right = held
        left += right
    return _IMAGE.sub("", left) if "<img" in left else left


def _held(left: str, right: str) -> tuple[str, str] | None:
    """Return what stands around a tag that begins where one text ends and ends where the other begins."""
    before, behind = left.rstrip(), right.lstrip()
    if not before.endswith(">") or not behind.startswith("</"):
        return None
    start = before.rfind("<")
    name = before[start + 1 : -1].partition(" ")[0]
    if name not in _HOLDERS or not behind.startswith(f"</{name}>"):
        return None
    return before[:start], behind[len(name) + 3 :]


def _unboxed(safe: str) -> str:
    """Return the HTML with boxes that hold a line as paragraphs, and without other boxes."""
    pieces = _WHOLE_TAG.split(safe)
    tags = pieces[1::2]
    for at, tag in enumerate(tags):
        if tag in _HEADINGS:
            pieces[2 * at + 1] = _HEADINGS[tag]
        elif tag in _BOXES:
            pieces[2 * at + 1] = "\n"
    bare = not (pieces[0] + pieces[-1]).strip()
    for begins, ends in _innermost(tags):
        # One box around all of it says nothing.
        if not (bare and begins == 0 and ends == len(tags) - 1):
            pieces[2 * begins + 1], pieces[2 * ends + 1] = "<p>", "</p>"
    return "".join(pieces)


def _innermost(tags: list[str]) -> Iterator[tuple[int, int]]:
    """Yield where boxes begin and end that hold nothing but a line: they are paragraphs."""
    begun = -1
    for at, tag in enumerate(tags):
        if tag in _BOXES:
            if begun >= 0 and tag == "</" + tags[begun][1:]:
                yield begun, at
            begun = -1 if tag.startswith("</") else at
        elif tag[1:].partition(" ")[0].strip("/>") in _BLOCKS - {"br"}:
            begun = -1


def _images(safe: str) -> Iterator[Image]:
    """Yield the pictures; a figure's caption belongs to those in it."""
    here: list[dict[str, str]] = []
    caption = ""
    for found in _FIGURED.finditer(safe):
        name = found[1]
        if name == "img":
            told = _ATTRIBUTE.findall(found[2] or "")
            here.append({key: unescape(value) for key, value in told})
        elif name == "figcaption":
            caption = _caption(safe, found.end())
        elif name in {"figure", "/figure"}:
            yield from _told(here, caption if name == "/figure" else "")
            here, caption = [], ""
    yield from _told(here, "")


def _told(found: list[dict[str, str]], caption: str) -> Iterator[Image]:
    for one in found:
        # Pages that load pictures late have a stand-in at the usual place.
        source = one.get("data-src") or one.get("src", "")
        if source := source or largest(one.get("data-srcset") or one.get("srcset", "")):
            alt = squeeze(one.get("alt", "") or one.get("title", ""))
            yield Image(source, alt, one.get("width", ""), one.get("height", ""), caption)


def largest(srcset: str) -> str:
    """Return the address of the largest picture that a `srcset` names (html.spec.whatwg.org)."""
    named = [(float(size or 1), address) for address, size in _NAMED.findall(srcset)]
    return max(named, key=lambda one: one[0], default=(0.0, ""))[1]


def _caption(safe: str, begins: int) -> str:
    """Return the words of the caption that begins here."""
    ends = safe.find("</figcaption>", begins)
    return squeeze(unescape(_WHOLE_TAG.sub(" ", safe[begins:ends])))
