"""Preview letters: what readers with a choice would get of an edition, or of the next one, were it cut now."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import timedelta

from pamphleteer.ground import clock
from pamphleteer.post.letters import digest as letters
from pamphleteer.post.letters.freezing import frozen
from pamphleteer.post.letters.mime import Bodies
from pamphleteer.post.letters.variant import rendered
from pamphleteer.post.models import Digest, Edition, Piece
from pamphleteer.post.verbs.cut import next_number, ranked
from pamphleteer.post.verbs.news import news
from pamphleteer.post.verbs.variants import Press
from pamphleteer.post.wishes import Wishes
from pamphleteer.register.models import Outlet

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Holds:
    """Which pieces a letter has: those of its edition, of older ones too, or one that goes out `at_once`.

    `week` takes in the editions of the seven days that end with it, as a weekly letter does; `since` is the key of
    the oldest one that it is merged with, as after an outage.
    """

    week: bool = False
    since: int = 0
    at_once: bool = False


ALONE = Holds()


def of_edition(
    edition: Edition, wishes: Wishes, *, holds: Holds = ALONE, at_desk: bool = True
) -> Bodies | None:
    """Return the letter of an edition for a choice, with the words of its cut; None where nothing is left for it."""
    shown = copy(edition)
    shown.number = edition.number or next_number(edition.digest)  # which it gets when it is let go
    return _made(shown, _stored([shown]), wishes, holds, at_desk=at_desk)


def of_next(
    digest: Digest, wishes: Wishes, *, holds: Holds = ALONE, at_desk: bool = True
) -> Bodies | None:
    """Return the letter of what has become news since the last edition; None without any for this choice."""
    edition = Edition(
        digest=digest,
        number=next_number(digest),
        cut_at=clock.now(),
        upto=_after_all(digest),
        opening=digest.opening,
        lead_id=digest.lead_id,
    )
    pieces = [
        Piece(
            digest=digest,
            edition=edition,
            article=article,
            rank=rank,
            section=section,
            over=rank > digest.most,
            **frozen(article),
        )
        for rank, (article, section) in enumerate(ranked(digest, news(digest)), 1)
    ]
    return _made(edition, pieces, wishes, holds, at_desk=at_desk)


def older(digest: Digest, before: Edition | None, *, at_most: int) -> Sequence[Edition]:
    """Return editions that one could have been merged with, or the next one; the newest first."""
    rows = Edition.objects.filter(digest=digest).out()
    if before:
        rows = rows.filter(upto__lt=before.upto)
    return list(rows.order_by("-upto")[:at_most])


def _made(
    edition: Edition, pieces: Sequence[Piece], wishes: Wishes, holds: Holds, *, at_desk: bool
) -> Bodies | None:
    press = Press(edition.digest)
    every = [*pieces, *_stored(_merged(edition, holds))]
    placed = press.window_of(every, at_once=holds.at_once).of(wishes.topics)
    if holds.at_once and placed:
        placed = [max(placed, key=lambda one: (one.piece.article.news_at, one.piece.article_id))]
        placed[0].piece.edition = None
    drafted = press.draft(placed, at_once=holds.at_once, language=wishes.language, form=wishes.form)
    if drafted is None:
        return None
    letter, shown = drafted
    bodies = rendered(letter, shown, Outlet.objects.the(), at_desk=at_desk)
    return letters.of_nobody(bodies)


def _merged(edition: Edition, holds: Holds) -> Sequence[Edition]:
    """Return the older editions that are in the letter too."""
    rows = Edition.objects.filter(digest=edition.digest, upto__lt=edition.upto).out()
    if holds.week:
        return list(rows.filter(cut_at__gt=edition.cut_at - WEEK))
    oldest = rows.filter(pk=holds.since).first() if holds.since else None
    return list(rows.filter(upto__gte=oldest.upto)) if oldest else []


def _stored(editions: Sequence[Edition]) -> list[Piece]:
    """Return the pieces of some editions that are not withdrawn, each with its edition."""
    of = {one.pk: one for one in editions}
    live = Piece.objects.filter(edition__in=of, rank__isnull=False, article__live=True)
    rows = live.select_related("article__partner", "article__picture").order_by("rank")
    pieces = list(rows.defer("article__body").prefetch_related("article__topics"))
    for piece in pieces:
        piece.edition = of[piece.edition_id or 0]
    return pieces


def _after_all(digest: Digest) -> int:
    """Return a position behind all editions that there are."""
    newest = Edition.objects.filter(digest=digest).order_by("-upto").first()
    return newest.upto + 1 if newest else 1
