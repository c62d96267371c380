"""Remove the wire items that nobody used, and remember that they were here.

What an article came from is kept for ever, with its versions; a piece that a source still lists does
not come back as news.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError

from pamphleteer.collect.models import Host, Pruned, Robots, Shingle, Story, Suggestion, WireItem
from pamphleteer.collect.verbs import marks
from pamphleteer.collect.verbs.pruned import hashed
from pamphleteer.collect.verbs.turns import give_way, wait_turn
from pamphleteer.ground import clock
from pamphleteer.ground.stopping import Stop, never
from pamphleteer.register.models import Outlet
from pamphleteer.register.verbs import journal

AT_A_TIME = 200
_LONG_AGO = timedelta(days=1)


def round_(stop: Stop = never) -> int:
    """Remove what is older than `collect.keep_days` and nobody used; return how many items."""
    removed, last = 0, 0
    while settings.COLLECT_KEEP_DAYS and not stop():
        batch = _old(after=last)
        if not batch:
            break
        last = batch[-1]
        removed += _prune(batch)
        give_way()
    _forget_lookups(stop)
    return removed


def _old(*, after: int) -> list[int]:
    """Return the keys of the next items that may go, oldest first."""
    before = clock.now() - timedelta(days=settings.COLLECT_KEEP_DAYS)
    unused = WireItem.objects.filter(seen__lt=before, kept=False, pk__gt=after).order_by("pk")
    # Whom a piece came from first is part of where the article came from.
    told_of = WireItem.objects.filter(story__first=models.OuterRef("pk"), kept=True)
    unused = unused.exclude(models.Exists(told_of))
    return list(unused.values_list("pk", flat=True)[:AT_A_TIME])


def _prune(keys: Sequence[int]) -> int:
    """Remove a batch; where one of it turns out to be used, the others one by one."""
    try:
        return _removed(keys)
    except (ProtectedError, IntegrityError):
        if len(keys) == 1:
            # An article came from it, though nobody said so: it is not looked at again.
            WireItem.objects.filter(pk__in=keys).update(kept=True)
            return 0
        return sum(_prune([key]) for key in keys)


def _removed(keys: Sequence[int]) -> int:
    with transaction.atomic():
        wait_turn()
        items = WireItem.objects.filter(pk__in=keys, kept=False)
        if not items:
            return 0
        gone = list(items.values_list("pk", "source", "identity", "story"))
        found = [key for key, *_ in gone]
        Pruned.objects.bulk_create(
            [Pruned(source_id=source, hash=hashed(identity)) for _, source, identity, _ in gone],
            ignore_conflicts=True,
        )
        WireItem.objects.filter(pk__in=found).delete()
        _empty({story for *_, story in gone if story})
        counts = Counter(source for _, source, *_ in gone)
        journal.write("wire.pruned", Outlet(), items=len(gone), sources=dict(counts))
    return len(gone)


def _empty(stories: Collection[int]) -> None:
    """Remove the stories that lost their last item, and what was suggested of them."""
    left = WireItem.objects.filter(story__in=stories).values_list("story", flat=True)
    empty = set(stories) - set(left)
    either = models.Q(one__in=empty) | models.Q(other__in=empty)
    Suggestion.objects.filter(either).delete()
    Story.objects.filter(pk__in=empty).delete()
    for story in Story.objects.filter(pk__in=left, first=None):
        story.first = story.items.order_by("published", "pk").first()
        story.save(update_fields=["first"])


def _forget_lookups(stop: Stop) -> None:
    """Drop shingles among which no copies are sought any more, and what servers said long ago."""
    now = clock.now()
    Robots.objects.filter(until__lt=now - timedelta(days=30)).delete()
    # Made anew when they are asked again: what is left says no more than that they may be.
    Host.objects.filter(free_at__lt=now - _LONG_AGO).delete()
    # Looked at first, for on SQLite to remove nothing keeps all others from writing meanwhile.
    if Shingle.objects.filter(item__lt=marks.since()).exists():
        marks.sweep(stop)
