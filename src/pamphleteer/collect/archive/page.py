"""A saved archive page, HTML or plain text, as its pieces."""

import re

from pamphleteer.collect.archive import html, text
from pamphleteer.collect.archive.pieces import PageError, Reading
from pamphleteer.collect.encoding import text_of

MOST_BYTES = 8_000_000
_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
_BINARY = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f]")
_NO_PAGE = (b"%PDF-", b"{\\rtf", b"PK\x03\x04")
_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|main|article|section|div|p|h[1-6]|[duo]l|table)\b",
    re.IGNORECASE,
)
_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_LOOKED_AT = 100_000
_FOREIGN = 0.3  # share of letters beyond ASCII from which a guess at Western European is wrong


def read(page: bytes) -> Reading:
    """Return the pieces of an archive page in the page's order, none if it has no headline.

    Raises `PageError` for what is no page, its words going on from the name of the file.
    """
    if len(page) > MOST_BYTES:
        raise PageError(f"is larger than {MOST_BYTES // 1_000_000} MB: no archive page is")
    if page.startswith(_NO_PAGE) or (not page.startswith(_MARKS) and _is_binary(page)):
        raise PageError("is no page: HTML or plain text is expected")
    charset = _CHARSET.search(page[:4096])
    label = f"charset={charset[1].decode('ascii', 'replace')}" if charset else ""
    words = text_of(page, content_type=label)
    if _HTML.search(words[:_LOOKED_AT]):
        return html.read(words)
    if _is_misread(page, words):
        raise PageError("is in an unknown encoding: save it as UTF-8 and try again")
    return text.read(words)


def _is_binary(page: bytes) -> bool:
    return bool(_BINARY.search(page[:_LOOKED_AT]))


def _is_misread(page: bytes, words: str) -> bool:
    try:
        page.removeprefix(_MARKS[2]).decode()
    except UnicodeDecodeError:
        letters = [letter for letter in words[:_LOOKED_AT] if letter.isalpha()]
        foreign = sum(not letter.isascii() for letter in letters)
        return not page.startswith(_MARKS) and foreign > _FOREIGN * len(letters)
    return False
