"""Find what there is to add at an address: a feed, the feeds of a page, or an archive page."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256

from django.conf import settings

from pamphleteer.collect import links
from pamphleteer.collect.blocked import of_page
from pamphleteer.collect.bounds import set_bounds
from pamphleteer.collect.document import opened
from pamphleteer.collect.errors import RefusedError, SourceError
from pamphleteer.collect.found import Feed
from pamphleteer.collect.models import Source
from pamphleteer.collect.pages import title_of, tree_of
from pamphleteer.collect.sources.page import FORMAT
from pamphleteer.collect.understand import understand
from pamphleteer.collect.verbs.add import source_address
from pamphleteer.collect.verbs.agent import agent
from pamphleteer.collect.verbs.asking import asking
from pamphleteer.collect.wording import words_with_page
from pamphleteer.ground.http import Answer, FetchError, StatusError
from pamphleteer.ground.http.asking import Fetches
from pamphleteer.ground.text import one_line

MOST_LINKED = 8
_BUSY = {429, 503}
_SHOWN = 3


@dataclass(frozen=True)
class Candidate:
    """Something that could be a source: where it is, what it is, and what it brings."""

    url: str
    kind: str
    title: str
    format: str
    pieces: int
    newest: datetime | None
    headlines: tuple[str, ...]
    licence_url: str = ""
    comments: bool = False
    known_of: str = ""


@dataclass(frozen=True)
class Found:
    """What is at an address: its name, and what could be added, the most likely first.

    `is_feed` says that the address itself is one, `tried` how many usual places were looked at,
    `failed` which feeds a page names that are none, and why, `unseen` which were not looked at.
    """

    url: str
    title: str
    candidates: tuple[Candidate, ...]
    is_feed: bool = False
    tried: int = 0
    failed: tuple[tuple[str, str], ...] = ()
    unseen: tuple[str, ...] = ()


def discover(
    url: str,
    *,
    page: bool = False,
    selectors: Mapping[str, str] | None = None,
    each: Callable[[str], None] | None = None,
) -> Found:
    """Fetch an address and say what there is to add; `each` hears of every address asked.

    With `page` the address is taken as an archive page, whatever feeds it names. Raises
    `RefusedError`, in words, if the address can't be had.
    """
    with asking() as fetches:
        asked, looking = source_address(url), _Looking(fetches, each)
        answer = looking.first(asked)
        if page:
            return looking.known(_as_page(asked, answer, selectors or {}))
        try:
            one = _candidate(asked, answer, _understood(answer), Source.Kind.FEED)
            return looking.known(Found(one.url, one.title, (one,), is_feed=True))
        except SourceError as error:
            return looking.known(looking.around(asked, answer, error))


@dataclass
class _Looking:
    """One search under way: one address after the other, none twice, politely."""

    fetches: Fetches
    each: Callable[[str], None] | None
    asked: set[str] = field(default_factory=set)
    contents: set[bytes] = field(default_factory=set)
    failed: list[tuple[str, str]] = field(default_factory=list)

    def first(self, url: str) -> Answer:
        """Return the document at the address that was named."""
        try:
            return self._fetch(url)
        except FetchError as error:
            words = words_with_page(error, address=url, us=agent())
            raise RefusedError(f"{url} {one_line(words)}.") from error

    def around(self, asked: str, answer: Answer, fault: SourceError) -> Found:
        """Return the feeds that a page names, or else one in a usual place, or else the page."""
        try:
            document = opened(answer.content, address=answer.url, content_type=answer.content_type)
            if not document.is_html:
                raise fault
            page = of_page(answer.content, headers=answer.headers, address=answer.url, us=agent())
            if page and page.surely:
                raise SourceError(page.words)
            tree = tree_of(document.text)
        except SourceError as error:
            raise RefusedError(f"{answer.url} {one_line(str(error))}.") from error
        named = sorted(links.linked(tree, answer.url), key=links.of_comments)
        found = Found(
            answer.url,
            title_of(tree),
            tuple(self._feeds(named[:MOST_LINKED])),
            failed=tuple(self.failed),
            unseen=tuple(named[MOST_LINKED:]),
        )
        return self._elsewhere(asked, answer, _ordered(found))

    def _elsewhere(self, asked: str, answer: Answer, found: Found) -> Found:
        """Return what was found, and what else there is where that is no feed of pieces."""
        if _has_pieces(found) or found.unseen:
            return found
        before = len(self.asked)
        usual = tuple(self._feeds(links.usual(answer.url), stop=True))
        found = _ordered(replace(found, candidates=usual + found.candidates))
        found = replace(found, tried=len(self.asked) - before)
        if _has_pieces(found):
            return found
        try:
            page = _as_page(asked, answer, {})
        except RefusedError:
            return found
        return replace(found, title=page.title, candidates=page.candidates + found.candidates)

    def known(self, found: Found) -> Found:
        """Return what was found, with whose source it is already."""
        urls = [one.url for one in found.candidates]
        here = Source.objects.filter(url__in=urls).select_related("partner")
        names = {source.url: source.partner.name for source in here}
        marked = (replace(one, known_of=names.get(one.url, "")) for one in found.candidates)
        return replace(found, candidates=tuple(marked))

    def _feeds(self, urls: list[str], *, stop: bool = False) -> Iterator[Candidate]:
        for url in urls:
            if url in self.asked:
                continue
            time.sleep(settings.COLLECT_PAUSE)
            try:
                answer = self._fetch(url)
                one = _candidate(url, answer, _understood(answer), Source.Kind.FEED)
            except SourceError as error:
                self.failed.append((url, one_line(str(error))))
                continue
            except FetchError as error:
                words = words_with_page(error, address=url, us=agent())
                self.failed.append((url, one_line(words)))
                if stop and not _may_ask_more(error):
                    return
                continue
            mark = sha256(answer.content).digest()
            if mark not in self.contents:
                self.contents.add(mark)
                yield one
                if stop:
                    return

    def _fetch(self, url: str) -> Answer:
        self.asked.add(url)
        if self.each:
            self.each(url)
        return self.fetches.start(url).result()


def _has_pieces(found: Found) -> bool:
    return any(not one.comments for one in found.candidates)


def _ordered(found: Found) -> Found:
    return replace(found, candidates=tuple(sorted(found.candidates, key=lambda one: one.comments)))


def _may_ask_more(error: FetchError) -> bool:
    return isinstance(error, StatusError) and error.status not in _BUSY


def _as_page(asked: str, answer: Answer, selectors: Mapping[str, str]) -> Found:
    try:
        feed = understand(
            answer.content,
            address=answer.url,
            content_type=answer.content_type,
            bounds=set_bounds(),
            page_too=True,
            selectors=selectors,
        )
    except SourceError as error:
        raise RefusedError(f"{answer.url} {one_line(str(error))}.") from error
    if feed.format != FORMAT:
        raise RefusedError(
            f"{answer.url} is a feed ({feed.format}) and no archive page: add it without --page and "
            "without selectors."
        )
    one = _candidate(asked, answer, feed, Source.Kind.PAGE)
    return Found(one.url, one.title, (one,))


def _understood(answer: Answer) -> Feed:
    return understand(
        answer.content,
        address=answer.url,
        content_type=answer.content_type,
        bounds=set_bounds(),
    )


def _candidate(asked: str, answer: Answer, feed: Feed, kind: Source.Kind) -> Candidate:
    url = answer.moved_to or asked
    dates = [date for piece in feed.items if (date := piece.updated or piece.published)]
    return Candidate(
        url=url,
        kind=kind,
        title=feed.title,
        format=feed.format,
        pieces=len(feed.items),
        newest=max(dates, default=None),
        headlines=tuple(piece.headline for piece in feed.items[:_SHOWN]),
        licence_url=feed.licence_url,
        comments=links.of_comments(url, feed.title),
    )
