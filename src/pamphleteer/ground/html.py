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
# Markup that changes nothing about the order of words, and references that mean one character.
_EASY = re.compile(
    r"(?!\ufeff)(?:[^<&]++|&(?:amp|lt|gt|quot|nbsp|hellip|#0?3[489]|#8\d{3});"
    r"|</(?:a|b|em|i|p|strong)\s*+>"
    r'|<(?:a|b|br|em|i|p|strong)(?:\s+[a-z-]++="[^"<>]*+")*+\s*+/?>)*+',
    re.ASCII,
)
# Relative addresses are first resolved to what no page links to: so it is seen whether there are any.
_RELATED = "wss://related.invalid/"
# What stands in a frame is for those who can't see it: as HTML, not as the raw text of the standard.
# And one line break that XHTML's writers close is one.
_IFRAME = r"[iI][fF][rR][aA][mM][eE]\b[^<>]*>"
_FRAME = re.compile(rf"<(?:{_IFRAME}|/(?:{_IFRAME}|[bB][rR]>(?<=<[bB][rR]></[bB][rR]>)))")
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
        return _told_apart(self.whole)

    @cached_property
    def words(self) -> str:
        """All its words on one line."""
        return " ".join(self.paragraphs)


NOTHING = Piece("", (), "")


def read(html: str, *, base: str | None = None, tidy: bool = False) -> Piece:
    """Return the harmless part of foreign HTML: no script, style, form, frame or picture.

    With `base`, relative addresses are made absolute against it; without it they are dropped.
    HTML is `tidy` if it surely has no control characters: they are not looked for.
    """
    html = tame(html, tidy=tidy)
    safe = _cleaned(html, _shared(_RELATED if base else None))
    around = safe.split("<img")
    images = _images(safe, around)
    related = base and safe.rfind(_RELATED[:6]) >= 0  # from behind it is looked for more quickly
    if related or (not all(one.src for one in images) and "srcset" in html):
        safe = _cleaned(html, _cleaner(base, _PICTURE | _SIZES))
        around = safe.split("<img")
        images = _images(safe, around)
    return Piece(_kept(around).strip(), tuple(one for one in images if one.src), safe)


def _cleaned(html: str, cleaner: nh3.Cleaner) -> str:
    """Return what the cleaner leaves of foreign HTML, boxes and pictures among it."""
    if ">" not in html:
        html = html.replace("<", "&lt;")  # no tag can be meant
    if "<" not in html and "&" not in html:
        lines = escape(html.strip().replace("\r\n", "\n").replace("\r", "\n"), quote=False)
        return lines.replace("\xa0", "&nbsp;")  # as the cleaner writes it
    safe = cleaner.clean(_FRAME.sub("", html))
    return uncontrolled(safe) if "#" in html and "&#" in html else safe


def sanitise(html: str, *, base: str | None = None) -> str:
    """Return the harmless part of foreign HTML, as `read` does."""
    return read(html, base=base).html


def paragraphs(html: str, *, tidy: bool = False) -> list[str]:
    """Return the words of HTML, tidy or not, as squeezed paragraphs, none of them empty."""
    html = tame(html, tidy=tidy)
    return list(_told_apart(html if _EASY.fullmatch(html) else _cleaned(html, _shared(None))))


def _told_apart(html: str) -> tuple[str, ...]:
    """Return the words of HTML as the cleaner writes it."""
    if "<" not in html:
        line = squeeze(unescape(html))
        return (line,) if line else ()
    pieces = _CLEAN_TAG.split(html)
    pieces[1::2] = [_BREAK if tag in BREAKING else "" for tag in pieces[1::2]]
    words = "".join(pieces)
    if "&" in words:
        words = unescape(words)
    return tuple(line for piece in words.split(_BREAK) if (line := squeeze(piece)))


