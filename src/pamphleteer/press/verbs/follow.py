"""Follow the journal: what it tells of, the files that need it become due."""

from collections.abc import Iterable, Sequence
from contextlib import nullcontext

from django.db import transaction

from pamphleteer.desk.models import Article, Author, Byline, Show
from pamphleteer.press import kinds, things
from pamphleteer.press.errors import PressError
from pamphleteer.press.models import File, Listed, Plan
from pamphleteer.press.models.file import NOW
from pamphleteer.press.site import Site
from pamphleteer.press.stock import Stock
from pamphleteer.press.verbs import dating, due, lists, relisting, shelves, signing
from pamphleteer.press.verbs.known import RECORDED
from pamphleteer.register.models import Topic, TopicMerge
from pamphleteer.register.statements import hurried
from pamphleteer.register.verbs import journal
from pamphleteer.register.verbs.journal import Line

READER = "press"
WHATS = (
    "article.published",
    "article.withdrawn",
    "article.corrected",
    "article.linked",
    "article.unlinked",
    "outlet.changed",
    "topic.changed",
    "topic.moved",
    "topic.merged",
    "author.changed",
    "author.merged",
    "partner.changed",
    "licence.changed",
    "picture.changed",
    "fixedpage.changed",
    "fixedpage.moved",
    "look.changed",
    "source.added",
    "source.changed",
    "source.moved",
    "source.paused",
    "source.resumed",
    "source.retired",
)
_AT_MOST = 500  # lines of the journal at once
_OF_ALL = {relisting.LISTS, relisting.UNDER_WAY, RECORDED}  # plans that are of no kind


def waiting() -> bool:
    """Tell whether there is anything to do for a round."""
    there = journal.has_unread(READER, whats={*WHATS, *kinds.heard()})
    return there or relisting.is_due() or due.first() is not None


def follow(stock: Stock) -> bool:
    """Make due what the next lines of the journal tell of; True if there may be more of them.

    Each step may be done twice: the place in the journal moves behind all of them. Lines of a few
    articles are one transaction, which waits for no disk: they are followed again if it is lost. The
    stock forgets what has changed; all of it if another process has followed the journal meanwhile.
    """
    unread = journal.unread(READER, whats={*WHATS, *kinds.heard()}, at_most=_AT_MOST)
    if unread.place != stock.place:
        stock.empty()
        stock.place = unread.place
    if not unread:
        return False
    told = {sort: _subjects(unread.entries, sort) for sort in _SORTS}
    of_articles = all(entry.what.startswith("article.") for entry in unread.entries)
    is_small = of_articles and len(told["article"]) <= lists.AT_ONCE
    with hurried() if is_small else nullcontext():
        stock.forget(_relist(told["article"]))
        if not of_articles:
            stock.outlet = None
            _follow_others(unread.entries, told, stock)
        moved = journal.move(unread)
    if moved:
        stock.place = unread.entries[-1].pk
    return len(unread.entries) == _AT_MOST


def _follow_others(entries: Sequence[Line], told: dict[str, list[int]], stock: Stock) -> None:
    """Make due what has changed besides articles: it may be shared by all files."""
    for key in told["topic"]:
        stock.forget(_relist_merged(key))
    stock.forget(_relist_shows(told["topic"]))
    for key in told["author"]:
        stock.forget(_relist_signed(key))
    changed = _things(told) | _brought(entries)
    stock.forget(changed)
    due.mark(changed, widely=True)
    due.refresh(Site(stock))


def reckon() -> None:
    """List and plan all that there is, and make each file due, also those that have no place any more."""
    how = relisting.manner()
    # Whoever finds it half done begins again.
    relisting.begin()
    journal.skip(READER)
    with transaction.atomic():
        shelves.count_all()
    lists.open_all()
    for articles in lists.every():
        with hurried():
            lists.lay(articles)
    dating.gather()
    signing.gather()
    seen: dict[str, str] = {}
    for kind in kinds.brought().values():
        due.plan(kind, _apart(kind, seen))
    due.everything()
    due.refresh(Site())
    with hurried():
        for kind in kinds.brought().values():
            Plan.objects.filter(kind=kind.name).update(version=kind.version)
    relisting.done(how)


