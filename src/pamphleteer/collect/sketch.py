"""Sketches: what is kept of a text so that copies of it are recognised, whole or in part.

A text is taken as words, those as overlapping shingles of three, and of the shingles a quarter, chosen
by their numbers: so two texts that share a passage share about a quarter of its shingles. All that hold
a numeral are taken too, for by these do reports of one template differ. Where a script puts no spaces
between words, a few characters in a row stand for one.
"""

import re
import struct
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from zlib import crc32

from django.utils.functional import cached_property

from pamphleteer.ground.text import fold

SAMPLED = 4  # one of so many shingles
LONGEST = 60_000  # characters of a text that are looked at
MOST_PARTS = 200
BRIEF = 24  # samples: an excerpt of 60 words has no more, and all of them are marks
_NUMERAL = 1 << 34  # more than three words' numbers: what has a numeral in it is always sampled
_WINDOW = 5  # samples in a row of which one is a mark
_QUOTED = 1 << 61  # more than all samples: kept with those that are in quotations
_FEWEST_WORDS = 5
_PRIME = (1 << 61) - 1
_FIRST, _SECOND, _THIRD = 0x0F3A8B1C5D7E9265, 0x1B6D4E8F2A90C371, 0x05C1E7A3940BD68F

_HAN = r"\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_SYLLABIC = r"\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\ua9e0-\ua9ff\uaa60-\uaa7f"
_WITH_SIGNS = r"\u0900-\u0963\u0966-\u0dff"  # Indic vowels are signs, and no letters to `re`
# Marks that some print and some leave out: soft hyphens, Hebrew and Arabic vowels, the tatweel.
_UNSEEN = re.compile(
    r"[\u00ad\u200b\u200c\u2060\ufeff\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]"
)
# Arabic letters that are written with and without their marks.
_ARABIC = str.maketrans("أإآٱىؤئةکی", "اااايويهكي")
_ODD = re.compile(f"[{_HAN}{_SYLLABIC}{_WITH_SIGNS}]")
_WORD = re.compile(r"[^\W_]+")
_ASCII_WORDS = bytes(ord(chr(n).lower()) if chr(n).isalnum() else 32 for n in range(128)).ljust(256)
_RUN = re.compile(
    rf"(?P<han>[{_HAN}]+)|(?P<syllabic>[{_SYLLABIC}]+)"
    rf"|(?:[^\W_{_HAN}{_SYLLABIC}]|[{_WITH_SIGNS}])+"
)
# How many characters stand for a word: shingles are then five and ten of them.
_AS_WORD = {"han": 3, "syllabic": 8}

# What begins a quotation, and whole ones; a few words between such signs are a name or a nickname.
_QUOTES = ('"', "“", "„", "«", "»", "「", "『", "‘", " '")
# Each begins with a sign of its own: so `re` looks for those alone.
_QUOTATION = re.compile(
    r"“[^“”„]{12,}(?:[“”]|$)|„[^“”„]{12,}(?:[“”]|$)|«[^«»]{12,}(?:»|$)|»[^«»]{12,}«"
    r"|\"[^\"]{12,}\"|「[^「」]{6,}」|『[^『』]{6,}』"
    r"|‘(?<!\w.)(?=\w)(?:[^'‘’]|(?<=\w)['’](?=\w)){12,400}[’'](?!\w)"
    r"|'(?<!\w.)(?=\w)(?:[^'‘’]|(?<=\w)['’](?=\w)){12,400}[’'](?!\w)"
)


@dataclass(frozen=True)
class Part:
    """One paragraph: a number of its own, and the shingles sampled of it, in their order."""

    name: int
    samples: tuple[int, ...]


@dataclass(frozen=True)
class Sketch:
    """The paragraphs of a text, and which of their samples are in quotations or at the edge of one."""

    parts: tuple[Part, ...]
    quoted: frozenset[int] = frozenset()

    @cached_property
    def names(self) -> frozenset[int]:
        """The numbers of its paragraphs."""
        return frozenset(part.name for part in self.parts)

    @cached_property
    def samples(self) -> tuple[int, ...]:
        """All sampled shingles, in their order."""
        return tuple(sample for part in self.parts for sample in part.samples)

    def without(self, names: Collection[int]) -> "Sketch":
        """Return what is left without some paragraphs."""
        if self.names.isdisjoint(names):
            return self
        return Sketch(tuple(part for part in self.parts if part.name not in names), self.quoted)

    @cached_property
    def told(self) -> "Sketch":
        """What is left without quotations."""
        if not self.quoted:
            return self
        return Sketch(
            tuple(
                Part(part.name, tuple(n for n in part.samples if n not in self.quoted))
                for part in self.parts
            )
        )

    @cached_property
    def marks(self) -> frozenset[int]:
        """The samples to look copies up by: texts that share five in a row share a mark.

        Winnowing: the least of each five in a row (Schleimer, Wilkerson and Aiken, 2003).
        """
        if len(self.samples) <= BRIEF:
            return frozenset(self.samples)
        rows = [self.samples[n:] for n in range(_WINDOW)]
        return frozenset(map(min, *rows))

    def packed(self) -> bytes:
        """Return it as bytes: for each paragraph its samples, and its own number below zero."""
        numbers = [number for part in self.parts for number in (*part.samples, -part.name)]
        if self.quoted:
            numbers = [number + _QUOTED * (number in self.quoted) for number in numbers]
        return struct.pack(f"<{len(numbers)}q", *numbers)


