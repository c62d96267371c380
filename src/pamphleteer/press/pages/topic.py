"""The archive pages of each topic, and the page that lists the topics."""

from collections.abc import Iterator, Sequence
from typing import Any

from pamphleteer.ground.text import cut
from pamphleteer.press import paths, theme, things
from pamphleteer.press.kinds import Kind, Things
from pamphleteer.press.models import Shelf
from pamphleteer.press.page import Page
from pamphleteer.press.piece import Gone, Heading, Piece
from pamphleteer.press.site import Site
from pamphleteer.register.models import Topic, TopicAddress


def _keys() -> Iterator[str]:
    """Yield where topics stand, also those without pieces: somebody may have the address."""
    for rows in (Topic.objects, TopicAddress.objects):
        yield from rows.order_by("pk").values_list("slug", flat=True)


def _keys_of(changed: Things) -> Iterator[str]:
    keys = things.keys(changed, "topic")
    if keys:
        yield from Topic.objects.filter(pk__in=keys).values_list("slug", flat=True)
        yield from TopicAddress.objects.filter(topic__in=keys).values_list("slug", flat=True)


def _make(site: Site, key: str) -> Page | None:
    topic = site.topic_at(paths.topic(key))
    if topic is None:
        former = site.former_topic(key)
        return Page(paths.topic(key), _moved(site, key, former).encode()) if former else None
    name = things.topic(topic.pk)
    content = _rendered(site, topic, site.shelf(name, None), None, site.last_shelf(name))
    return Page(topic.path, content.encode())


def _moved(site: Site, key: str, topic: Heading) -> str:
    gone = Gone(paths.topic(key), moved_to=topic.path)
    return theme.render_page(
        "press/moved.html",
        path=gone.path,
        outlet=site.outlet,
        gone=gone,
        what="topic",
        onward=paths.link(gone.moved_to),
    )


def _numbered_keys() -> Iterator[str]:
    for key, slug in Topic.objects.order_by("pk").values_list("pk", "slug"):
        rows = Shelf.objects.filter(list=things.topic(key), number__gt=1).order_by("number")
        yield from (f"{slug}/{number - 1}" for number in rows.values_list("number", flat=True))


def _numbered_keys_of(changed: Things) -> Iterator[str]:
    shelves = [
        (topic, number)
        for name, number in things.shelves(changed)
        if (topic := things.topic_of(name)) is not None
    ]
    topics = {*things.keys(changed, "topic"), *(topic for topic, _number in shelves)}
    slugs = dict(Topic.objects.filter(pk__in=topics).values_list("pk", "slug"))
    yield from (f"{slugs[topic]}/{number}" for topic, number in shelves if topic in slugs)
    for key in things.keys(changed, "topic"):
        rows = Shelf.objects.filter(list=things.topic(key), number__gt=1).order_by("number")
        numbers = rows.values_list("number", flat=True) if key in slugs else ()
        yield from (f"{slugs[key]}/{number - 1}" for number in numbers)


def _numbered_path(key: str) -> str:
    slug, _slash, number = key.rpartition("/")
    return paths.topic_page(slug, int(number))


def _make_numbered(site: Site, key: str) -> Page | None:
    slug, _slash, told = key.rpartition("/")
    topic, number = site.topic_at(paths.topic(slug)), int(told)
    if topic is None:
        return None
    name = things.topic(topic.pk)
    last = site.last_shelf(name)
    if not 0 < number < last:
        return None
    pieces = site.shelf(name, number)
    content = _rendered(site, topic, pieces, number, last)
    return Page(_numbered_path(key), content.encode(), site.place_of(name, number))


def _rendered(
    site: Site, topic: Heading, pieces: Sequence[Piece], number: int | None, last: int
) -> str:
    outlet, here = site.outlet, number or last
    folder = topic.path.removesuffix(paths.FRONT)
    newer = f"{folder}{number + 1}.html" if number and number + 1 < last else topic.path
    return theme.render_page(
        "press/topic.html",
        path=f"{folder}{number}.html" if number else topic.path,
        outlet=outlet,
        description=cut(topic.description, 200) or outlet.tagline,
        feeds=[
            {"title": f"{topic.name} – {outlet.name}", "href": topic.feed_href},
            {"title": outlet.name, "href": paths.FEED},
        ],
        topic=topic,
        above=site.above(topic),
        below=() if number else site.below(topic),
        pieces=pieces,
        number=number,
        count=None if number else site.total(things.topic(topic.pk)),
        newer=paths.link(newer) if number else None,
        older=paths.link(f"{folder}{here - 1}.html") if here > 1 else None,
        years=site.years(things.topic(topic.pk), folder) if number is None and here > 1 else (),
    )


def _index(site: Site, key: str) -> Page:
    del key
    content = theme.render_page(
        "press/topics.html",
        path=paths.TOPICS,
        outlet=site.outlet,
        topics=[_counted(site, topic) for topic in site.below(None)],
    )
    return Page(paths.TOPICS, content.encode())


def _counted(site: Site, topic: Heading) -> dict[str, Any]:
    """Return a topic with the number of its pieces, and those that lie under it."""
    return {
        "heading": topic,
        "count": site.count(topic),
        "below": [_counted(site, one) for one in site.below(topic)],
    }


_PARTS = ("press/topic.html", "press/piece.html", "press/picture.html")

newest = Kind(
    name="topic",
    path=paths.topic,
    make=_make,
    every=_keys,
    keys_of=_keys_of,
    templates=(*_PARTS, "press/moved.html"),
)
numbered = Kind(
    name="topic-page",
    path=_numbered_path,
    make=_make_numbered,
    every=_numbered_keys,
    keys_of=_numbered_keys_of,
    templates=_PARTS,
    many=True,
)
index = Kind(
    name="topics",
    path=lambda _key: paths.TOPICS,
    make=_index,
    every=lambda: ("",),
    templates=("press/topics.html",),
)
