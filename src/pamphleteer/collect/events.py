"""Same event in other words: how like two short texts are by the words that few others have.

Words are weighed by how rare they are among the texts at hand (TF-IDF), and texts compared by the
cosine of the angle between them (Salton and Buckley, 1988).
"""

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping
from typing import Generic, TypeVar

from pamphleteer.collect.sketch import tokens

Key = TypeVar("Key", bound=Hashable)

_COMMON = 0.2  # share of the texts that a word may be in and still lead from one to another
_FEW = 10  # texts among which no word is common
# Among fewer texts the words that two of them share are no rare ones: their likeness is raised by this.
_ALONE, _EACH_MORE = 0.35, 0.065
_SHORTEST = 2  # characters of a word that says something


class Texts(Generic[Key]):
    """Short texts, each under a key, ready to be asked what is like one of them."""

    def __init__(self, texts: Mapping[Key, str]) -> None:
        counted = {key: Counter(_telling(text)) for key, text in texts.items()}
        holders = Counter(word for words in counted.values() for word in words)
        self._most = max(_FEW, _COMMON * len(texts))
        self._rarity = {word: math.log((len(texts) + 1) / n) for word, n in holders.items()}
        self._few = min(1.0, _ALONE + _EACH_MORE * len(texts))
        self._vectors = {key: self._vector(words) for key, words in counted.items()}
        self._postings: defaultdict[str, list[Key]] = defaultdict(list)
        for key, vector in self._vectors.items():
            for word in vector:
                if holders[word] <= self._most:
                    self._postings[word].append(key)

    def like(self, key: Key, *, at_least: float) -> Iterator[tuple[Key, float]]:
        """Yield the other texts that are like one, with their likeness (0 to 1)."""
        vector = self._vectors[key]
        others = {other for word in vector for other in self._postings.get(word, ())} - {key}
        for other in others:
            theirs = self._vectors[other]
            likeness = sum(weight * theirs.get(word, 0.0) for word, weight in vector.items())
            if likeness >= at_least * self._few:
                yield other, min(likeness / self._few, 1.0)

    def _vector(self, words: Counter[str]) -> dict[str, float]:
        weights = {word: (1 + math.log(n)) * self._rarity[word] for word, n in words.items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {word: weight / length for word, weight in weights.items()}


def _telling(text: str) -> list[str]:
    return [word for word in tokens(text) if len(word) >= _SHORTEST]
