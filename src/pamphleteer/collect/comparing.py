"""What differs between two texts, word by word."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

MOST_WORDS = 1_500  # of two paragraphs that are compared word by word: more are shown whole

MOST_PAIRS = 10_000  # of paragraphs between which is chosen: more are paired by their places
_ALIKE = 0.3


@dataclass(frozen=True)
class Change:
    """Words in a row: those before, and those that stand there now; the same where nothing changed."""

    before: str
    after: str

    @property
    def same(self) -> bool:
        """Whether nothing changed."""
        return self.before == self.after


def changes(before: Sequence[str], after: Sequence[str]) -> Iterator[list[Change]]:
    """Yield what became of each paragraph, those that went and those that came among them."""
    for tag, i, j, k, m in _steps(before, after):
        if tag == "equal":
            yield from ([Change(text, text)] for text in before[i:j])
            continue
        for old, new in _paired(before[i:j], after[k:m]):
            yield _in_words(old, new) if old and new else [Change(old, new)]


def _paired(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield paragraphs with what they became, in their order; nothing stands for none.

    So that together the pairs share as many words as they can (Needleman and Wunsch, 1970).
    """
    if len(before) * len(after) > MOST_PAIRS:
        yield from zip_longest(before, after, fillvalue="")
        return
    best = _shared_from(before, after)
    i = k = 0
    while i < len(before) and k < len(after):
        if best[i][k] == best[i + 1][k]:
            yield before[i], ""
            i += 1
        elif best[i][k] == best[i][k + 1]:
            yield "", after[k]
            k += 1
        else:
            yield before[i], after[k]
            i, k = i + 1, k + 1
    yield from ((text, "") for text in before[i:])
    yield from (("", text) for text in after[k:])


def _shared_from(before: Sequence[str], after: Sequence[str]) -> list[list[float]]:
    """Return how alike the paragraphs from each pair of places on can be made."""
    old, new = ([Counter(text.split()) for text in texts] for texts in (before, after))
    best = [[0.0] * (len(after) + 1) for _ in range(len(before) + 1)]
    for i in range(len(before) - 1, -1, -1):
        for k in range(len(after) - 1, -1, -1):
            together = best[i + 1][k + 1] + _alike(old[i], new[k])
            best[i][k] = max(together, best[i + 1][k], best[i][k + 1])
    return best


def _alike(one: Counter[str], other: Counter[str]) -> float:
    """Return which part of their words two paragraphs share, or nothing if that is little."""
    share = 2 * (one & other).total() / max(1, one.total() + other.total())
    return share if share >= _ALIKE else 0.0


def _in_words(before: str, after: str) -> list[Change]:
    old, new = before.split(), after.split()
    if len(old) + len(new) > MOST_WORDS:
        return [Change(before, after)]
    return [Change(" ".join(old[i:j]), " ".join(new[k:m])) for _, i, j, k, m in _steps(old, new)]


def _steps(before: Sequence[str], after: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
