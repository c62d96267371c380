"""Variants: the letters that are made of the same pieces, each once for all who get it."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from pamphleteer.ground import clock
from pamphleteer.post.letters.subjects import subject
from pamphleteer.post.models import Choice, Digest, Edition, Enclosure, Letter, Piece, Rhythm
from pamphleteer.register.models import Outlet, TopicMerge


@dataclass
class Window:
    """The pieces between two positions of a digest, in the order in which a letter has them."""

    pieces: Sequence[Piece]
    topics: dict[int, frozenset[int]]  # of each piece, those merged as what they have become
    become: dict[int, int]
    by_topics: dict[frozenset[int] | None, list[Piece]] = field(default_factory=dict)

    def of(self, topics: Collection[int] | None) -> list[Piece]:
        """Return what somebody asked for who chose these topics, None for all of them."""
        key = None if topics is None else frozenset(self.become.get(one, one) for one in topics)
        if key not in self.by_topics:
            self.by_topics[key] = [
                piece for piece in self.pieces if key is None or key & self.topics[piece.pk]
            ]
        return self.by_topics[key]


class Press:
    """Makes the letters of one digest within one transaction; reads each row once."""

    def __init__(self, digest: Digest) -> None:
        self.digest = digest
        self.outlet = Outlet.objects.the()
        self.become = dict(TopicMerge.objects.values_list("key", "topic"))
        self._windows: dict[tuple[bool, int, int], Window] = {}
        self._letters: dict[str, int] = {}

    def window(self, after: int, upto: int, *, at_once: bool) -> Window:
        """Return what is between two positions: of editions that are ready, or of all that is news."""
        key = (at_once, after, upto)
        if key not in self._windows:
            rows = Piece.objects.filter(
                digest=self.digest, pk__gt=after, pk__lte=upto, article__live=True
            ).select_related("edition")
            if not at_once:
                rows = rows.filter(edition__state=Edition.State.READY)
            pieces = _ordered(self.digest, list(rows))
            topics = {
                one.pk: frozenset(self.become.get(topic, topic) for topic in one.topics)
                for one in pieces
            }
            self._windows[key] = Window(pieces, topics, self.become)
        return self._windows[key]

    def letter(self, choice: Choice, pieces: Sequence[Piece]) -> int | None:
        """Return the key of the letter with these pieces, for a choice; None if it would be empty."""
        at_once = choice.rhythm == Rhythm.AT_ONCE
        shown = [piece for piece in pieces if at_once or not piece.over]
        if not shown:
            return None
        editions = [piece.edition for piece in pieces if piece.edition]
        edition = max(editions, key=lambda one: one.upto, default=None)
        more = 0 if at_once else len(pieces) - len(shown)
        language = choice.language or self.outlet.language
        words = self._subject(pieces, edition, language)
        said = [
            self.digest.pk, edition and edition.pk, language, choice.form, words, more,
            [piece.pk for piece in shown],
        ]  # fmt: skip
        key = sha256(json.dumps(said).encode()).hexdigest()
        if key not in self._letters:
            fields = {
                "digest": self.digest, "edition": edition, "language": language,
                "form": choice.form, "subject": words, "more": more, "made_at": clock.now(),
            }  # fmt: skip
            self._letters[key] = _made(key, shown, **fields)
        return self._letters[key]

    def _subject(self, pieces: Sequence[Piece], edition: Edition | None, language: str) -> str:
        if edition and edition.worded and all(one.edition_id == edition.pk for one in pieces):
            return edition.subject
        headlines = [piece.headline for piece in pieces]
        at = edition.cut_at if edition else clock.now()
        return subject(self.digest, headlines, outlet=self.outlet, language=language, at=at)


def _made(key: str, pieces: Sequence[Piece], **fields: object) -> int:
    letter, new = Letter.objects.get_or_create(key=key, defaults=fields)
    if new:
        Enclosure.objects.bulk_create(
            Enclosure(letter=letter, piece=piece, rank=rank) for rank, piece in enumerate(pieces, 1)
        )
    return letter.pk


def _ordered(digest: Digest, pieces: list[Piece]) -> list[Piece]:
    """Return pieces as one letter has them: the newest edition first, each in its own order."""
    pieces.sort(
        key=lambda one: (-one.edition.upto if one.edition else -one.pk, one.rank or 0, -one.pk)
    )
    if digest.order == Digest.Order.TOPIC:
        first: dict[str, int] = {}
        for place, piece in enumerate(pieces):
            first.setdefault(piece.section, place)
        pieces.sort(key=lambda one: first[one.section])
    return pieces
