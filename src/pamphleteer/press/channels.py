"""Channels: what there are feeds of, whatever their format."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha1
from typing import Any

from django.db.models import Manager, QuerySet

from pamphleteer.press import partners, paths, things, voice
from pamphleteer.press.kinds import Things
from pamphleteer.press.site import Site
from pamphleteer.register.models import Outlet, Partner, PartnerAddress, Topic, TopicAddress


@dataclass(frozen=True, slots=True)
class Channel:
    """What a feed is of: a list of pieces, in words, with its page."""

    list: str
    title: str
    words: str
    page: str
    folder: str  # below which its feeds lie: "", "topics/water/" ...

    @property
    def whole(self) -> bool:
        """Whether archived parts hold whole pieces: of each there is one such copy in each format."""
        return self.list == things.ALL


def lasting_id(outlet: Outlet, name: str) -> str:
    """Return an identifier that stays when slugs, names and the outlet's address change (RFC 9562)."""
    return _urn(outlet.mark.bytes, name)


@lru_cache(maxsize=8192)
def _urn(space: bytes, name: str) -> str:
    found = bytearray(sha1(space + name.encode(), usedforsecurity=False).digest())
    found[6], found[8] = found[6] & 0x0F | 0x50, found[8] & 0x3F | 0x80
    digits = found[:16].hex()
    parts = digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]
    return "urn:uuid:" + "-".join(parts)


def of(site: Site, where: str) -> Channel | None:
    """Return the channel whose feeds lie at a place such as "topic/water", or go on there."""
    sort, _slash, slug = where.partition("/")
    return _SORTS[sort](site, slug) if sort in _SORTS else None


def expect(site: Site, places: Iterable[str]) -> None:
    """Read at once what places will be asked for one by one: those of partners."""
    parts = (place.partition("/") for place in places)
    partners.expect(site, {slug for sort, _slash, slug in parts if sort == "partner"})


def folder_of(where: str) -> str:
    """Return the folder of a place."""
    sort, _slash, slug = where.partition("/")
    return paths.folder(_PATHS[sort](slug))


def every() -> Iterator[str]:
    """Yield the places of all channels, and those at which some stood before."""
    yield _OUTLET
    for rows, key, sort in (*_ROWS, *_FORMER):
        yield from (place for _name, place in _places(rows.all(), key, sort))


def changed(told: Things) -> Iterator[str]:
    """Yield the places of channels that may come or go with some things."""
    for rows, key, sort in (*_ROWS, *_FORMER):
        if keys := things.keys(things.lists(told, sort), sort):
            found = rows.filter(**{f"{key}__in": keys})
            yield from (place for _name, place in _places(found, key, sort))


def lists() -> Iterator[tuple[str, str]]:
    """Yield each list that has feeds with the place of its channel."""
    yield things.ALL, _OUTLET
    for rows, key, sort in _ROWS:
        yield from _places(rows.all(), key, sort)


def places(names: set[str]) -> dict[str, str]:
    """Return the places of the channels of some lists."""
    found = {things.ALL: _OUTLET} if things.ALL in names else {}
    for rows, key, sort in _ROWS:
        if keys := things.keys(names, sort):
            found |= dict(_places(rows.filter(pk__in=keys), key, sort))
    return found


def _places(rows: QuerySet[Any], key: str, sort: str) -> Iterator[tuple[str, str]]:
    for number, slug in rows.order_by("pk").values_list(key, "slug"):
        yield f"{sort}:{number}", f"{sort}/{slug}"


def _outlet(site: Site, _slug: str) -> Channel:
    outlet = site.outlet
    return Channel(things.ALL, outlet.name, outlet.tagline or outlet.name, paths.FRONT, "")


def _topic(site: Site, slug: str) -> Channel | None:
    # Readers of feeds follow no page: where a topic's feed stood, the same feed goes on.
    topic = site.topic_at(paths.topic(slug)) or site.former_topic(slug)
    if topic is None:
        return None
    name = f"{topic.name} – {site.outlet.name}"
    words = topic.description or _within(site.outlet, topic.name)
    return Channel(things.topic(topic.pk), name, words, topic.path, paths.folder(topic.path))


def _partner(site: Site, slug: str) -> Channel | None:
    partner = partners.at(site, slug) or partners.formerly_at(site, slug)
    if partner is None or not site.has_pieces(things.partner(partner.pk)):
        return None
    name = f"{partner.name} – {site.outlet.name}"
    words = partner.about or _within(site.outlet, partner.name)
    return Channel(
        things.partner(partner.pk), name, words, partner.path, paths.folder(partner.path)
    )


def _within(outlet: Outlet, name: str) -> str:
    return voice.say(outlet.language, "{name}, in {outlet}", name=name, outlet=outlet.name)


_OUTLET = "all/"
_SORTS: dict[str, Callable[[Site, str], Channel | None]] = {
    "all": _outlet,
    "topic": _topic,
    "partner": _partner,
}
_PATHS: dict[str, Callable[[str], str]] = {
    "all": lambda _slug: paths.FRONT,
    "topic": paths.topic,
    "partner": paths.partner,
}
# Rows that have a channel each, by which field they are known, and the sort of their lists.
_Rows = tuple[Manager[Any], str, str]
_ROWS: tuple[_Rows, ...] = ((Topic.objects, "pk", "topic"), (Partner.objects, "pk", "partner"))
_FORMER: tuple[_Rows, ...] = (
    (TopicAddress.objects, "topic", "topic"),
    (PartnerAddress.objects, "partner", "partner"),
)
