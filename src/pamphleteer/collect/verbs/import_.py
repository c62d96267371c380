"""Bring the sources of an OPML list in, with their folders as topics."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from django.db import transaction

from pamphleteer.collect import outlines
from pamphleteer.collect.errors import RefusedError
from pamphleteer.collect.models import Former, Source
from pamphleteer.collect.outlines import Outline
from pamphleteer.collect.pages import checked_selectors
from pamphleteer.collect.verbs.add import licence_named, source_address
from pamphleteer.collect.verbs.turns import give_way, wait_turn
from pamphleteer.ground import clock
from pamphleteer.ground.http import host_of
from pamphleteer.ground.text import one_line, slugify
from pamphleteer.register.models import Licence, Partner, Topic, TopicAddress

_AT_ONCE = 250
_GIVES_WAY = 4 * _AT_ONCE  # sources after which others may write
_TOPIC_LENGTH = 120
_NAME_LENGTH = 200
_TITLE_LENGTH, _LANGUAGE_LENGTH = 500, 20


@dataclass
class Imported:
    """What an import did, or would do: addresses, names, and lines with what was wrong there.

    `again` are the addresses that the list itself holds more than once.
    """

    added: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    again: list[str] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)
    partners: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    mended: str = ""


def import_(
    content: bytes,
    *,
    licence_slug: str = "",
    dry_run: bool = False,
    each: Callable[[int, int], None] | None = None,
) -> Imported:
    """Add the sources in an OPML document that are not here yet.

    A new partner is named by the source's title and has the licence that the list states for it,
    else `licence_slug`. What can't be added is told by its line, and the others are added still.
    `each` hears how many of how many were looked at. Raises `RefusedError`, and `SourceError` whose
    words go on from the file's name.
    """
    licence = licence_named(licence_slug) if licence_slug else None
    found = outlines.read(content)
    done = Imported(mended=found.mended)
    done.refused += [
        (line, f"“{one_line(name)[:80]}” is no source: it has no address of a feed")
        for line, name in found.others
    ]
    done.refused += [(line, _picked(name, kind)) for line, name, kind in found.foreign]
    importing = _Importing(done, licence, dry_run=dry_run)
    ready = importing.ready(found.items)
    for start in range(0, len(ready), _AT_ONCE):
        if start and start % _GIVES_WAY == 0:
            give_way()
        with transaction.atomic():
            wait_turn()
            importing.bring(ready[start : start + _AT_ONCE])
        if each:
            each(min(start + _AT_ONCE, len(ready)), len(ready))
    done.refused.sort()
    return done


def _picked(name: str, kind: str) -> str:
    return (
        f"“{one_line(name)[:80]}” is no feed, but picked from a page by another reader "
        f"({one_line(kind)[:40]}), which is not taken; `sources add ADDRESS --page` may take its page"
    )


@dataclass
class _Ready:
    """One outline that can be added, with what it needs."""

    outline: Outline
    url: str
    partner: str
    slug: str
    licence: Licence | None
    selectors: dict[str, str]
    folders: tuple[str, ...] = ()


class _Importing:
    """One import under way, and what is known of partners, licences and topics."""

    def __init__(self, done: Imported, licence: Licence | None, *, dry_run: bool) -> None:
        self.done = done
        self.licence = licence
        self.dry_run = dry_run
        self.licences = {one.slug: one for one in Licence.objects.all()}
        self.partners: set[str] = set()
        self.topics: set[str] = set()

    def ready(self, items: Sequence[Outline]) -> list[_Ready]:
        """Return what can be asked, each address once: a feed may lie in several folders.

        All that a list says of a source comes in with it, in one transaction.
        """
        found: dict[str, _Ready] = {}
        folders = defaultdict[str, dict[str, None]](dict)
        for item in items:
            try:
                one = self._checked(item)
            except RefusedError as error:
                self.done.refused.append((item.line, str(error).rstrip(".")))
                continue
            if found.setdefault(one.url, one) is not one:
                self.done.again.append(one.url)
            folders[one.url].update(dict.fromkeys(item.folders))
        return [replace(one, folders=tuple(folders[url])) for url, one in found.items()]

    def bring(self, ready: Sequence[_Ready]) -> None:
        """Add these, but for what is here already."""
        here = self._here(ready)
        known = Partner.objects.at([one.slug for one in ready])
        new = [one for one in ready if one.url not in here and self._may_be(one, known)]
        self.done.added += [one.url for one in new]
        self.done.known += [one.url for one in ready if one.url in here]
        self._note_topics(new)
        if not self.dry_run:
            _keep(new)
            _gather(new)

    def _checked(self, item: Outline) -> _Ready:
        url = source_address(item.url)
        if item.kind not in Source.Kind.values:
            raise RefusedError(f"“{item.kind[:40]}” is no kind of source")
        if item.licence and item.licence not in self.licences:
            raise RefusedError(f"“{item.licence[:40]}” is no licence that is known")
        host = urlsplit(url).hostname or ""
        named = (one_line(name)[:_NAME_LENGTH] for name in (item.partner, item.title, host))
        partner = next((name for name in named if slugify(name, otherwise="")), host)
        return _Ready(
            outline=item,
            url=url,
            partner=partner,
            slug=slugify(partner),
            licence=self.licences.get(item.licence) or self.licence,
            selectors=checked_selectors(item.selectors),
        )

    def _here(self, ready: Sequence[_Ready]) -> set[str]:
        """Return the addresses that sources have, or had before they moved."""
        urls = {one.url for one in ready}
        return {
            url
            for rows in (Source.objects, Former.objects)
            for url in rows.filter(url__in=urls).values_list("url", flat=True)
        }

    def _may_be(self, one: _Ready, known: dict[str, Partner]) -> bool:
        if one.slug in known or one.slug in self.partners:
            return True
        if one.licence is None:
            words = f"“{one.partner}” is a new partner: say its licence with --licence"
            self.done.refused.append((one.outline.line, words))
            return False
        self.partners.add(one.slug)
        self.done.partners.append(one.partner)
        return True

    def _note_topics(self, ready: Sequence[_Ready]) -> None:
        names = dict[str, str]()
        for one in ready:
            for slug, name in _topics(one):
                names.setdefault(slug, name)
        here = self.topics.union(_topic_keys(names))
        new = [slug for slug in names if slug not in here]
        self.topics.update(new)
        self.done.topics += [names[slug] for slug in new]


def _topics(one: _Ready) -> Iterator[tuple[str, str]]:
    for folder in one.folders:
        name = one_line(folder)[:_TOPIC_LENGTH]
        if slug := slugify(name, otherwise=""):
            yield slug, name


def _keep(ready: Sequence[_Ready]) -> None:
    """Make the rows; whoever else makes one of them at the same time does no harm."""
    now = clock.now()
    slugs = [one.slug for one in ready]
    known = Partner.objects.at(slugs)
    new = [_partner(one) for one in ready if one.licence and one.slug not in known]
    Partner.objects.bulk_create(new, ignore_conflicts=True)
    partners = Partner.objects.at(slugs)
    rows = [
        Source(
            partner=partners[one.slug],
            url=one.url,
            host=host_of(one.url),
            title=one_line(one.outline.title)[:_TITLE_LENGTH],
            language=one_line(one.outline.language)[:_LANGUAGE_LENGTH],
            kind=one.outline.kind,
            selectors=one.selectors,
            active=not one.outline.paused,
            due_at=now,
        )
        for one in ready
    ]
    Source.objects.bulk_create(rows, ignore_conflicts=True)


def _partner(one: _Ready) -> Partner:
    try:
        site = source_address(one.outline.site) if one.outline.site else ""
    except RefusedError:
        site = ""
    credit = one_line(one.outline.credit)[:300]
    return Partner(slug=one.slug, name=one.partner, url=site, licence=one.licence, credit=credit)


def _gather(ready: Sequence[_Ready]) -> None:
    """Put sources into the topics that their folders are, in the order of the list."""
    named, names = defaultdict[str, dict[str, None]](dict), dict[str, str]()
    for one in ready:
        for slug, name in _topics(one):
            named[one.url][slug] = None
            names.setdefault(slug, name)
    if not names:
        return
    here = _topic_keys(names)
    Topic.objects.bulk_create(
        [Topic(slug=slug, name=name) for slug, name in names.items() if slug not in here],
        ignore_conflicts=True,
    )
    topics = _topic_keys(names)
    through = Source.topics.through
    through._default_manager.bulk_create(
        [
            through(source_id=key, topic_id=topics[slug])
            for key, url in Source.objects.filter(url__in=named)
            .values_list("pk", "url")
            .order_by("pk")
            for slug in named[url]
        ],
        ignore_conflicts=True,
    )


def _topic_keys(slugs: Iterable[str]) -> dict[str, int]:
    """Return the topics at these addresses; an old address means the topic that stood there."""
    found = TopicAddress.objects.filter(slug__in=slugs).values_list("slug", "topic_id")
    return dict(found) | dict(Topic.objects.filter(slug__in=slugs).values_list("slug", "pk"))
