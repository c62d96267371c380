"""Excerpts: whether a feed gives no more than one, and whether a page holds the whole of it."""

import re
from collections.abc import Iterable
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
# What WordPress adds to each piece in its feed, in the languages that it is used in most: in each
# table what tells cheaply that it may be there, and the words themselves.
_ADDITIONS = {
    "appeared first on": r"The post\b.{1,300}?appeared first on",
    "erschien zuerst auf": r"Der Beitrag\b.{1,300}?erschien zuerst auf",
    "primero en": r"La entrada\b.{1,300}?(?:se publicó primero|aparece primero) en",
    "apparu en premier": r"L.article\b.{1,300}?est apparu en premier sur",
    "apareceu primeiro": r"O post\b.{1,300}?apareceu primeiro em",
    "proviene da": r"L.articolo\b.{1,300}?proviene da",
    "verscheen eerst": r"Het bericht\b.{1,300}?verscheen eerst op",
    "się poczatkowo": r"Wpis\b.{1,300}?pojawił się poczatkowo na",
}
_ADDED = re.compile(rf"\b(?:{'|'.join(_ADDITIONS.values())})\b.{{1,200}}$", re.IGNORECASE)
_WAYS_ONWARD = {
    "read ": r"\bread (?:more|on|the (?:rest|full|whole)|full)\b.{0,80}",
    "see ": r"\bsee (?:more|on|the (?:rest|full|whole)|full)\b.{0,80}",
    "view ": r"\bview (?:more|on|the (?:rest|full|whole)|full)\b.{0,80}",
    " reading": r"\b(?:continue|keep) reading\b.{0,200}",
    "weiterlesen": r"\bweiterlesen\b.{0,60}",
    "mehr lesen": r"\bmehr lesen\b.{0,60}",
    "lire la suite": r"\blire la suite\b.{0,60}",
    "en savoir plus": r"\ben savoir plus\b.{0,60}",
    "er más": r"\b(?:leer|ver) más\b.{0,60}",
    "leyendo": r"\b(?:seguir|sigue|continuar|continúa) leyendo\b.{0,60}",
    "ia mais": r"\bl[eê]ia mais\b.{0,60}",
    "ler mais": r"\bler mais\b.{0,60}",
    "continue lendo": r"\bcontinue lendo\b.{0,60}",
    "leggi ": r"\bleggi (?:tutto|di più)\b.{0,60}",
    "continua a leggere": r"\bcontinua a leggere\b.{0,60}",
    "lees ": r"\blees (?:meer|verder)\b.{0,60}",
    "verder lezen": r"\bverder lezen\b.{0,60}",
    "läs ": r"\bläs (?:mer|vidare)\b.{0,60}",
    "les mer": r"\bles mer\b.{0,60}",
    "læs mere": r"\blæs mere\b.{0,60}",
    "lue lisää": r"\blue lisää\b.{0,60}",
    "czytaj ": r"\bczytaj (?:dalej|więcej)\b.{0,60}",
    "číst dál": r"\bčíst dál\b.{0,60}",
    "devamını oku": r"\bdevamını oku\b.{0,60}",
    "citește mai": r"\bcitește mai (?:mult|departe)\b.{0,60}",
    "читать ": r"читать (?:далее|полностью|дальше).{0,40}",
    "читати далі": r"читати далі.{0,40}",
    "المزيد": r"(?:اقرأ|إقرأ|قراءة) المزيد.{0,40}",
    "ادامه مطلب": r"ادامه مطلب.{0,40}",
    "続きを読む": "続きを読む",
    "阅读全文": "阅读全文",
    "繼續閱讀": "繼續閱讀",
}
_ONWARD = re.compile(rf"(?:{'|'.join(_WAYS_ONWARD.values())})$", re.IGNORECASE)
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
    end = without_added(text)[-_END:]
    if _ends_cut(end):
        return True
    words = text.split(maxsplit=2 * FEW)
    if len(piece.body) >= _LONG or len(words) > FEW + _ADDED_WORDS:
        return False
    bare = without_added(text)
    only_summary = not piece.body or bare == without_added(squeeze(piece.summary))
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


def _ends_cut(end: str) -> bool:
    """Say whether words end with a mark that they are cut, or with a way onward."""
    if ("…" in end or "..." in end) and _MARK.search(end):
        return True
    return _may_hold(end, _WAYS_ONWARD) and bool(_ONWARD.search(end))


def _may_hold(text: str, telling: Iterable[str]) -> bool:
    lowered = text.lower()
    return any(map(lowered.__contains__, telling))


def _plainly(html: str) -> str:
    """Return the words of HTML, at least the last ones of a long text; cheap and rough."""
    tail = html if len(html) < _LONG else html[-_TAIL:]
    return _ADDED.sub("", squeeze(unescape(_TAG.sub(" ", tail)))).rstrip()


def without_added(text: str) -> str:
    """Return words without what stands behind each piece of a feed."""
    if not _may_hold(text[-_TAIL:], _ADDITIONS):
        return text.rstrip()
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
