"""News: which articles a digest is to carry, each with its position, in the order in which they became news."""

from collections.abc import Collection, Sequence

from django.db.models import QuerySet

from pamphleteer.desk.models import Article
from pamphleteer.post.letters.freezing import frozen
from pamphleteer.post.models import Digest, Piece
from pamphleteer.post.verbs.turn import turn
from pamphleteer.register.verbs import journal

_READER = "post.news"
_HEARS = ("article.published",)


def news(digest: Digest) -> Sequence[Article]:
    """Return what no edition of the digest has carried yet, in the order of archive pages."""
    had = Piece.objects.filter(digest=digest, edition__isnull=False).values("article")
    live = carried(digest).exclude(pk__in=had).order_by("-place", "-pk")
    return list(live.select_related("partner", "picture").defer("body"))


def listen() -> int:
    """Note what has become news since the last call, for letters that do not wait for an edition.

    Returns how many pieces are new.
    """
    found = 0
    while journal.has_unread(_READER, whats=_HEARS):
        with turn():
            unread = journal.unread(_READER, whats=_HEARS)
            if not unread or not journal.move(unread):
                break
            keys = {int(entry.subject.rpartition(":")[2]) for entry in unread.entries}
            digests = Digest.objects.filter(active=True).order_by("pk")
            found += sum(note(digest, keys) for digest in digests)
    return found


def note(digest: Digest, keys: Collection[int] | None = None) -> int:
    """Give what is new its position, within a turn; of some articles, or of all. Returns how many."""
    known = Piece.objects.filter(digest=digest).values("article")
    new = carried(digest).exclude(pk__in=known)
    if keys is not None:
        new = new.filter(pk__in=keys)
    rows = new.order_by("news_at", "pk").select_related("partner").defer("body")
    rows = rows.prefetch_related("topics")
    made = [Piece(digest=digest, article=one, **frozen(one)) for one in rows]
    Piece.objects.bulk_create(made)
    return len(made)


def carried(digest: Digest) -> "QuerySet[Article]":
    """Return what is published and may stand in the digest, carried or not."""
    # In the order of places from the start, SQLite would look at every article there ever was.
    recent = Article.objects.filter(news_at__gte=digest.begins)
    if not digest.every_topic:
        recent = recent.filter(topics__in=digest.topics.all())
    return Article.objects.live().filter(pk__in=recent.order_by().values("pk"))