def catch_up() -> None:
    """Make due what an upgrade or a changed theme has made stale, and plan kinds that are new."""
    planned = dict(Plan.objects.values_list("kind", "version"))
    due.refresh(Site())
    for kind in kinds.brought().values():
        if planned.get(kind.name) != kind.version:
            due.plan(kind, kind.every())
            Plan.objects.filter(kind=kind.name).update(version=kind.version)
    for name in set(planned) - kinds.brought().keys() - _OF_ALL:
        File.objects.filter(kind=name).update(due=NOW)
        Plan.objects.filter(kind=name).delete()


def _apart(kind: kinds.Kind, seen: dict[str, str]) -> Iterable[str]:
    for key in kind.every():
        path = kind.path(key)
        if seen.setdefault(path, kind.name) != kind.name:
            raise PressError(f"two kinds of pages make the same file, {path}")
        yield key


def _relist(articles: Iterable[int]) -> set[str]:
    keys, changed = sorted(articles), set[str]()
    for start in range(0, len(keys), lists.AT_ONCE):
        with transaction.atomic(savepoint=False):
            some = lists.relist(keys[start : start + lists.AT_ONCE])
            past = lists.in_past(some)
            due.mark(some - past)
            if past:
                due.mark(past, widely=True)
        changed |= some
    return changed


def _relist_merged(topic: int) -> set[str]:
    """List anew what stood under topics that were merged into another one."""
    keys = TopicMerge.objects.filter(topic=topic).values_list("key", flat=True)
    return _relist_lists([things.topic(key) for key in keys])


def _relist_signed(author: int) -> set[str]:
    """List anew what was that of authors who are this one now, and return what names them."""
    others = Author.objects.filter(into=author).values_list("pk", flat=True)
    changed = _relist_lists([things.author(key) for key in others])
    with transaction.atomic():
        changed |= signing.renamed(author)
    signed = Byline.objects.filter(author=author).values_list("article", flat=True)
    changed |= {things.author(author), *map(things.article, signed)}
    due.mark(changed, widely=True)
    return changed


def _relist_lists(names: Iterable[str]) -> set[str]:
    changed: set[str] = set()
    for name in names:
        while True:
            rows = Listed.objects.filter(list=name).values_list("article", flat=True)
            articles = list(rows[: lists.AT_ONCE])
            if not articles:
                break
            changed |= _relist(articles)
    return changed


def _relist_shows(topics: Iterable[int]) -> set[str]:
    """List anew what is to be heard under topics that have become podcasts, or are none any more."""
    changed: set[str] = set()
    shows = set(Show.objects.filter(topic__in=topics).values_list("topic", flat=True))
    for key in topics:
        name, is_show = things.show(key), key in shows
        heard = Article.objects.live().filter(topics=key).exclude(audio=None, audio_url="")
        wanted = set(heard.values_list("pk", flat=True)) if is_show else set()
        listed = set(Listed.objects.filter(list=name).values_list("article", flat=True))
        if is_show:
            shelves.opened([name])
        if wanted != listed:
            changed |= _relist(wanted ^ listed)
        if not is_show:
            shelves.drop(name)
    return changed


_SORTS = ("article", "topic", "author", "partner", "licence", "picture", "fixedpage", "source")


def _subjects(entries: Iterable[Line], sort: str) -> list[int]:
    begins = f"{sort}."
    found = {one.subject.rpartition(":")[2] for one in entries if one.what.startswith(begins)}
    return sorted(int(key) for key in found if key.isdecimal())


def _brought(entries: Iterable[Line]) -> set[str]:
    """Return the things that have changed in rows of rooms which bring pages."""
    sorts = {entry.what.partition(".")[0] for entry in entries if entry.what in kinds.heard()}
    named = {f"{sort}:{key}" for sort in sorts for key in _subjects(entries, sort)}
    return named | {things.any_of(sort) for sort in sorts}


def _things(told: dict[str, list[int]]) -> set[str]:
    """Return the things that have changed besides articles."""
    sorts = [sort for sort in _SORTS if sort not in {"article", "topic", "author"}]
    found = {f"{sort}:{key}" for sort in sorts for key in told[sort]}
    if not told["topic"]:
        return found
    gone = TopicMerge.objects.filter(topic__in=told["topic"]).values_list("key", flat=True)
    found |= {things.topic(key) for key in (*told["topic"], *gone)} | {things.TOPICS, things.COUNTS}
    # Where a topic lay before nobody knows: whatever lies above another one may have lost its last piece.
    above = Topic.objects.exclude(parent=None).order_by().values_list("parent", flat=True)
    return found | {things.below(key) for key in above.distinct() if key}
