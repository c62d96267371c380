"""Authors as pages show them, and bylines in which each author is a link."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from pamphleteer.desk.models import Author
from pamphleteer.ground import bylines
from pamphleteer.press import paths, roll, things
from pamphleteer.press.piece import Piece
from pamphleteer.press.site import Site
from pamphleteer.register.statements import ask, ask_each

_AT = """
    SELECT n.id, n.slug, n.name FROM desk_author a
    JOIN desk_author n ON n.id = COALESCE(a.into_id, a.id) WHERE a.slug = %s
"""
_OTHERS = "SELECT into_id, key FROM desk_author WHERE into_id IN (KEYS)"
_SIGNED = """
    SELECT b.article_id, a.key, a.id, a.slug, a.name FROM desk_byline b
    JOIN desk_author a ON a.id = b.author_id WHERE b.article_id IN (KEYS)
"""
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
    rows = ask(_AT, slug)
    return Signing(*rows[0]) if rows else None


def of(articles: Collection[int]) -> dict[int, dict[str, Signing]]:
    """Return the authors of articles, by the keys of all names that they have or had."""
    found: dict[int, dict[str, Signing]] = defaultdict(dict)
    for article, key, *author in ask_each(_SIGNED, articles):
        found[article][key] = Signing(*author)
    every = {one.pk for signed in found.values() for one in signed.values()}
    others = defaultdict(list)
    for author, key in ask_each(_OTHERS, every):
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
