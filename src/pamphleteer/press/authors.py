"""Authors as pages show them, and bylines in which each author is a link."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from pamphleteer.desk.models import Author, Byline
from pamphleteer.ground import bylines
from pamphleteer.press import paths, roll, things
from pamphleteer.press.piece import Piece
from pamphleteer.press.site import Site

_BEFORE_NAMES = {"by", "by:", "por", "por:"}  # the page says so itself


@dataclass(frozen=True, slots=True)
class Signing:
    """An author as pages show them."""

    pk: int
    slug: str
    name: str

    @property
    def href(self) -> str:
        """The way to the author's page from the folder of the site."""
        return paths.link(paths.author(self.slug))


@dataclass(frozen=True, slots=True)
class Run:
    """A part of a byline: words, and the way to the page of whom they name."""

    words: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Beginning:
    """A page of the roll: the authors whose names begin so."""

    letters: str

    @property
    def label(self) -> str:
        """How the names begin, as a reader sees it."""
        return self.letters[:1].upper() + self.letters[1:]

    @property
    def href(self) -> str:
        """The way to the page from the folder of the site."""
        return paths.link(paths.authors(self.letters))


def at(slug: str) -> Signing | None:
    """Return the author at a slug, or who that is by now."""
    row = Author.objects.filter(slug=slug).select_related("into").first()
    one = row and (row.into or row)
    return Signing(one.pk, one.slug, one.name) if one else None


def of(articles: Collection[int]) -> dict[int, dict[str, Signing]]:
    """Return the authors of articles, by the keys of all names that they have or had."""
    found: dict[int, dict[str, Signing]] = defaultdict(dict)
    rows = Byline.objects.filter(article__in=articles)
    fields = ("article_id", "author__key", "author_id", "author__slug", "author__name")
    for article, key, *author in rows.values_list(*fields):
        found[article][key] = Signing(*author)
    every = {one.pk for signed in found.values() for one in signed.values()}
    others = defaultdict(list)
    for author, key in Author.objects.filter(into__in=every).values_list("into", "key"):
        others[author].append(key)
    for signed in found.values() if others else ():
        signed |= {key: one for one in [*signed.values()] for key in others.get(one.pk, ())}
    return found


def byline(site: Site, piece: Piece) -> list[Run]:
    """Return the byline of an article, each author once a link."""
    signed = site.kept("authors", piece.pk, of)
    return runs(piece.authors, signed or {})


def runs(line: str, signed: dict[str, Signing]) -> list[Run]:
    """Return a byline in parts, without the word that the page says itself."""
    parts = bylines.parts(line)
    if parts and not parts[0].key and parts[0].words.strip().lower() in _BEFORE_NAMES:
        parts = parts[1:]
    return [Run(part.words, signed[part.key].href if part.key in signed else "") for part in parts]


def named(site: Site, beginning: str) -> tuple[list[Signing], list[Beginning]]:
    """Return the authors that a page of the roll lists, or the pages on which they stand."""
    site.note(things.roll(beginning))
    rows = roll.under(beginning)
    if not roll.is_split(beginning):
        return list(_signing(list(rows.values_list("author", flat=True)[: roll.MOST]))), []
    alone = rows.filter(at=roll.coded(beginning)).values_list("author", flat=True)
    letters = [Beginning(one) for one in roll.next_letters(beginning)]
    return list(_signing(list(alone))), letters


def _signing(keys: list[int]) -> Iterator[Signing]:
    rows = Author.objects.filter(pk__in=keys).values_list("pk", "slug", "name")
    found = {row[0]: Signing(*row) for row in rows}
    yield from (found[key] for key in keys if key in found)
