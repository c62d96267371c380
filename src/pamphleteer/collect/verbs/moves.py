"""Follow a source that moves for good, and retire one that is gone."""

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction

from pamphleteer.collect.models import Former, Source
from pamphleteer.ground import clock
from pamphleteer.ground.http import host_of
from pamphleteer.register.verbs import journal

TIMES = 3
"""A permanent redirect is believed when so many polls in a row have led to the same address."""
LASTING = timedelta(minutes=30)
"""And no sooner than that after the first of them: a fault of the server's may last for minutes."""
_STAYS: dict[str, Any] = {"moving_to": "", "moving_times": 0, "moving_since": None}


def follow(source: Source, moved_to: str) -> None:
    """Note where a source says that it moved for good, and believe it when it repeats.

    Meant for the transaction that keeps the outcome of a poll.
    """
    if moved_to in {"", source.url}:
        forget(source)
        return
    if moved_to != source.moving_to or source.moving_since is None:
        _save(source, moving_to=moved_to[:2000], moving_times=0, moving_since=clock.now())
    _save(source, moving_times=source.moving_times + 1)
    lasting = source.moving_since and clock.now() - source.moving_since >= LASTING
    if source.moving_times >= TIMES and lasting and len(moved_to) <= 2000:
        _move(source, moved_to)


def forget(source: Source) -> None:
    """Begin to count anew, for a poll did not lead where those before it did. Meant likewise."""
    if source.moving_to:
        _save(source, **_STAYS)


def retire(source: Source, *, why: str) -> None:
    """Poll a source no more, and say why; what came from it stays. Meant for a transaction."""
    _save(source, active=False, note=why[:500])
    journal.write("source.retired", source, why=why[:500])


def gone_for_good(source: Source) -> None:
    """Retire a source whose server says that there is nothing any more, and never will be."""
    retire(
        source,
        why=f"gone for good since {clock.now():%-d %B %Y} (410): ask the partner for another "
        "address; `sources resume` polls it again",
    )


def _move(source: Source, to: str) -> None:
    before = source.url
    try:
        if Source.objects.filter(url=to).exclude(pk=source.pk).exists():
            raise IntegrityError
        with transaction.atomic():
            _save(source, url=to, host=host_of(to), **_STAYS)
    except IntegrityError:
        source.url = before
        retire(source, why=f"moved for good to {to}, which is a source already")
        return
    Former.objects.filter(url=to).delete()
    Former.objects.update_or_create(url=before, defaults={"source": source})
    _save(source, note=f"moved here from {before} on {clock.now():%-d %B %Y}"[:500])
    journal.write("source.moved", source, before=before, to=to)


def _save(source: Source, **fields: object) -> None:
    for name, value in fields.items():
        setattr(source, name, value)
    source.save(update_fields=list(fields))
