"""The archive pages of each topic, and the page that lists the topics."""

from collections.abc import Collection, Iterator
from typing import Any

from pamphleteer.ground.text import cut
from pamphleteer.press import alternates, paths, theme, things
from pamphleteer.press.kinds import Kind
from pamphleteer.press.listing import Listing, Subject
from pamphleteer.press.page import Page
from pamphleteer.press.piece import Heading
from pamphleteer.press.site import Site
from pamphleteer.register.models import Topic, TopicAddress


def _addresses(names: Collection[str] | None) -> Iterator[tuple[str, str]]:
    """Yield where topics stand and stood, also those without pieces: somebody may have the address."""
    keys = None if names is None else things.keys(frozenset(names), "topic")
    for rows, key in ((Topic.objects, "pk"), (TopicAddress.objects, "topic")):
        found = rows.all() if keys is None else rows.filter(**{f"{key}__in": keys})
        for topic, slug in found.order_by("pk").values_list(key, "slug"):
            yield things.topic(topic), slug


def _find(site: Site, slug: str, newest: bool) -> Subject | None:
    topic = site.topic_at(paths.topic(slug))
    if topic is None:
        former = site.former_topic(slug)
        return Subject(things.topic(former.pk), former.slug, {}) if former else None
    outlet = site.outlet
    folder = paths.folder(topic.path)
    title = f"{topic.name} – {outlet.name}"
    heard = [alternates.podcast(title, folder)] if site.is_show(topic) else []
    shown = {
        "podcast": heard[0] if heard else None,
        "description": cut(topic.description, 200) or outlet.tagline,
        "feeds": [
            *heard,
            *alternates.of(title, folder),
            *alternates.of(outlet.name),
        ],
        "topic": topic,
        "above": site.above(topic),
        "below": site.below(topic) if newest else (),
    }
    return Subject(things.topic(topic.pk), slug, shown)


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


newest, numbered = Listing(
    name="topic",
    lists="topic",
    template="press/topic.html",
    folder=lambda slug: paths.topic(slug).removesuffix(paths.FRONT),
    find=_find,
    addresses=_addresses,
    what="topic",
    empty=True,
    version=2,
).kinds()
index = Kind(
    name="topics",
    path=lambda _key: paths.TOPICS,
    make=_index,
    every=lambda: ("",),
    templates=("press/topics.html",),
)
