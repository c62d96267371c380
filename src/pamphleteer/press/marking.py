"""Show in a text what was looked for: the words are marked, all else is escaped."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from pamphleteer.ground.text import cut, fold, uncontrolled
from pamphleteer.ground.words import in_order, is_unspaced
from pamphleteer.press.asked import Unit

_SPELT = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u1aff\u200b-\u200f\u20d0-\u20ff\u00ad])*")
_LONGEST, _BEFORE = 300, 60  # characters of a text that are shown; of them before the first mark


@dataclass(frozen=True, slots=True)
class _Token:
    """A word as it stands in a text, folded."""

    start: int
    end: int
    words: tuple[str, ...]


def marked(text: str, units: Sequence[Unit]) -> str:
    """Return a text as HTML, with what was looked for in `mark` elements."""
    text = uncontrolled(text)
    made, at = [], 0
    for start, end in _spans(text, units):
        made += [escape(text[at:start]), f"<mark>{escape(text[start:end])}</mark>"]
        at = end
    return "".join([*made, escape(text[at:])])


def excerpt(text: str, units: Sequence[Unit]) -> str:
    """Return the part of a text, on one line, that shows the first of what was looked for."""
    line = uncontrolled(" ".join(text.split()))
    first = next(_spans(line, units), (0, 0))[0]
    if len(line) <= _LONGEST or first < _LONGEST - _BEFORE:
        return cut(line, _LONGEST)
    start = line.rfind(" ", first - 2 * _BEFORE, first - _BEFORE) + 1 or first - _BEFORE
    return "…" + cut(line[start:], _LONGEST)


def _spans(text: str, units: Sequence[Unit]) -> Iterator[tuple[int, int]]:
    """Yield where it stands, without one within another."""
    tokens = list(_tokens(text))
    at = 0
    for start, end in sorted(span for unit in units for span in _of(unit, text, tokens)):
        if end > at:
            yield max(start, at), end
            at = end


def _tokens(text: str) -> Iterator[_Token]:
    for found in _SPELT.finditer(text):
        if words := in_order(found[0]):
            yield _Token(found.start(), found.end(), tuple(words))


def _of(unit: Unit, text: str, tokens: Sequence[_Token]) -> Iterator[tuple[int, int]]:
    if is_unspaced(unit.words[0]):
        yield from _within(unit, text)
        return
    words = [(word, number) for number, token in enumerate(tokens) for word in token.words]
    length = len(unit.words)
    for at in range(len(words) - length + 1):
        if unit.answered_by([word for word, _ in words[at : at + length]]):
            yield tokens[words[at][1]].start, tokens[words[at + length - 1][1]].end


def _within(unit: Unit, text: str) -> Iterator[tuple[int, int]]:
    """Yield where a run of a script without spaces stands, as long as folding keeps its length."""
    run = unit.words[0] + "".join(word[-1] for word in unit.words[1:])
    folded = fold(text)
    if len(folded) == len(text):
        yield from ((found.start(), found.end()) for found in re.finditer(re.escape(run), folded))
