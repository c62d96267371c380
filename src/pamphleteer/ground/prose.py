"""What a piece of HTML says itself, without the lists of links to other pieces that it holds."""

import re
from collections.abc import Iterator
from html import unescape
from itertools import groupby

from pamphleteer.ground.html import BREAKING, Piece
from pamphleteer.ground.text import squeeze

_FEWEST = 2  # links in a row: a list
_LINKED = 0.6  # of a line's characters: it is a link, with a word or two before it
# Tags as the cleaner writes them.
_TAG = re.compile(r"<(/?[a-z][a-z0-9]*)[^<>]*>")


def prose(piece: Piece) -> tuple[str, ...]:
    """Return the paragraphs of a piece without its lists of links, if those are its lesser part."""
    if piece.whole.count("<a ") < _FEWEST:
        return piece.paragraphs
    kept, left = list[str](), 0
    for is_link, lines in groupby(_lines(piece.whole), key=lambda line: line[1]):
        texts = [text for text, _ in lines]
        if is_link and len(texts) >= _FEWEST:
            left += sum(map(len, texts))
        else:
            kept += texts
    return tuple(kept) if left and left < sum(map(len, kept)) else piece.paragraphs


def _lines(html: str) -> Iterator[tuple[str, bool]]:
    """Yield the paragraphs of cleaned HTML, and whether each of them is a link."""
    first, *rest = _TAG.split(html)
    words, linked, in_link = [first], 0, False
    for tag, text in zip(rest[::2], rest[1::2], strict=True):
        if tag in BREAKING:
            if line := squeeze(unescape("".join(words))):
                yield line, linked >= _LINKED * len(line)
            words, linked = [], 0
        elif tag in {"a", "/a"}:
            in_link = tag == "a"
        words.append(text)
        linked += len(squeeze(text)) if in_link else 0
    if line := squeeze(unescape("".join(words))):
        yield line, linked >= _LINKED * len(line)
