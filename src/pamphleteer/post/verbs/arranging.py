"""Arrange the pieces of a letter: the newest edition first, or each under a topic that its readers asked for."""

from collections.abc import Callable, Collection, Sequence
from functools import cached_property
from typing import NamedTuple

from pamphleteer.post.models import Digest, Piece
from pamphleteer.register.models import Topic
from pamphleteer.register.models.topic import arranged


class Under(NamedTuple):
    """The topic that a piece stands under: its place in lists of topics, and its name."""

    place: int
    name: str


class Placed(NamedTuple):
    """A piece in a letter, and the name of the topic that it stands under, if any."""

    piece: Piece
    section: str = ""


class Sections:
    """The topics that a digest's pieces may stand under; reads each row once."""

    def __init__(self, digest: Digest) -> None:
        self._digest = digest

    def of(self, topics: Collection[int], asked: Collection[int] | None = None) -> Under:
        """Return what a piece with these topics stands under, for readers who asked for some or for all (None).

        Of several it is the first in lists: of those that the digest carries, if there are such.
        """
        left = [one for one in topics if asked is None or one in asked]
        known = [self._every[one] for one in left if one in self._every]
        own = [self._every[one] for one in left if one in self._own and one in self._every]
        return min(own or known, default=Under(len(self._every), ""))

    @cached_property
    def _every(self) -> dict[int, Under]:
        topics = arranged(Topic.objects.all())
        return {one.pk: Under(place, one.name) for place, (one, _) in enumerate(topics)}

    @cached_property
    def _own(self) -> frozenset[int]:
        if self._digest.every_topic:
            return frozenset(self._every)
        return frozenset(topic.pk for topic in self._digest.topics.all())


def arrange(
    pieces: Sequence[Piece],
    *,
    topics: Callable[[Piece], Collection[int]],
    asked: Collection[int] | None,
    sections: Sections | None,
) -> list[Placed]:
    """Return pieces of one or more editions as one letter has them, for readers who asked for some topics or for all.

    The newest edition comes first, each in its own order; with `sections` each piece stands under its topic instead,
    but for what was chosen by hand to stand first in the newest edition.
    """
    ordered = sorted(pieces, key=_as_cut)
    if sections is None:
        return [Placed(piece) for piece in ordered]
    led = ordered[:1] if ordered and _leads(ordered[0]) else []
    under = {piece.article_id: sections.of(topics(piece), asked) for piece in ordered}
    rest = sorted(ordered[len(led) :], key=lambda one: (under[one.article_id].place, _newest(one)))
    return [*map(Placed, led), *(Placed(one, under[one.article_id].name) for one in rest)]


def _as_cut(piece: Piece) -> tuple[int, int, int]:
    """Return where a piece stands among those of several editions, the newest of these first."""
    return (-piece.edition.upto if piece.edition else -piece.pk, piece.rank or 0, -(piece.pk or 0))


def _newest(piece: Piece) -> tuple[int, int]:
    return -piece.article.place, -piece.article_id


def _leads(piece: Piece) -> bool:
    return piece.edition is not None and piece.edition.lead_id == piece.article_id
