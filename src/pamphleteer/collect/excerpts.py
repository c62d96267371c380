"""Excerpts: whether a feed gives no more than one, and whether a page holds the whole of it."""

import re
from html import unescape

from pamphleteer.collect.found import Found
from pamphleteer.ground.text import fold, squeeze

FEW = 120  # words: a summary with fewer is no article
# No feed that gives a few words writes so many characters.
_LONG = 6_000
_TAIL = 800
_END = 300
_ADDED_WORDS = 60
_TAG = re.compile(r"<[^<>]*>")
_MARK = re.compile(r"(?:…|\.{3}|\[\s*(?:…|\.{3})\s*\]|\(\s*(?:…|\.{3})\s*\))\W*$")
# What WordPress adds to each piece in its feed, in the languages that it is used in most.
_ADDED = re.compile(
    r"(?:The post|Der Beitrag|La entrada|L.article|O post|L.articolo|Het bericht|Wpis)\b.{1,300}?"
    r"(?:appeared first on|erschien zuerst auf|(?:se publicó primero|aparece primero) en|"
    r"est apparu en premier sur|apareceu primeiro em|proviene da|verscheen eerst op|"
    r"pojawił się poczatkowo na)\b.{1,200}$",
    re.IGNORECASE,
)
_ONWARD = re.compile(
    r"(?:\b(?:read|see|view) (?:more|on|the (?:rest|full|whole)|full)\b.{0,80}"
    r"|\b(?:continue|keep) reading\b.{0,200}|\b(?:weiterlesen|mehr lesen|lire la suite|en savoir plus"
    r"|(?:leer|ver) más|(?:seguir|sigue|continuar|continúa) leyendo|l[eê]ia mais|ler mais"
    r"|continue lendo|leggi (?:tutto|di più)|continua a leggere|lees (?:meer|verder)|verder lezen"
    r"|läs (?:mer|vidare)|les mer|læs mere|lue lisää|czytaj (?:dalej|więcej)|číst dál|devamını oku"
    r"|citește mai (?:mult|departe))\b.{0,60}|читать (?:далее|полностью|дальше).{0,40}"
    r"|читати далі.{0,40}|(?:اقرأ|إقرأ|قراءة) المزيد.{0,40}|ادامه مطلب.{0,40}|続きを読む|阅读全文|繼續閱讀)$",
    re.IGNORECASE,
)
_RECORDING = ("audio/", "video/")
_SHINGLE, _STEP = 16, 4  # letters
_MAIN = 0.6
_TERM = 5  # letters
_TERMS = 0.4
_LETTERS = re.compile(r"[\W_]+")


def looks_cut(piece: Found) -> bool:
    """Whether a feed gives only the beginning of a piece that can be read at its address.

    Recordings are no such pieces, nor are short ones that their feed gives whole.
    """
    if not piece.url or any(one.type.startswith(_RECORDING) for one in piece.enclosures):
        return False
    text = piece.text.words or _plainly(piece.body)
    end = _without_added(text)[-_END:]
    if _MARK.search(end) or _ONWARD.search(end):
        return True
    words = text.split(maxsplit=2 * FEW)
    if len(piece.body) >= _LONG or len(words) > FEW + _ADDED_WORDS:
        return False
    bare = _without_added(text)
    only_summary = not piece.body or bare == _without_added(squeeze(piece.summary))
    untitled = bool(bare) and bare.startswith(piece.headline.rstrip("…"))
    return only_summary and not untitled and len(bare.split()) < FEW


def excerpt_of(text: str) -> str:
    """Return an excerpt without the marks that it was cut, and without a way onward."""
    bare = _ONWARD.sub("", _ADDED.sub("", squeeze(text)).rstrip(" .»→>")).rstrip()
    return _MARK.sub("", bare).rstrip()


def belongs(text: str, *, headline: str, excerpt: str, title: str, description: str) -> bool:
    """Whether a text is that of the piece, by what its feed gave of it.

    The main part of an excerpt stands in the text; or the page repeats headline and excerpt beside
    it, where an editor wrote that, and the text speaks of the same things.
    """
    letters = _letters(text)
    given = _letters(excerpt_of(excerpt))
    if len(given) > 2 * _SHINGLE and _share(given, letters) >= _MAIN:
        return True
    titled = _share(_letters(headline), _letters(title)) >= _MAIN
    told = len(given) <= 2 * _SHINGLE or _share(given, _letters(description) + letters) >= _MAIN
    return titled and told and _same_terms(f"{headline} {excerpt}", text)


def _plainly(html: str) -> str:
    """Return the words of HTML, at least the last ones of a long text; cheap and rough."""
    tail = html if len(html) < _LONG else html[-_TAIL:]
    return _ADDED.sub("", squeeze(unescape(_TAG.sub(" ", tail)))).rstrip()


def _without_added(text: str) -> str:
    """Return words without what stands behind each piece of a feed."""
    return text[:-_TAIL] + _ADDED.sub("", text[-_TAIL:]).rstrip()


def _letters(text: str) -> str:
    return _LETTERS.sub("", fold(text))


def _share(part: str, whole: str) -> float:
    """Return how much of a text stands in another, by runs of letters, from 0 to 1."""
    if len(part) <= _SHINGLE:
        return float(bool(part) and part in whole)
    starts = range(0, len(part) - _SHINGLE + 1, _STEP)
    return sum(part[at : at + _SHINGLE] in whole for at in starts) / len(starts)


def _same_terms(given: str, text: str) -> bool:
    terms = {word for word in re.findall(r"\w+", fold(given)) if len(word) >= _TERM}
    folded = fold(text)
    return not terms or sum(term in folded for term in terms) / len(terms) >= _TERMS
