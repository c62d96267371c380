"""Editions as pages show them: where they lie, on which page of their list, and what is left of them.

Their numbers have no gaps, so that each page of a list is reckoned: it holds as many as a page of pieces.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from pamphleteer.post.models import Digest, Edition, Piece
from pamphleteer.post.sections import Section, parted
from pamphleteer.press import paths, piece
from pamphleteer.press.piece import dated
from pamphleteer.press.site import Site

EACH = 50  # editions on a numbered page; the newest page has up to twice as many, less one


@dataclass(frozen=True, slots=True)
class Shown:
    """An edition as lists name it: its day, and the headline of the first piece that is left of it."""

    number: int
    path: str
    day: str
    exact: str
    headline: str = ""
    language: str = ""
    direction: str = ""

    @property
    def href(self) -> str:
        """The way to its page from the folder of the site."""
        return paths.link(self.path)


def folder(slug: str) -> str:
    """Return the folder of a digest's pages."""
    return f"digests/{paths.file_name(slug)}/"


def path_of(slug: str, number: int) -> str:
    """Return where the page of an edition lies."""
    return f"{folder(slug)}edition-{number}.html"


def last_page(count: int) -> int:
    """Return the number of the newest page of a list of so many editions; no page is left nearly empty."""
    return max(1, count // EACH)


def on_page(digest: Digest, page: int | None, last: int) -> list[Edition]:
    """Return the editions on a numbered page, or on the newest one, the newest first."""
    first = ((page or last) - 1) * EACH + 1
    rows = Edition.objects.filter(digest=digest, number__gte=first)
    if page:
        rows = rows.filter(number__lt=first + EACH)
    return list(rows.select_related("digest").order_by("-number"))


def newest(digest: Digest) -> Edition | None:
    """Return the last edition of a digest."""
    rows = Edition.objects.filter(digest=digest).out()
    return rows.select_related("digest").order_by("-number").first()


def at(slug: str, number: int) -> Edition | None:
    """Return one edition of a digest."""
    rows = Edition.objects.filter(digest__slug=slug, number=number)
    return rows.select_related("digest").first()


def left_of(site: Site, edition: Edition) -> tuple[Section[piece.Piece], ...]:
    """Return the pieces of an edition that are on the site still, with the words that the letter had, in sections."""
    rows = list(_ranked(Piece.objects.filter(edition=edition)).order_by("rank"))
    live = {one.pk: one for one in site.pieces([row.article_id for row in rows])}
    return parted(
        (row.section, replace(live[row.article_id], headline=row.headline, lead=row.lead))
        for row in rows
        if row.article_id in live
    )


def listed(site: Site, editions: Collection[Edition]) -> list[Shown]:
    """Return editions as lists name them."""
    first = _first_left(site, editions)
    return [_shown(site, one, first.get(one.pk)) for one in editions]


def _first_left(site: Site, editions: Collection[Edition]) -> dict[int, piece.Piece]:
    """Return the first piece that is left of each edition: mostly the first one that it had."""
    firsts = Piece.objects.filter(edition__in=[one.pk for one in editions], rank=1)
    found = dict(_live(site, list(firsts)))
    lost = [one.pk for one in editions if one.pk not in found]
    if lost:
        rest = list(_ranked(Piece.objects.filter(edition__in=lost)).order_by("-rank"))
        found |= dict(_live(site, rest))
    return found


def _live(site: Site, rows: list[Piece]) -> Iterator[tuple[int, piece.Piece]]:
    live = {one.pk: one for one in site.pieces([row.article_id for row in rows])}
    for row in rows:
        one = live.get(row.article_id)
        if one and row.edition_id:
            yield row.edition_id, replace(one, headline=row.headline)


def _shown(site: Site, edition: Edition, first: piece.Piece | None) -> Shown:
    day, exact = dated(edition.cut_at, site.outlet)
    number = edition.number or 0
    path = path_of(edition.digest.slug, number)
    if first is None:
        return Shown(number, path, day, exact)
    said = first.headline, first.language, first.direction
    return Shown(number, path, day, exact, *said)


def _ranked(rows: "QuerySet[Piece]") -> "QuerySet[Piece]":
    """Return pieces without those that were withdrawn before the cut."""
    return rows.filter(rank__isnull=False)
