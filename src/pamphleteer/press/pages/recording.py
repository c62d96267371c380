"""The files of the recordings that pages bring."""

from collections.abc import Iterator

from pamphleteer.desk.models import Recording
from pamphleteer.desk.verbs.recordings import where
from pamphleteer.press import things
from pamphleteer.press.kinds import Kind, Things
from pamphleteer.press.models import Need
from pamphleteer.press.page import Page, Stored
from pamphleteer.press.site import Site


def _path(key: str) -> str:
    return f"audio/{key}"


def _keys() -> Iterator[str]:
    rows = Need.objects.filter(thing__startswith="recording:").order_by("thing")
    yield from _keys_of(frozenset(rows.values_list("thing", flat=True).distinct()))


def _keys_of(changed: Things) -> Iterator[str]:
    if keys := things.keys(changed, "recording"):
        yield from (
            Recording.objects.filter(pk__in=keys).order_by("pk").values_list("name", flat=True)
        )


def _make(site: Site, key: str) -> Page | None:
    del site
    one = Recording.objects.filter(name=key).first()
    if one is None or not Need.objects.filter(thing=things.recording(one.pk)).exists():
        return None
    return Page(_path(key), Stored(where(key), one.sha256, one.size))


kind = Kind(
    name="recording",
    path=_path,
    make=_make,
    every=_keys,
    keys_of=_keys_of,
    beside=True,
)
