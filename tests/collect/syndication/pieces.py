"""Invented articles: each is another one, though they speak of the same things."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from tests.collect.syndication.tongues import Tongue


@dataclass(frozen=True)
class Article:
    """A headline and paragraphs, as its author wrote them; `key` says which piece it truly is."""

    key: str
    tongue: Tongue
    headline: str
    paragraphs: tuple[str, ...]

    @property
    def words(self) -> list[str]:
        return " ".join(self.paragraphs).split()


def articles(tongue: Tongue, count: int, *, seed: int = 1) -> list[Article]:
    """Return articles: short ones, ones of the usual length, long ones."""
    return [
        _article(tongue, f"{tongue.code}-{seed}-{n}", words=(135, 400, 750, 1500)[n % 4])
        for n in range(count)
    ]


def _article(tongue: Tongue, key: str, *, words: int) -> Article:
    random = Random(key)
    author = Author(tongue, random)
    paragraphs = list[str]()
    left = words
    while left > 0:
        text = author.paragraph(min(left, 70))
        paragraphs.append(text)
        left -= author.length(text)
    return Article(key, tongue, author.sentence().rstrip(tongue.stop), tuple(paragraphs))


class Author:
    """Somebody who writes about a few places and people of his own, in words that all use."""

    def __init__(self, tongue: Tongue, random: Random) -> None:
        self.tongue, self.random = tongue, random
        told = (tongue.nouns, tongue.verbs, tongue.kinds, tongue.joints)
        self.words = [text.split() for text in told]
        syllables = tongue.syllables.split()
        self.places = [
            "".join(random.choices(syllables, k=random.choice((2, 3)))).capitalize()
            for _ in range(6)
        ]

    def length(self, text: str) -> int:
        """Return how many words there are; without spaces, two characters are one."""
        return len(text.split()) if self.tongue.between else len(text) // 2

    def paragraph(self, words: int) -> str:
        text = self.sentence()
        while self.length(text) < words:
            more = self.quote() if self.random.random() < 0.25 else self.sentence()
            text += self.tongue.between + more
        return text

    def sentence(self) -> str:
        pattern = self.random.choice(self.tongue.patterns)
        for slot, choose in self._slots().items():
            while slot in pattern:
                pattern = pattern.replace(slot, choose(), 1)
        return pattern[0].upper() + pattern[1:] + self.tongue.stop

    def quote(self) -> str:
        begins, ends = self.tongue.quotes
        said = begins + self.sentence().rstrip(self.tongue.stop) + ends
        text = self.tongue.said.replace("{q}", said)
        for slot, choose in self._slots().items():
            while slot in text:
                text = text.replace(slot, choose(), 1)
        return text + self.tongue.stop

    def _slots(self) -> dict[str, Callable[[], str]]:
        words, random = self.words, self.random
        return {
            "{n}": lambda: random.choice(words[0]),
            "{v}": lambda: random.choice(words[1]),
            "{a}": lambda: random.choice(words[2]),
            "{j}": lambda: random.choice(words[3]),
            "{p}": lambda: random.choice(self.places),
            "{m}": lambda: str(random.randrange(2, 4000)),
        }


def retold(article: Article) -> Article:
    """Return another piece about the same people and places."""
    random = Random(f"retold {article.key}")
    author = Author(article.tongue, Random(article.key))
    author.random = random
    texts = tuple(author.paragraph(60) for _ in article.paragraphs)
    return replace(
        article, key=f"{article.key} retold", headline=author.sentence(), paragraphs=texts
    )
