"""Plan to fetch the whole of what a feed cuts, where the licence allows it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.conf import settings

from pamphleteer.collect.canonical import canonical
from pamphleteer.collect.excerpts import looks_cut
from pamphleteer.collect.found import Found
from pamphleteer.collect.models import Text, WireItem
from pamphleteer.ground import clock
from pamphleteer.ground.http import host_of

# The house is told of a piece by then, whole or not: news that waits for ever is none.
PATIENCE = timedelta(minutes=30)


def plan(found: Iterable[Found], *, new: Sequence[int], changed: Sequence[int]) -> list[int]:
    """Plan texts for these wire items, in the transaction that keeps them.

    Returns the keys of those that the house is to be told of now; of the others it hears when their
    text is settled.
    """
    if not (new or changed):
        return []
    untold = dict.fromkeys(new, clock.now() + PATIENCE)
    if changed:
        before = Text.objects.filter(item__in=changed)
        untold |= dict(before.filter(told=False).values_list("item", "tell_by"))
        before.delete()
    cut = {one.identity for one in found if looks_cut(one)} if settings.COLLECT_FULL_TEXT else set()
    ours = WireItem.objects.filter(pk__in=[*new, *changed], licence__full_text=True) if cut else ()
    planned = [_text(item, untold.get(item.pk)) for item in ours if item.identity in cut]
    Text.objects.bulk_create(planned)
    waiting = {text.pk for text in planned}
    return [key for key in untold if key not in waiting]


def _text(item: WireItem, tell_by: datetime | None) -> Text:
    now, url = clock.now(), canonical(item.url) or item.url
    return Text(
        item=item,
        url=url,
        host=host_of(url),
        due_at=now,
        tell_by=tell_by or now,
        told=tell_by is None,
    )
