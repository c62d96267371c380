"""Compose a digest: freeze what is new, and plan it for each reader."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from pamphleteer.desk.models import Article
from pamphleteer.ground import clock
from pamphleteer.ground.stopping import Stop, never
from pamphleteer.post.letters import digest as letters
from pamphleteer.post.letters.mime import Bodies
from pamphleteer.post.models import Digest, Edition, Piece
from pamphleteer.post.verbs.planning import plan_deliveries
from pamphleteer.register.models import Outlet
from pamphleteer.register.verbs import journal


def compose(digest: Digest) -> Edition | None:
    """Make the next edition of a digest, with one planned delivery for each confirmed reader.

    None without news, and none without readers: then the pieces wait for the next edition.
    """
    with transaction.atomic():
        return _compose(_locked(digest.pk))


def round_(stop: Stop = never) -> int:
    """Compose the digests whose hour has come; returns the number of editions."""
    made = 0
    for digest in Digest.objects.filter(active=True):
        if stop():
            break
        if _hour_came(digest):
            made += _compose_on_time(digest)
    return made


def preview(digest: Digest) -> Bodies | None:
    """Return what the next edition would say if it were composed now; None without news."""
    articles = news(digest)
    if not articles:
        return None
    outlet, number = Outlet.objects.the(), _next_number(digest)
    return letters.bodies(digest, articles, outlet=outlet, at=clock.now(), number=number)


def news(digest: Digest) -> Sequence[Article]:
    """Return what the digest has not carried yet, in the order of archive pages."""
    carried = Piece.objects.filter(digest=digest).values("article")
    # In the order of places from the start, SQLite would look at every article there ever was.
    recent = Article.objects.filter(news_at__gte=digest.begins).exclude(pk__in=carried)
    live = Article.objects.live().filter(pk__in=recent.order_by().values("pk"))
    return list(live.newest_first().select_related("partner", "picture").defer("body"))


def _locked(key: int) -> Digest:
    """Return the digest's row, so that of two processes one waits here and then finds no news."""
    return Digest.objects.select_for_update().get(pk=key)


def _compose_on_time(digest: Digest) -> bool:
    with transaction.atomic():
        locked = _locked(digest.pk)
        if not _hour_came(locked):
            return False
        edition = _compose(locked)
        locked.looked_at = clock.now()
        locked.save(update_fields=["looked_at"])
    return edition is not None


def _compose(digest: Digest) -> Edition | None:
    articles = news(digest)
    readers = digest.readers.confirmed().order_by("pk").values_list("pk", flat=True)
    if not articles or not readers.exists():
        return None
    at = clock.now()
    number = _next_number(digest)
    words = letters.bodies(digest, articles, outlet=Outlet.objects.the(), at=at, number=number)
    edition = Edition.objects.create(
        digest=digest,
        number=number,
        cut_at=at,
        subject=words.subject,
        html=words.html,
        text=words.text,
    )
    Piece.objects.bulk_create(
        Piece(digest=digest, edition=edition, article=article, rank=rank, **letters.frozen(article))
        for rank, article in enumerate(articles, 1)
    )
    plan_deliveries(edition, list(readers), at=at)
    journal.write("edition.composed", edition)
    return edition


def _next_number(digest: Digest) -> int:
    return (digest.editions.aggregate(last=Max("number"))["last"] or 0) + 1


def _hour_came(digest: Digest) -> bool:
    """Return whether the digest's hour came since it was last looked at, or since it began."""
    return (digest.looked_at or digest.begins) < last_hour(digest.hour)


def last_hour(hour: int) -> datetime:
    """Return when it was last that hour of the day in the outlet's zone."""
    here = clock.now().astimezone(Outlet.objects.the().tz)
    today = here.replace(hour=hour, minute=0, second=0, microsecond=0, fold=0)
    return today if today <= here else today - timedelta(days=1)
