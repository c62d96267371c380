"""What topics are told by: words that their published articles have and others have not.

One topic against all others, by the log of how much oftener a word is in its articles (as naive Bayes
has it), for words where that is no chance. How sure it must be is learned by asking of each
article what would be said of it if it had not been learned from.
"""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pamphleteer.collect.sketch import tokens
from pamphleteer.ground.text import cut, fold

FEWEST = 6  # articles of a topic, and of others: from fewer nothing is learned
_MOST_WORDS = 150  # by which a topic is told
_FEWEST_WORDS = 3  # of a topic's that a piece must have
_OFTENER = 2.5  # times as often as elsewhere
_NO_CHANCE = 3.0  # standard deviations
_RIGHT = 0.9  # of what would have been suggested
_SURE = 0.1  # of a topic's own articles may be less like it than what is suggested
_STEM = 6  # letters: endings differ, beginnings stay
_SHORTEST = 3
_EXAMPLES = 20
_EXAMPLE_WORDS = 15
_HEADLINE = 90
_MOST = 3  # topics suggested at once
_PAIRED = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+")
_ARTICLES = ("وال", "بال", "ال", "لل")  # Arabic has them at the beginning of words


@dataclass(frozen=True)
class Doc:
    """One published article: its topics, its headline, its words."""

    topics: frozenset[int]
    headline: str
    words: frozenset[str]


@dataclass(frozen=True)
class Lesson:
    """By which words one topic is told, how much of them is enough, and articles that have them."""

    topic: int
    enough: float
    words: Mapping[str, float]
    examples: Sequence[tuple[str, Sequence[str]]]


@dataclass(frozen=True)
class Found:
    """A topic that fits, and the headlines of articles that are most like the piece."""

    topic: int
    like: tuple[str, ...]


def words_of(text: str) -> frozenset[str]:
    """Return the beginnings of a text's words; of scripts without spaces, short runs of characters."""
    found: set[str] = set()
    folded = fold(text)
    for runs, size in ((_PAIRED, 2), (_UNSPACED, 4)):
        for run in runs.findall(folded):
            found.update(run[at : at + size] for at in range(len(run) - size + 1))
        folded = runs.sub(" ", folded)
    for word in set(tokens(folded)):
        bare = _bare(word) if word.startswith(_ARTICLES) else word
        if len(bare) >= _SHORTEST and not bare.isdecimal():
            found.add(bare[:_STEM])
    return frozenset(found)


def learn(docs: Sequence[Doc]) -> list[Lesson]:
    """Return what there is to learn from articles in one language, the newest first."""
    everywhere = Counter(word for doc in docs for word in doc.words)
    under = Counter(topic for doc in docs for topic in doc.topics)
    lessons = (
        _lesson(topic, docs, everywhere)
        for topic, count in sorted(under.items())
        if FEWEST <= count <= len(docs) - FEWEST
    )
    return [lesson for lesson in lessons if lesson]


def suggest(
    words: frozenset[str], lessons: Sequence[Lesson], *, but: Collection[int] = ()
) -> list[Found]:
    """Return the topics that fit best, without those that it has; none where none fits."""
    fitting = []
    for lesson in lessons:
        if lesson.topic in but:
            continue
        score = _score([lesson.words[word] for word in words & lesson.words.keys()], len(words))
        if score >= lesson.enough:
            fitting.append((score / lesson.enough, lesson))
    fitting.sort(key=lambda one: -one[0])
    return [Found(lesson.topic, _like(words, lesson)) for _, lesson in fitting[:_MOST]]


def _lesson(topic: int, docs: Sequence[Doc], everywhere: Counter[str]) -> Lesson | None:
    own = [doc for doc in docs if topic in doc.topics]
    here = Counter(word for doc in own for word in doc.words)
    counts = _Counts(len(own), len(docs) - len(own), here, everywhere)
    weights = {word: counts.weight(word) for word, count in here.items() if count > 1}
    telling = sorted(
        (word for word, weight in weights.items() if weight),
        key=lambda word: (-weights[word] * here[word], word),
    )[:_MOST_WORDS]
    chosen = {word: weights[word] for word in telling}
    enough = _enough(topic, docs, chosen, counts)
    if enough is None:
        return None
    examples = tuple(_examples(own, chosen))
    return Lesson(topic, enough, {word: round(w, 3) for word, w in chosen.items()}, examples)


@dataclass(frozen=True)
class _Counts:
    """In how many articles of a topic, and of others, each word is."""

    own: int
    others: int
    here: Counter[str]
    everywhere: Counter[str]

    def weight(self, word: str, *, less: int = 0, less_there: int = 0) -> float:
        """Return how much a word tells, 0 for nothing; with so many articles less."""
        here = self.here[word] - less
        there = self.everywhere[word] - self.here[word] - less_there
        own, others = self.own - less, self.others - less_there
        if here < 2:
            return 0.0
        elsewhere = (there + 0.5) / (others + 1)
        oftener = (here + 0.5) / (own + 1) / elsewhere
        spread = math.sqrt(own * elsewhere * max(1 - elsewhere, 0.01))
        if oftener < _OFTENER or here - own * elsewhere < _NO_CHANCE * spread:
            return 0.0
        return math.log(oftener)


def _enough(
    topic: int, docs: Sequence[Doc], chosen: Mapping[str, float], counts: _Counts
) -> float | None:
    """Return the least score from which on suggestions would have been right, if there is one."""
    scores: list[tuple[float, bool]] = []
    for doc in docs:
        right = topic in doc.topics
        told = (
            counts.weight(word, less=int(right), less_there=int(not right))
            for word in doc.words & chosen.keys()
        )
        scores.append((_score([weight for weight in told if weight], len(doc.words)), right))
    scores.sort(reverse=True)
    own = [score for score, right in scores if right]
    least, hits = None, 0
    for number, (score, right) in enumerate(scores, start=1):
        hits += right
        if score <= 0:
            break
        if right and hits > 2 and hits >= _RIGHT * number:
            least = score
    if least is None:
        return None
    return max(least, own[min(len(own) - 1, int(len(own) * (1 - _SURE)))])


def _score(told: Collection[float], size: int) -> float:
    """Return how much a piece of so many words has of what tells a topic, long or short."""
    return sum(told) / math.sqrt(size + 10) if len(told) >= _FEWEST_WORDS else 0.0


def _examples(own: Sequence[Doc], chosen: Mapping[str, float]) -> Iterator[tuple[str, list[str]]]:
    for doc in own[:_EXAMPLES]:
        best = sorted(doc.words & chosen.keys(), key=lambda word: (-chosen[word], word))
        if best:
            yield cut(doc.headline, _HEADLINE), best[:_EXAMPLE_WORDS]


def _like(words: frozenset[str], lesson: Lesson) -> tuple[str, ...]:
    ranked = sorted(
        lesson.examples,
        key=lambda one: -sum(lesson.words.get(word, 0.0) for word in one[1] if word in words),
    )
    return tuple(headline for headline, _ in ranked[:2])


def _bare(word: str) -> str:
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= _SHORTEST:
            return word[len(article) :]
    return word
