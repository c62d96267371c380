"""What a reader asks the search for, understood: words, phrases, and what they are to be among."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from pamphleteer.ground.words import is_unspaced, runs

LONGEST = 200  # characters that are read
_UNITS, _WORDS = 8, 16  # that are looked for together
_CHUNK = re.compile(r'"([^"]*)"(\*?)|([^\s"]+)')
# Quotation marks of the languages of the world, all of which people and their keyboards use.
_MARKS = str.maketrans(dict.fromkeys("“”„‟«»「」『』＂", '"'))


@dataclass(frozen=True, slots=True)
class Unit:
    """Words that follow one another; if it is `open`, the last means all that begins so."""

    words: tuple[str, ...]
    open: bool

    def answered_by(self, words: Sequence[str]) -> bool:
        """Say whether words that follow one another are these."""
        *first, last = self.words
        if len(words) != len(self.words) or list(words[:-1]) != first:
            return False
        return words[-1].startswith(last) if self.open else words[-1] == last

    def stands_in(self, words: Sequence[str]) -> bool:
        """Say whether these stand anywhere in a text, by its words in their order."""
        length = len(self.words)
        return any(
            self.answered_by(words[at : at + length]) for at in range(len(words) - length + 1)
        )


def units(text: str) -> tuple[Unit, ...]:
    """Return what is looked for; none if nothing that was typed is a word.

    Each word means all that begins so, but for words in quotes: those mean themselves, in this
    order, unless a star ends them.
    """
    found: dict[Unit, None] = {}
    for quoted, star, plain in _CHUNK.findall(text[:LONGEST].translate(_MARKS)):
        begins = bool(plain or star or quoted.rstrip().endswith("*"))
        for run in runs(plain or quoted):
            # Of a script without spaces three characters are kept together, and fewer begin them.
            found[Unit(run, open=begins or is_unspaced(run[-1]))] = None
    return _bounded(found)


def _bounded(found: Iterable[Unit]) -> tuple[Unit, ...]:
    kept: list[Unit] = []
    left = _WORDS
    for unit in islice(found, _UNITS):
        if left:
            kept.append(replace(unit, words=unit.words[:left]))
            left -= len(kept[-1].words)
    return tuple(kept)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for: words, and what the pieces are to be among."""

    units: Sequence[Unit] = ()
    topic: int | None = None
    partner: int | None = None
    year: int | None = None

    def __bool__(self) -> bool:
        return bool(self.units or self.marks or self.year)

    @property
    def marks(self) -> list[str]:
        """The words of topic and partner, which nobody can type."""
        marks = (("t", self.topic), ("p", self.partner))
        return [f"={kind}{key}" for kind, key in marks if key is not None]
