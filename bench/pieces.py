"""Invented news: documents of many sources, some pieces of which are copies of other sources' ones."""

import itertools
import random
from html import escape

_WORDS = 30_000
_LENGTH = 250  # words of a piece
_COPIES = 0.3  # of all pieces
_POOL = 500  # newest pieces that are carried on
_SYLLABLES = [
    "ba", "den", "ka", "ri", "mo", "sel", "tu", "van", "i", "gor", "pe", "lin", "a", "sho", "ther",
]  # fmt: skip

Piece = tuple[str, list[str]]  # its headline and its paragraphs


class Press:
    """Sources that bring new pieces whenever they are asked, the same at each run."""

    def __init__(self, seed: int = 1) -> None:
        self._drawn = random.Random(seed)  # noqa: S311
        self._seed = seed
        self._numbers = itertools.count(1)
        spelt = (parts for n in range(1, 5) for parts in itertools.product(_SYLLABLES, repeat=n))
        self._words = ["".join(parts) for parts in itertools.islice(spelt, _WORDS)]
        # As in any language: the word that is n-th in use is used an n-th as often, and is short.
        self._weights = [*itertools.accumulate(1 / (rank + 2) for rank in range(len(self._words)))]
        self._pool: list[Piece] = []

    def document(self, source: int, *, items: int) -> bytes:
        """Return an RSS document of new pieces, full texts, as a source would give it next."""
        listed = "".join(self._item(source, *self._piece()) for _ in range(items))
        return (
            '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
            'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
            f"<title>Harbour {source}</title><link>https://harbour-{self._seed}-{source}.example/</link>"
            f"<language>en</language>{listed}</channel></rss>"
        ).encode()

    def _piece(self) -> Piece:
        if self._pool and self._drawn.random() < _COPIES:
            return self._edited(*self._drawn.choice(self._pool))
        piece = self._said(9), [self._said(_LENGTH // 5) for _ in range(5)]
        self._pool = [*self._pool[1 - _POOL :], piece]
        return piece

    def _edited(self, headline: str, said: list[str]) -> Piece:
        """Return a copy as partners make them: whole, with another headline, cut, with a word before."""
        edits = (
            (headline, said),
            (self._said(8), said),
            (headline, said[:3]),
            (self._said(7), [self._said(25), *said]),
        )
        return self._drawn.choice(edits)

    def _item(self, source: int, headline: str, said: list[str]) -> str:
        number = next(self._numbers)
        address = f"https://harbour-{self._seed}-{source}.example/{number}"
        again = f"Harbour {self._seed}-{source} is a free paper of its readers, who pay for all that it does."
        body = "".join(f"<p>{text}</p>\n" for text in [*said, again])
        return (
            f"<item><title>{headline}</title><guid>{address}</guid><link>{address}</link>"
            f"<pubDate>Mon, 23 Nov 2026 09:{number % 60:02}:00 +0000</pubDate>"
            f"<description>{escape(said[0])}</description>"
            f"<content:encoded><![CDATA[{body}]]></content:encoded></item>\n"
        )

    def _said(self, length: int) -> str:
        return " ".join(
            self._drawn.choices(self._words, cum_weights=self._weights, k=length)
        ).capitalize()
