"""The words of a text as people look for them: folded, each once, in every script.

Both databases are given these words and no texts, so that both find the same.
"""

import re

from pamphleteer.ground.text import fold, spells

_LONGEST = 40  # characters of a word that are looked at
_AT_MOST = 2_000  # words of a text
_ASKED = 16  # words that are looked for together
_READ = 20_000  # characters of a text
_WINDOW = 3
_HEBREW = "\u0590"  # before it are Latin, Greek and Cyrillic, whose words are kept as they are

_PLAIN_ASCII = re.compile(r"[a-z0-9]+")
# Vowel points of Hebrew and Arabic, which most people leave out; and the stroke that lengthens a line.
_POINTS = re.compile("[\u0591-\u05bd\u05bf\u05c1-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]")
# Letters of Arabic and Persian that people write for one another.
_ALIKE = str.maketrans("أإآٱىیئکةؤ", "اااايييكهو")
# "The", alone or behind "and", "so", "with", "like" or "for", is part of the word in Arabic.
_ARTICLE = re.compile(r"[وف]?(?:ال|بال|كال|لل)(\w{3,})")
# Scripts that put no space between words: Thai to Myanmar, Khmer, kana, and Han.
_UNSPACED = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+)"
)


class _Spelt(dict[int, int | None]):
    """Leaves what words are spelt with, drops marks that nobody sees, and parts at all else."""

    def __missing__(self, code: int) -> int | None:
        character = chr(code)
        kept = code if spells(character) else None if character in _UNSEEN else ord(" ")
        self[code] = kept
        return kept


_UNSEEN = "\u00ad\u200b\u200d\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
_SPELT = _Spelt()


def words_of(*texts: str) -> list[str]:
    """Return the words by which texts are found, each once."""
    found: dict[str, None] = {}
    for word in _words(" ".join(text[:_READ] for text in texts)):
        found.update(dict.fromkeys(_forms(word)))
    return list(found)[:_AT_MOST]


def asked(text: str) -> list[str]:
    """Return what the words of a text must begin with to be what somebody asked for."""
    found: dict[str, None] = {}
    for word in _words(text[:_READ]):
        found.update(dict.fromkeys(_beginnings(word)))
    return list(found)[:_ASKED]


def in_order(text: str) -> list[str]:
    """Return the words of a text as they follow one another, each in the one form that is kept."""
    return [form for word in _words(text) for form in _kept(word)]


def runs(text: str) -> list[tuple[str, ...]]:
    """Return what somebody asked for as words that follow one another in a text.

    What is written without spaces stands by itself: how many words it is depends on what follows.
    """
    made: list[tuple[str, ...]] = []
    spaced: list[str] = []
    for word in _words(text[:_READ]):
        if not _UNSPACED.match(word):
            spaced += _kept(word)
            continue
        made += [tuple(spaced), tuple(_beginnings(word))]
        spaced = []
    return [run for run in (*made, tuple(spaced)) if run]


def is_unspaced(word: str) -> bool:
    """Say whether a word, folded, is of a script that puts no spaces between words."""
    return bool(_UNSPACED.match(word))


def answers(words: list[str], wanted: list[str]) -> bool:
    """Say whether among the words of a text there is one for each that is wanted."""
    return all(any(word.startswith(one) for word in words) for one in wanted)


def _words(text: str) -> list[str]:
    folded = fold(text)
    if folded.isascii():
        return _PLAIN_ASCII.findall(folded)
    bare = _POINTS.sub("", folded).translate(_ALIKE)
    return _UNSPACED.sub(r" \1 ", bare.translate(_SPELT)).split()


def _forms(word: str) -> list[str]:
    """Return a word, and what else is looked for when it is meant."""
    if _UNSPACED.match(word):
        return [word[n : n + _WINDOW] for n in range(len(word))]
    article = _ARTICLE.fullmatch(word)
    return [one[:_LONGEST] for one in (word, article and article[1]) if one]


def _kept(word: str) -> list[str]:
    if word < _HEBREW:
        return [word[:_LONGEST]]
    return _forms(word) if _UNSPACED.match(word) else _beginnings(word)


def _beginnings(word: str) -> list[str]:
    if _UNSPACED.match(word):
        return [word[n : n + _WINDOW] for n in range(max(1, len(word) - _WINDOW + 1))]
    article = _ARTICLE.fullmatch(word)
    return [(article[1] if article else word)[:_LONGEST]]
