"""Preview letters: what readers with a choice would get of an edition, or of the next one, were it cut now."""

from collections.abc import Collection, Sequence

from pamphleteer.ground import clock
from pamphleteer.post import tokens
from pamphleteer.post.letters import digest as letters
from pamphleteer.post.letters.freezing import frozen
from pamphleteer.post.letters.mime import Bodies
from pamphleteer.post.letters.subjects import subject
from pamphleteer.post.letters.variant import rendered
from pamphleteer.post.models import Digest, Edition, Letter, Piece
from pamphleteer.post.verbs.cut import ranked
from pamphleteer.post.verbs.news import news
from pamphleteer.post.wishes import Wishes
from pamphleteer.register.models import Outlet, TopicMerge


def of_edition(edition: Edition, wishes: Wishes, *, at_desk: bool = True) -> Bodies | None:
    """Return the letter of an edition for a choice, with the words of its cut; None where nothing is left for it."""
    live = Piece.objects.filter(edition=edition, rank__isnull=False, article__live=True)
    rows = live.select_related("article__partner", "article__picture").order_by("rank")
    pieces = list(rows.defer("article__body").prefetch_related("article__topics"))
    return _made(edition, pieces, wishes, at_desk=at_desk)


def of_next(digest: Digest, wishes: Wishes, *, at_desk: bool = True) -> Bodies | None:
    """Return the letter of what has become news since the last edition; None without any for this choice."""
    order = ranked(digest, news(digest))
    pieces = [
        Piece(
            digest=digest,
            article=article,
            rank=rank,
            section=section,
            over=rank > digest.most,
            **frozen(article),
        )
        for rank, (article, section) in enumerate(order, 1)
    ]
    edition = Edition(digest=digest, cut_at=clock.now(), opening=digest.opening)
    return _made(edition, pieces, wishes, at_desk=at_desk)


def _made(
    edition: Edition, pieces: Sequence[Piece], wishes: Wishes, *, at_desk: bool
) -> Bodies | None:
    chosen = _chosen(pieces, wishes.topics)
    shown = [piece for piece in chosen if not piece.over]
    if not shown:
        return None
    outlet, digest = Outlet.objects.the(), edition.digest
    language = wishes.language or outlet.language
    words = edition.subject
    if not edition.worded:
        headlines = [piece.headline for piece in chosen]
        words = subject(digest, headlines, outlet=outlet, language=language, at=edition.cut_at)
    letter = Letter(
        digest=digest,
        edition=edition,
        language=language,
        form=wishes.form,
        subject=words,
        more=len(chosen) - len(shown),
        made_at=edition.cut_at,
    )
    bodies = rendered(letter, shown, outlet, at_desk=at_desk)
    return letters.personal(bodies, leave=letters.nobody(), choices=letters.nobody(tokens.CHOOSE))


def _chosen(pieces: Sequence[Piece], topics: Collection[int] | None) -> list[Piece]:
    if topics is None:
        return list(pieces)
    become = dict(TopicMerge.objects.values_list("key", "topic"))
    wanted = {become.get(one, one) for one in topics}
    return [one for one in pieces if wanted & {become.get(topic, topic) for topic in one.topics}]
