"""Variants: the letters that are made of the same pieces, each once for all who get it."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

from pamphleteer.ground import clock
from pamphleteer.post.letters.subjects import subject
from pamphleteer.post.models import Choice, Digest, Edition, Enclosure, Letter, Piece, Rhythm
from pamphleteer.post.verbs.arranging import Placed, Sections, arrange
from pamphleteer.post.verbs.topics import Topics
from pamphleteer.register.models import Outlet


@dataclass
class Window:
    """The pieces between two positions of a digest, and how a letter has those that somebody asked for."""

    pieces: Sequence[Piece]
    sections: Sections | None
    chosen: Topics
    by_topics: dict[frozenset[int] | None, list[Placed]] = field(default_factory=dict)

    def of(self, topics: Collection[int] | None) -> list[Placed]:
        """Return what somebody asked for who chose these topics, None for all of them."""
        key = self.chosen.wanted(topics)
        if key not in self.by_topics:
            asked = [
                one for one in self.pieces if key is None or key & self._topics[one.article_id]
            ]
            self.by_topics[key] = arrange(
                asked,
                topics=lambda piece: self._topics[piece.article_id],
                asked=key,
                sections=self.sections,
            )
        return self.by_topics[key]

    @cached_property
    def _topics(self) -> dict[int, frozenset[int]]:
        """The topics of each piece, by its article; those merged as what they have become."""
        return {piece.article_id: self.chosen.now(piece.topics) for piece in self.pieces}


class Press:
    """Makes the letters of one digest within one transaction; reads each row once."""

    def __init__(self, digest: Digest) -> None:
        self.digest = digest
        self.outlet = Outlet.objects.the()
        self.topics = Topics.read(digest)
        self.sections = Sections(digest) if digest.order == Digest.Order.TOPIC else None
        self._windows: dict[tuple[bool, int, int], Window] = {}
        self._letters: dict[str, int] = {}

    def window(self, after: int, upto: int, *, at_once: bool) -> Window:
        """Return what is between two positions: of editions that are ready, or of all that is news."""
        key = (at_once, after, upto)
        if key not in self._windows:
            rows = Piece.objects.filter(
                digest=self.digest, pk__gt=after, pk__lte=upto, article__live=True
            ).select_related("edition", "article")
            if not at_once:
                rows = rows.filter(edition__state=Edition.State.READY)
            found = list(rows.defer("article__body"))
            self._windows[key] = self.window_of(found, at_once=at_once)
        return self._windows[key]

    def window_of(self, pieces: Sequence[Piece], *, at_once: bool = False) -> Window:
        """Return some pieces for whoever asked for them; what goes out at once stands under no topic."""
        return Window(pieces, None if at_once else self.sections, self.topics)

    def draft(
        self, placed: Sequence[Placed], *, at_once: bool, language: str, form: str
    ) -> tuple[Letter, list[Placed]] | None:
        """Return the letter of some pieces, not yet a row, with those that it shows; None if it would be empty."""
        shown = [one for one in placed if at_once or not one.piece.over]
        if not shown:
            return None
        pieces = [one.piece for one in placed]
        editions = [piece.edition for piece in pieces if piece.edition]
        edition = max(editions, key=lambda one: one.upto, default=None)
        letter = Letter(
            digest=self.digest,
            edition=edition,
            language=language or self.outlet.language,
            form=form,
            more=0 if at_once else len(placed) - len(shown),
            made_at=clock.now(),
        )
        letter.subject = self._subject(pieces, edition, letter.language)
        return letter, shown

    def letter(self, choice: Choice, placed: Sequence[Placed]) -> int | None:
        """Return the key of the letter with these pieces, for a choice; None if it would be empty."""
        at_once = choice.rhythm == Rhythm.AT_ONCE
        drafted = self.draft(placed, at_once=at_once, language=choice.language, form=choice.form)
        if drafted is None:
            return None
        letter, shown = drafted
        letter.key = _key(letter, shown)
        if letter.key not in self._letters:
            self._letters[letter.key] = _made(letter, shown)
        return self._letters[letter.key]

    def _subject(self, pieces: Sequence[Piece], edition: Edition | None, language: str) -> str:
        if edition and edition.worded and all(one.edition_id == edition.pk for one in pieces):
            return edition.subject
        headlines = [piece.headline for piece in pieces]
        at = edition.cut_at if edition else clock.now()
        return subject(self.digest, headlines, outlet=self.outlet, language=language, at=at)


def _key(letter: Letter, shown: Sequence[Placed]) -> str:
    """Return a hash of all that a letter says."""
    said: list[object] = [
        letter.digest_id, letter.edition_id, letter.language, letter.form, letter.subject, letter.more,
        [one.piece.pk for one in shown],
    ]  # fmt: skip
    if any(one.section for one in shown):
        said.append([one.section for one in shown])
    return sha256(json.dumps(said).encode()).hexdigest()


def _made(letter: Letter, shown: Sequence[Placed]) -> int:
    fields = {
        name: getattr(letter, name)
        for name in ("digest", "edition", "language", "form", "subject", "more", "made_at")
    }
    row, new = Letter.objects.get_or_create(key=letter.key, defaults=fields)
    if new:
        Enclosure.objects.bulk_create(
            Enclosure(letter=row, piece=one.piece, rank=rank, section=one.section)
            for rank, one in enumerate(shown, 1)
        )
    return row.pk
