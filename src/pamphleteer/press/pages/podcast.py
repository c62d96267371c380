"""Podcasts: the feed of what is to be heard under a topic that is a show."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import minijinja
from django.conf import settings

from pamphleteer.desk.models import Show
from pamphleteer.desk.verbs.pictures import where
from pamphleteer.press import entries, paths, theme, things, voice
from pamphleteer.press.kinds import Kind, Things
from pamphleteer.press.languages import tag
from pamphleteer.press.page import Page
from pamphleteer.press.piece import Heading
from pamphleteer.press.site import Site
from pamphleteer.register.models import TopicAddress
from pamphleteer.register.statements import ask, ask_each

_COVERS = "SELECT p.master FROM desk_show s JOIN desk_picture p ON p.id = s.cover_id"
_COVERS_OF = f"{_COVERS} WHERE s.topic_id IN (KEYS)"
EPISODES = 300  # the newest ones: players keep what they know
_HERE = b"<!--entries-->"


@dataclass(frozen=True, slots=True)
class Told:
    """What the feed of a show says of it."""

    title: str
    words: str
    page: str
    address: str
    moved: bool  # the feed stands at an address that the topic had before
    hubs: tuple[str, ...]
    language: str
    author: str
    publisher: str
    email: str
    category: tuple[str, ...]
    explicit: str
    image: str
    guid: UUID
    updated: str
    order: str = "episodic"
    locked: str = "yes"  # nobody else may carry it off without a word to the owner
    medium: str = "podcast"


def _path(key: str) -> str:
    return paths.folder(paths.topic(key)) + paths.PODCAST


def _every() -> Iterator[str]:
    shows = Show.objects.values("topic")
    yield from Show.objects.order_by("pk").values_list("topic__slug", flat=True)
    former = TopicAddress.objects.filter(topic__in=shows).order_by("pk")
    yield from former.values_list("slug", flat=True)


def _keys_of(changed: Things) -> Iterator[str]:
    keys = things.keys(things.lists(changed, "topic"), "topic")
    shows = (
        list(Show.objects.filter(topic__in=keys).values_list("topic", "topic__slug"))
        if keys
        else []
    )
    yield from (slug for _topic, slug in shows)
    if shows:
        former = TopicAddress.objects.filter(topic__in=[topic for topic, _slug in shows])
        yield from former.values_list("slug", flat=True)


def _covers() -> Iterator[str]:
    yield from (master for (master,) in ask(_COVERS))


def _covers_of(changed: Things) -> Iterator[str]:
    if keys := things.keys(things.lists(changed, "topic"), "topic"):
        yield from (master for (master,) in ask_each(_COVERS_OF, keys))


def _cover(site: Site, key: str) -> Page | None:
    """Return the cover in its full size, as long as a show has it."""
    shows = Show.objects.filter(cover__master=key).values_list("topic", flat=True)
    site.note(*map(things.topic, shows))
    file = where(key)
    return Page(f"pictures/{key}", file.read_bytes()) if shows and file.is_file() else None


def _make(site: Site, key: str) -> Page | None:
    topic = site.topic_at(paths.topic(key)) or site.former_topic(key)
    rows = Show.objects.select_related("cover")
    show = rows.filter(topic=topic.pk).first() if topic else None
    if topic is None or show is None:
        return None
    pieces = [one for one in site.latest(things.show(topic.pk), EPISODES) if one.audio]
    updated = max(map(entries.changed, pieces), default=None)
    told = _told(site, topic, show, key, entries.rfc822(updated) if updated else "")
    around = theme.made("press/podcast.xml", show=told, entries=minijinja.safe(_HERE.decode()))
    before, _here, after = around.partition(_HERE)
    written = entries.written(site, pieces, "podcast", whole=True)
    return Page(_path(key), b"".join((before, *written, after)))


def _told(site: Site, topic: Heading, show: Show, key: str, updated: str) -> Told:
    outlet, picture = site.outlet, topic.picture
    own = paths.folder(topic.path) + paths.PODCAST
    image = f"pictures/{picture.plain.href}" if picture else ""
    if show.cover:
        image = f"pictures/{show.cover.master}"
    return Told(
        title=topic.name,
        words=topic.description
        or voice.say(outlet.language, "{name}, in {outlet}", name=topic.name, outlet=outlet.name),
        page=paths.absolute(topic.path, settings.SITE_URL),
        address=paths.absolute(own, settings.SITE_URL),
        moved=own != _path(key),
        hubs=settings.PRESS_HUBS,
        language=tag(show.language) or tag(outlet.language) or "en",
        author=show.author or outlet.name,
        publisher=outlet.name,
        email=show.email,
        category=tuple(show.category.split(" / ")),
        explicit="true" if show.explicit else "false",
        image=paths.absolute(image, settings.SITE_URL) if image else "",
        guid=show.guid,
        updated=updated,
    )


cover = Kind(
    name="cover",
    path=lambda key: f"pictures/{key}",
    make=_cover,
    every=_covers,
    keys_of=_covers_of,
    beside=True,
)
kind = Kind(
    name="podcast",
    path=_path,
    make=_make,
    every=_every,
    keys_of=_keys_of,
    templates=("press/podcast.xml", "press/entry.rss.xml", entries.PICTURE),
    shared=lambda _site: repr(settings.PRESS_HUBS),
)
