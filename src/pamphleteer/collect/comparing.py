"""What differs between two texts, word by word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

MOST_WORDS = 1_500  # of two paragraphs that are compared word by word: more are shown whole


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
        paired = min(j - i, m - k)
        for old, new in zip(before[i : i + paired], after[k : k + paired], strict=True):
            yield _in_words(old, new)
        yield from ([Change(text, "")] for text in before[i + paired : j])
        yield from ([Change("", text)] for text in after[k + paired : m])


def _in_words(before: str, after: str) -> list[Change]:
    old, new = before.split(), after.split()
    if len(old) + len(new) > MOST_WORDS:
        return [Change(before, after)]
    return [Change(" ".join(old[i:j]), " ".join(new[k:m])) for _, i, j, k, m in _steps(old, new)]


def _steps(before: Sequence[str], after: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
