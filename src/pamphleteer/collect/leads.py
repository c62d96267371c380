"""The lead: what an archive page shows of a piece, without what programs put around it."""

import re
from collections.abc import Iterable, Sequence

from pamphleteer.collect.excerpts import without_added
from pamphleteer.collect.found import Author
from pamphleteer.ground.text import cut

LENGTH = 600
_SHORTEST = 120
_SENTENCE_END = re.compile(r"[.!?…。！？।؟۔][\"'”’»)\]]*(?=\s|$)|[。！？]")
_EXCERPT_END = re.compile(r"\s*\[(?:…|\.{3})\]\s*$")
# SPIP lists behind a summary what its piece is filed under, behind a dash.
FILED = 'rel="directory"'
_FILING = re.compile(rf"\s-\s*<a\s[^<>]*\b{FILED}.*\Z", re.DOTALL)
_BYLINE_LENGTH = 200
# What is left of a byline without its names: a date in numbers, with the name of a day.
_DATED = re.compile(r"[\W\d_]*(?:[^\W\d_]{2,14}[\W\d_]*){0,2}")


def own_words(pieces: Sequence[str], headline: str, authors: Iterable[Author]) -> Sequence[str]:
    """Return the paragraphs of a summary without headline and byline before them, and what is added.

    Drupal begins with the former, WordPress ends with the latter.
    """
    while len(pieces) > 1 and (pieces[0] == headline or _is_byline(pieces[0], authors)):
        pieces = pieces[1:]
    if not pieces or (last := without_added(pieces[-1])) == pieces[-1]:
        return pieces
    return [*pieces[:-1], last] if last else pieces[:-1]


def unfiled(html: str) -> str:
    """Return a summary without the list of what its piece is filed under."""
    return _FILING.sub("", html) if FILED in html else html


def lead_of(pieces: Sequence[str]) -> str:
    """Return the lead in a text's paragraphs: all of them if they are short, else the beginning."""
    whole = " ".join(pieces)
    if whole.rstrip().endswith("]"):
        whole = _EXCERPT_END.sub("…", whole)
    if len(whole) <= LENGTH:
        return whole
    first = pieces[0]
    if _SHORTEST <= len(first) <= LENGTH:
        return first
    ends = [end.end() for end in _SENTENCE_END.finditer(whole[: LENGTH + 1])]
    fitting = [end for end in ends if _SHORTEST <= end <= LENGTH]
    return whole[: fitting[-1]] if fitting else cut(whole, LENGTH)


def _is_byline(line: str, authors: Iterable[Author]) -> bool:
    """Tell whether a line holds nothing but who wrote a piece, and perhaps when."""
    if len(line) > _BYLINE_LENGTH:
        return False
    rest = line
    for author in authors:
        rest = rest.replace(author.name, "") if author.name else rest
    return rest != line and bool(_DATED.fullmatch(rest))
