"""The search: the one page for reading that is made when it is asked for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import minijinja
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from pamphleteer.desk.models import Article, FixedPage
from pamphleteer.ground.html import plain
from pamphleteer.press import dates, paths
from pamphleteer.press.asked import LONGEST, Unit, Wanted, units
from pamphleteer.press.errors import TooWide
from pamphleteer.press.languages import direction, tag
from pamphleteer.press.marking import excerpt, marked
from pamphleteer.press.verbs.search import EACH, RANKED, Found, newest, pages, relevant, years
from pamphleteer.press.web.private import private
from pamphleteer.register.models import Outlet, Partner, Topic
from pamphleteer.register.models.topic import arranged

_RELEVANCE = "relevance"
_LARGEST = 1 << 62


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be chosen in the form."""

    value: str
    name: str
    chosen: bool


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show the form, and what is found."""
    outlet = Outlet.objects.the()
    asked = _Asked(request.GET, outlet)
    page: dict[str, Any] = {"outlet": outlet, "asked": asked, "longest": LONGEST}
    try:
        found = asked.find()
    except TooWide:
        return private("press/search.html", status=503, **page, found=None, wide=True)
    shown = [_shown(article, asked.units, outlet) for article in found.articles] if found else []
    beside = [] if asked.is_later else [_page(one, asked.units, outlet) for one in asked.pages()]
    return private(
        "press/search.html",
        **page,
        found=found,
        wide=False,
        pieces=shown,
        pages=beside,
        next=asked.next(found),
    )


class _Asked:
    """What the address of the page says."""

    def __init__(self, query: Mapping[str, str], outlet: Outlet) -> None:
        self.words = query.get("q", "").replace("\0", "")[:LONGEST].strip()
        self.units = units(self.words)
        self.by_relevance = query.get("order") == _RELEVANCE
        self._zone = outlet.tz
        topics = [one for one, _ in arranged(_filled_topics())]
        partners = list(_filled_partners())
        self.topics = [Choice(one.slug, one.name, one.slug == query.get("topic")) for one in topics]
        self.partners = [
            Choice(one.slug, one.name, one.slug == query.get("partner")) for one in partners
        ]
        self.years = [
            Choice(str(year), str(year), str(year) == query.get("year"))
            for year in years(self._zone)
        ]
        year = _chosen(self.years)
        self.wanted = Wanted(
            units=self.units,
            topic=next((one.pk for one in topics if one.slug == _chosen(self.topics)), None),
            partner=next((one.pk for one in partners if one.slug == _chosen(self.partners)), None),
            year=int(year) if year else None,
        )
        self._before = _number(query.get("before"), _LARGEST)
        self._page = max(1, _number(query.get("page"), RANKED // EACH) or 1)

    @property
    def is_later(self) -> bool:
        """Whether this is not the first page of what was found."""
        return self._page > 1 if self.by_relevance else self._before is not None

    @property
    def nothing(self) -> bool:
        """Whether something was typed in which there is no word."""
        return bool(self.words) and not self.units

    def find(self) -> Found | None:
        """Return what is found; nothing if nothing was asked for."""
        if not self.wanted or self.nothing:
            return None
        if self.by_relevance and self.units:
            return relevant(self.wanted, zone=self._zone, page=self._page)
        return newest(self.wanted, zone=self._zone, before=self._before)

    def pages(self) -> list[FixedPage]:
        """Return the fixed pages that have the words."""
        return pages(self.wanted)

    def next(self, found: Found | None) -> str:
        """Return the query of the page behind this one; none if this is the last."""
        if found is None or found.after is None:
            return ""
        by_page = self.by_relevance and self.units
        return self._query(**{"page" if by_page else "before": found.after})

    @property
    def first(self) -> str:
        """The query of the first page of what was found."""
        return self._query()

    def _query(self, **place: int) -> str:
        said: dict[str, Any] = {
            "q": self.words,
            "topic": _chosen(self.topics),
            "partner": _chosen(self.partners),
            "year": _chosen(self.years),
            "order": _RELEVANCE if self.by_relevance else "",
            **place,
        }
        return "?" + urlencode({name: value for name, value in said.items() if value})


def _filled_topics() -> Iterator[Topic]:
    links = Article.topics.through.objects.filter(topic=OuterRef("pk"), article__live=True)
    yield from Topic.objects.filter(Exists(links))


def _filled_partners() -> Iterator[Partner]:
    live = Article.objects.live().filter(partner=OuterRef("pk"))
    yield from Partner.objects.filter(Exists(live))


def _chosen(choices: Sequence[Choice]) -> str:
    return next((one.value for one in choices if one.chosen), "")


def _number(text: str | None, most: int) -> int | None:
    """Return a number that an address names, if it is one and not too large."""
    if not text or len(text) > 20 or not text.isascii() or not text.removeprefix("-").isdigit():
        return None
    number = int(text)
    return number if -most <= number <= most else None


def _page(page: FixedPage, sought: Sequence[Unit], outlet: Outlet) -> dict[str, Any]:
    return {
        "href": paths.link(paths.fixed_page(page.slug)),
        "title": minijinja.safe(marked(page.title, sought)),
        "words": minijinja.safe(marked(excerpt(plain(page.body), sought), sought)),
        **_spoken(page.language, outlet),
    }


def _spoken(language: str, outlet: Outlet) -> dict[str, str]:
    """Return the language of a text and its direction, where they are not the outlet's."""
    own = tag(language) if tag(language).lower() != outlet.language.lower() else ""
    return {"language": own, "direction": direction(own) if own else ""}


def _shown(article: Article, sought: Sequence[Unit], outlet: Outlet) -> dict[str, Any]:
    date = article.date
    return {
        "href": paths.link(paths.article(article.slug)),
        "headline": minijinja.safe(marked(article.headline, sought)),
        "lead": minijinja.safe(marked(excerpt(article.lead, sought), sought)),
        **_spoken(article.language, outlet),
        "publisher": article.partner.credit_line if article.partner else article.credit,
        "day": dates.day(date, zone=outlet.tz, language=outlet.language) if date else "",
        "exact": dates.exact(date, zone=outlet.tz) if date else "",
    }
