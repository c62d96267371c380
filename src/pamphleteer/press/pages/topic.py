"""The archive page of each topic, and the page that lists the topics."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from pamphleteer.ground.text import cut
from pamphleteer.press import paths, theme
from pamphleteer.press.page import Page
from pamphleteer.press.site import Heading, Site


def pages(site: Site) -> Iterator[Page]:
    """Yield a page for each topic, also for one without pieces: somebody may have its address."""
    for topic in site.topics:
        yield Page(topic.path, partial(_topic, site, topic))
    yield Page(paths.TOPICS, partial(_topics, site))


def _topic(site: Site, topic: Heading) -> str:
    outlet = site.outlet
    return theme.render_page(
        "press/topic.html",
        path=topic.path,
        outlet=outlet,
        description=cut(topic.description, 200) or outlet.tagline,
        feeds=[
            {"title": f"{topic.name} – {outlet.name}", "href": topic.feed_href},
            {"title": outlet.name, "href": paths.FEED},
        ],
        topic=topic,
        above=site.above(topic),
        below=site.below(topic),
        pieces=site.of_topic.get(topic.pk, ()),
    )


def _topics(site: Site) -> str:
    return theme.render_page(
        "press/topics.html",
        path=paths.TOPICS,
        outlet=site.outlet,
        topics=[_counted(site, topic) for topic in site.below(None)],
    )


def _counted(site: Site, topic: Heading) -> dict[str, Any]:
    """Return a topic with the number of its pieces, and those that lie under it."""
    return {
        "heading": topic,
        "count": len(site.of_topic.get(topic.pk, ())),
        "below": [_counted(site, one) for one in site.below(topic)],
    }
