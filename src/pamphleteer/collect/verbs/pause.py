"""Let a source rest, and wake it again."""

from django.db import transaction
from django.utils.translation import gettext as _

from pamphleteer.collect.errors import RefusedError
from pamphleteer.collect.models import Former, Source
from pamphleteer.collect.verbs.add import source_address
from pamphleteer.ground import clock
from pamphleteer.ground.text import one_line
from pamphleteer.register.models import Person
from pamphleteer.register.verbs import journal


def pause(url: str, *, by: Person | None = None) -> Source:
    """Poll a source no more until it is resumed; what came from it stays. Raises `RefusedError`."""
    source = known(url)
    with transaction.atomic():
        Source.objects.filter(pk=source.pk).update(active=False, note="")
        journal.write("source.paused", source, by=by)
    source.active, source.note = False, ""
    return source


def resume(url: str, *, by: Person | None = None) -> Source:
    """Poll a source again, from now on, its faults forgotten. Raises `RefusedError`."""
    source = known(url)
    with transaction.atomic():
        Source.objects.filter(pk=source.pk).update(
            active=True, due_at=clock.now(), failures=0, failing_since=None, fault="", note=""
        )
        journal.write("source.resumed", source, by=by)
    source.refresh_from_db()
    return source


def known(url: str) -> Source:
    """Return the source at an address, or that was there before it moved. Raises `RefusedError`."""
    sources = Source.objects.with_rests(clock.now())
    address = _address(url)
    source = sources.filter(url=address).first()
    if not source:
        moved = Former.objects.filter(url=address).values("source")
        source = sources.filter(pk__in=moved).first()
    if not source:
        shown = one_line(url)[:200]
        told = _("“{address}” is no source; `pamphleteer sources list` shows them.")
        raise RefusedError(told.format(address=shown))
    return source


def _address(url: str) -> str:
    try:
        return source_address(url)
    except RefusedError:
        return url.strip()
