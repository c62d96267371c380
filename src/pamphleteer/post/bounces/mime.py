"""The parts of a mail, whatever was done to it on its way: a reader of MIME that never fails and never tires.

The standard library's parser recurses with the nesting and takes minutes over hostile mails. This one goes once over
the bytes for each level, and stops at limits that no honest mail meets (RFC 2045, 2046, 5322).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from pamphleteer.post.bounces.decoding import decoded, text_of, without_tags

LONGEST = 1 << 20  # bytes of a mail that are looked at
_DEEPEST = 8
_PARTS = 200
_HEADERS = 500
_HEADER = 8_000  # bytes of one header, unfolded
_TEXT = 200_000  # characters of one part that are looked at

_NAME = re.compile(rb"([!-9;-~]{1,76})[ \t]*:")
_BLANK = re.compile(rb"\n\r?\n")
_PARAMETER = re.compile(r";\s*([\w*-]{1,40})\s*=\s*(?:\"([^\"]{0,200})\"|([^\s;\"]{1,200}))")
_NEVER = b"\n"  # a boundary that is in no mail: a line's end behind two dashes
EMBEDDED = {"message/rfc822", "message/global", "message/news"}


class Headers:
    """The headers of a mail or a part; names are without case, values on one line."""

    def __init__(self, raw: bytes) -> None:
        self._all: dict[str, list[str]] = {}
        for line in _unfolded(raw):
            if found := _NAME.match(line):
                value = text_of(line[found.end() :].strip(), "")
                self._all.setdefault(found[1].decode().lower(), []).append(value)

    def get(self, name: str) -> str:
        """Return the first of a name, or nothing."""
        return self.all(name)[0] if name.lower() in self._all else ""

    def all(self, name: str) -> list[str]:
        """Return all of a name, in their order."""
        return self._all.get(name.lower(), [])

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._all

    def __len__(self) -> int:
        return len(self._all)


@dataclass
class Part:
    """A mail or a part of one; `depth` counts the mails and multiparts around it."""

    headers: Headers
    body: bytes
    depth: int = 0
    parts: list["Part"] = field(default_factory=list)

    @cached_property
    def kind(self) -> str:
        """Return the type, such as text/plain, in small letters."""
        said = (self.headers.get("content-type").lower().replace(";", " ").split() or [""])[0]
        return said if "/" in said else "text/plain"

    def parameter(self, name: str) -> str:
        """Return a parameter of the content type, or nothing."""
        return _parameters(self.headers.get("content-type")).get(name, "")

    @cached_property
    def content(self) -> bytes:
        """Return the body with its transfer encoding undone, as far as it can be."""
        return decoded(self.body, self.headers.get("content-transfer-encoding"))

    @cached_property
    def text(self) -> str:
        """Return the body as text with plain line ends, without the tags of HTML."""
        text = text_of(self.content, self.parameter("charset"))[:_TEXT]
        return without_tags(text) if self.kind == "text/html" else text

    def walk(self) -> Iterator["Part"]:
        """Yield this part and all below it, in their order."""
        yield self
        for part in self.parts:
            yield from part.walk()


def parse(mail: bytes) -> Part:
    """Return a mail with its parts; of a long one, what stands in its first `LONGEST` bytes."""
    # An mbox has a line before the headers; some programs leave blank lines there.
    raw = mail[:LONGEST].lstrip(b"\r\n \t\x00")
    if b"\n" not in raw:
        raw = raw.replace(b"\r", b"\n")
    if raw.startswith((b"From ", b">From ")):
        raw = raw.partition(b"\n")[2]
    return _part(raw, 0, [_PARTS])


def _part(raw: bytes, depth: int, left: list[int]) -> Part:
    head, body = _split(raw)
    part = Part(Headers(head), body, depth)
    if depth < _DEEPEST:
        part.parts = list(_below(part, left)) or _whole(part)
    return part


def _split(raw: bytes) -> tuple[bytes, bytes]:
    if raw.startswith((b"\n", b"\r\n")):  # a part without headers
        return b"", raw.partition(b"\n")[2]
    end = _BLANK.search(raw)
    return (raw[: end.start() + 1], raw[end.end() :]) if end else (raw, b"")


def _below(part: Part, left: list[int]) -> Iterator[Part]:
    if part.kind in EMBEDDED:
        yield _part(part.content.lstrip(b"\r\n"), part.depth + 1, left)
    elif part.kind.startswith("multipart/"):
        for piece in _pieces(part, left):
            yield _part(piece, part.depth + 1, left)
    elif not part.depth and "content-type" not in part.headers and _is_parted(part.body):
        for piece in _pieces(part, left):  # its headers were lost on the way
            yield _part(piece, 1, left)


def _whole(part: Part) -> list[Part]:
    """Return the body of a multipart without parts as the one text that it seems to be."""
    alone = part.kind.startswith("multipart/")
    return [Part(Headers(b""), part.body, part.depth + 1)] if alone else []


def _pieces(part: Part, left: list[int]) -> Iterator[bytes]:
    """Yield the bytes of the parts of a multipart, as many as are left to be looked at."""
    body = b"\n" + part.body
    dashes = b"\n--" + (part.parameter("boundary").encode() or _NEVER)
    at = body.find(dashes)
    if at < 0:
        dashes = b"\n--" + _guessed(part.body)
        at = body.find(dashes)
    while at >= 0 and left[0] > 0:
        begin = body.find(b"\n", at + len(dashes)) + 1
        if not begin or body.startswith(b"--", at + len(dashes)):
            return
        at = body.find(dashes, begin - 1)
        left[0] -= 1
        yield body[begin:] if at < 0 else body[begin : at + 1]


def _is_parted(body: bytes) -> bool:
    """Say whether a body is one of parts: they begin at once, or behind the line that says so."""
    found = _DASHES.search(body)
    before = body[: found.start()].strip() if found else b"no part"
    return not before or b"MIME" in before[:300]


_DASHES = re.compile(
    rb"^--([^\s-][^\r\n]{0,100}?|-{2,60}[^\s-][^\r\n]{0,100}?)[ \t]*\r?\n(?=content-)",
    re.IGNORECASE | re.MULTILINE,
)


def _guessed(body: bytes) -> bytes:
    """Return what parts a multipart whose boundary is missing or another one."""
    found = _DASHES.search(body)
    return found[1] if found else _NEVER


def _unfolded(raw: bytes) -> Iterator[bytes]:
    line, count = b"", 0
    for more in raw.splitlines():
        if more[:1] in {b" ", b"\t"} and line:
            if len(line) < _HEADER:
                line += b" " + more.strip()[:_HEADER]
            continue
        if line:
            yield line
            count += 1
            if count >= _HEADERS:
                return
        line = more[:_HEADER]
    if line:
        yield line


def _parameters(value: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, quoted, plain in _PARAMETER.findall(value[:2_000]):
        found.setdefault(name.lower().rstrip("*"), quoted or plain)
    return found