def sketch(paragraphs: Iterable[str]) -> Sketch:
    """Return the sketch of a text."""
    texts = [(text, words) for text in _bounded(paragraphs) if (words := _words(text))]
    numbers = [number for _, words in texts for number in _numbers(words)]
    parts, quoted, start = [], set[int](), 0
    for text, words in texts:
        # The last shingles of a paragraph reach into the next one: copies lay them out otherwise.
        samples = _samples(numbers[start : start + len(words) + 2])
        parts.append(Part(_name(words), samples))
        start += len(words)
        if any(map(text.__contains__, _QUOTES)):
            quoted |= set(samples).difference(_told(text))
    return Sketch(tuple(parts), frozenset(quoted))


def unpacked(packed: bytes) -> Sketch:
    """Return the sketch that `packed` made bytes of."""
    parts, samples, quoted = [], list[int](), set[int]()
    for (number,) in struct.iter_unpack("<q", packed):
        if number < 0:
            parts.append(Part(-number, tuple(samples)))
            samples = []
        elif number < _QUOTED:
            samples.append(number)
        else:
            samples.append(number - _QUOTED)
            quoted.add(number - _QUOTED)
    return Sketch(tuple(parts), frozenset(quoted))


def tokens(text: str) -> list[str]:
    """Return a text as words without case, accents and what lies between them."""
    if text.isascii():
        return _WORD.findall(text.lower())
    folded = fold(_UNSEEN.sub("", text)).translate(_ARABIC)
    if not _ODD.search(folded):
        return _WORD.findall(folded)
    words, unspaced, script = list[str](), "", None
    for run in _RUN.finditer(folded):
        if run.lastgroup != script:
            words += _grams(unspaced, script)
            unspaced, script = "", run.lastgroup
        if script:
            # Spaces and signs between such characters say nothing: all of a stretch is one run.
            unspaced += run[0]
        else:
            words.append(run[0])
    return words + _grams(unspaced, script)


def name_of(text: str) -> int:
    """Return the number that a text has as a paragraph."""
    return _name(_words(text))


def mark(text: str) -> int:
    """Return the mark of an address or of another name: a number of 62 bits, the same everywhere."""
    return _number(text.encode())


def _number(raw: bytes) -> int:
    return int.from_bytes(blake2b(raw, digest_size=8).digest(), "big") >> 2 or 1


def _numbers(words: Sequence[bytes]) -> list[int]:
    """Return a number for each word; those of numerals are larger than all others."""
    numbers = list(map(crc32, words))
    if any(map(bytes.isdigit, words)):
        return [n + _NUMERAL * w.isdigit() for n, w in zip(numbers, words, strict=True)]
    return numbers


def _samples(numbers: Sequence[int]) -> tuple[int, ...]:
    threes = zip(numbers, numbers[1:], numbers[2:], strict=False)
    # Most are left out by a sum that is cheap to make, before the dear number of the others is.
    chosen = [
        (one * _FIRST + two * _SECOND + three * _THIRD) % _PRIME
        for one, two, three in threes
        if not (whole := one + two + three) % SAMPLED or whole >= _NUMERAL
    ]
    return tuple(chosen)


def _told(text: str) -> Iterator[int]:
    """Yield the samples of what is between the quotations of a text."""
    for words in map(_words, _QUOTATION.split(text)):
        yield from _samples(_numbers(words))


def _bounded(paragraphs: Iterable[str]) -> Sequence[str]:
    texts, left = list[str](), LONGEST
    for text in paragraphs:
        if left <= 0:
            break
        if len(texts) < MOST_PARTS:
            texts.append(text[:left])
        else:
            texts[-1] += " " + text[:left]
        left -= len(text)
    return texts


def _grams(text: str, script: str | None) -> list[str]:
    if script is None:
        return []
    size = _AS_WORD[script]
    return [text[n : n + size] for n in range(max(len(text) - size, 0) + 1)]


def _name(words: Sequence[bytes]) -> int:
    return _number(b" ".join(words))


def _words(text: str) -> list[bytes]:
    """Return the tokens of a text in UTF-8; most texts are mostly ASCII, where bytes are faster."""
    if text.isascii():
        return text.encode().translate(_ASCII_WORDS).split()
    return [word.encode("utf-8", "replace") for word in tokens(text)]