def plain(html: str) -> str:
    """Return the words of HTML on one line."""
    if "<" not in html:
        return squeeze(uncontrolled(unescape(html) if "&" in html else html))
    return " ".join(paragraphs(html))


def from_text(text: str) -> str:
    """Return plain text as HTML, a paragraph for each run of lines between blank ones."""
    blocks = map(squeeze, _BLANK.split(text) if "\n" in text or "\r" in text else (text,))
    return "\n".join(f"<p>{escape(block, quote=False)}</p>" for block in blocks if block)


def tame(html: str, *, tidy: bool = False) -> str:
    """Return HTML, tidy or not, that is cheap to read, without control characters.

    What is nested absurdly deep is taken as plain words.
    """
    html = html if tidy else uncontrolled(html)
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


@cache
def _shared(base: str | None) -> nh3.Cleaner:
    """Return the cleaner of most pieces: to make one takes a while."""
    return _cleaner(base, _PICTURE)


def _cleaner(base: str | None, picture: set[str]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=TAGS | _BLOCKS | {"img"},
        attributes=ATTRIBUTES | {"img": picture},
        url_schemes=SCHEMES,
        clean_content_tags=_DROPPED_WHOLE,
        link_rel="noopener nofollow",
        url_relative=("rewrite_with_base", base) if base else "deny",
    )


def _kept(around: list[str]) -> str:
    """Return the cleaned HTML around pictures, without the tags that were only looked at on the way."""
    safe = _without_pictures(around) if len(around) > 1 else around[0]
    return _unboxed(safe) if _BOX.search(safe) else safe


def _without_pictures(around: list[str]) -> str:
    """Return the HTML around pictures, without the links and boxes that held nothing else."""
    left, *others = around
    for number, piece in enumerate(others):
        right = piece.partition(">")[2]
        while number < _LOOKED_AROUND and (held := _held(left, right)):
            left, right = held
        left += right
    return left


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


def _images(safe: str, around: list[str]) -> list[Image]:
    """Return the pictures in HTML, known what is around them; a figure's caption belongs to those in it."""
    if len(around) == 1:
        return []
    images: list[Image] = []
    here: list[dict[str, str]] = []
    caption = ""
    for found in _FIGURED.finditer(safe, *_bounds(safe, around)):
        name = found[1]
        if name == "img":
            told = _ATTRIBUTE.findall(found[2] or "")
            here.append({key: unescape(value) for key, value in told})
        elif name == "figcaption":
            caption = _caption(safe, found.end())
        elif name in {"figure", "/figure"}:
            images += [_told(one, caption if name == "/figure" else "") for one in here]
            here, caption = [], ""
    return images + [_told(one, "") for one in here]


def _bounds(safe: str, around: list[str]) -> tuple[int, int]:
    """Return between where and where HTML tells anything of its pictures."""
    begins, last = around[0].find("<fig"), len(safe) - len(around[-1])
    ends = safe.find("</figure>", last)
    return begins if begins >= 0 else len(around[0]), safe.index(">", max(ends, last)) + 1


def _told(one: dict[str, str], caption: str) -> Image:
    # Pages that load pictures late have a stand-in at the usual place.
    source = one.get("data-src") or one.get("src", "")
    source = source or largest(one.get("data-srcset") or one.get("srcset", ""))
    alt = squeeze(one.get("alt", "") or one.get("title", ""))
    return Image(source, alt, one.get("width", ""), one.get("height", ""), caption)


def largest(srcset: str) -> str:
    """Return the address of the largest picture that a `srcset` names (html.spec.whatwg.org)."""
    named = [(float(size or 1), address) for address, size in _NAMED.findall(srcset)]
    return max(named, key=lambda one: one[0], default=(0.0, ""))[1]


def _caption(safe: str, begins: int) -> str:
    """Return the words of the caption that begins here."""
    ends = safe.find("</figcaption>", begins)
    return squeeze(unescape(_WHOLE_TAG.sub(" ", safe[begins:ends])))
