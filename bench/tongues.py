"""Invented words in several languages: as in any of them, the n-th in use is used an n-th as often."""

import itertools
import random
from functools import cached_property
from html import escape

SYLLABLES = {
    "en": "ba den ka ri mo sel tu van gor pe lin sho ther",
    "es": "ña ción pe ló ras que mi dor ía za tu ble co",
    "fr": "é ais gn ou che tre ité bel quoi ça lan ver oi",
    "ru": "ва го ни ский про ра ста ние ме ло ду ком ще",
    "ar": "ال من با سو كت را مد ين ها قل تو شم فن",
}
RARE = "zyxomander"  # in one headline alone
_WORDS = 8_000
_SENTENCES, _PARAGRAPHS = 4, 500


class Tongue:
    """One language of invented words."""

    def __init__(self, language: str, seed: int = 1) -> None:
        self.language = language
        self._drawn = random.Random(f"{language} {seed}")  # noqa: S311
        sounds = SYLLABLES[language].split()
        spelt = (parts for n in range(2, 6) for parts in itertools.product(sounds, repeat=n))
        self._words = ["".join(parts) for parts in itertools.islice(spelt, _WORDS)]
        self._weights = [*itertools.accumulate(1 / (rank + 2) for rank in range(len(self._words)))]

    @property
    def common(self) -> str:
        """The word that is used most."""
        return self._words[0]

    def said(self, length: int) -> str:
        """Return so many words, the first with a capital."""
        drawn = self._drawn.choices(self._words, cum_weights=self._weights, k=length)
        return " ".join(drawn).capitalize()

    def paragraphs(self, count: int) -> str:
        """Return paragraphs of HTML, which others may have too."""
        return "".join(self._drawn.choices(self._paragraphs, k=count))

    @cached_property
    def _paragraphs(self) -> list[str]:
        said = ([f"{self.said(14)}." for _ in range(_SENTENCES)] for _ in range(_PARAGRAPHS))
        return [f"<p>{escape(' '.join(sentences))}</p>" for sentences in said]


def tongues() -> list[Tongue]:
    """Return all of them."""
    return [Tongue(language) for language in SYLLABLES]
