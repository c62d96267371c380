"""The files of the pictures that pages show."""

from collections.abc import Iterator

from pamphleteer.desk.models import Picture
from pamphleteer.desk.verbs.pictures import where
from pamphleteer.press import things
from pamphleteer.press.kinds import Kind, Things
from pamphleteer.press.models import Need
from pamphleteer.press.page import Page, Stored
from pamphleteer.press.site import Site

_CHUNK = 500


def _path(key: str) -> str:
    return f"pictures/{key.rpartition('/')[2]}"


def _keys() -> Iterator[str]:
    rows = Need.objects.filter(thing__startswith="picture:").order_by("thing")
    yield from _keys_of(frozenset(rows.values_list("thing", flat=True).distinct()))


def _keys_of(changed: Things) -> Iterator[str]:
    wanted = things.keys(changed, "picture")
    seen: set[str] = set()
    for start in range(0, len(wanted), _CHUNK):
        for picture in Picture.objects.filter(pk__in=wanted[start : start + _CHUNK]).order_by("pk"):
            found = [f"{picture.source}/{one.name}" for one in picture.renditions]
            yield from (key for key in found if key not in seen)
            seen.update(found)


def _make(site: Site, key: str) -> Page | None:
    """Return the file as long as a page shows a picture that it belongs to."""
    del site
    source, _slash, name = key.rpartition("/")
    pictures = {things.picture(one.pk): one for one in Picture.objects.filter(source=source)}
    shown = Need.objects.filter(thing__in=pictures).values_list("thing", flat=True).distinct()
    for thing in shown:
        for one in pictures[thing].renditions:
            if one.name == name:
                return Page(_path(key), Stored(where(name), one.sha256, one.size))
    return None


kind = Kind(
    name="picture",
    path=_path,
    make=_make,
    every=_keys,
    keys_of=_keys_of,
    beside=True,
)
