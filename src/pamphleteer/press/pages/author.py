"""The page of each author with their pieces, and the roll that leads to all authors."""

from collections.abc import Collection, Iterator
from itertools import groupby
from typing import Any

from pamphleteer.desk.models import Author
from pamphleteer.press import authors, paths, roll, theme, things
from pamphleteer.press.authors import Signing
from pamphleteer.press.kinds import Kind, Things
from pamphleteer.press.listing import Listing, Subject
from pamphleteer.press.models import Signer
from pamphleteer.press.page import Page
from pamphleteer.press.site import Site


def _addresses(names: Collection[str] | None) -> Iterator[tuple[str, str]]:
    """Yield where authors with pieces stand, and those who are one of them by now."""
    keys: Any = things.keys(frozenset(names), "author") if names is not None else None
    wanted = Signer.objects.values("author") if keys is None else keys
    for field in ("pk", "into"):
        rows = Author.objects.filter(**{f"{field}__in": wanted}).order_by("pk")
        for key, slug in rows.values_list(field, "slug").iterator():
            yield things.author(key), slug


def _find(site: Site, slug: str, newest: bool) -> Subject | None:
    del newest
    author = authors.at(slug)
    if author is None:
        return None
    shown = {"author": author, "description": f"{author.name}, {site.outlet.name}"}
    return Subject(things.author(author.pk), author.slug, shown)


def _beginnings() -> Iterator[str]:
    waiting = [""]
    while waiting:
        beginning = waiting.pop()
        yield beginning
        if roll.is_split(beginning):
            waiting += roll.next_letters(beginning)


def _beginnings_of(changed: Things) -> Iterator[str]:
    yield from (thing.removeprefix("roll:") for thing in changed if thing.startswith("roll:"))
    for beginning in (one.removeprefix("split:") for one in changed if one.startswith("split:")):
        yield from roll.next_letters(beginning)


def _roll(site: Site, beginning: str) -> Page | None:
    if beginning:
        site.note(things.split(beginning[:-1]))
    if not roll.stands(beginning):
        return None
    path = paths.authors(beginning)
    listed, letters = authors.named(site, beginning)
    content = theme.render_page(
        "press/authors.html",
        path=path,
        outlet=site.outlet,
        beginning=authors.Beginning(beginning),
        above=authors.Beginning(beginning[:-1]) if beginning else None,
        groups=_grouped(listed),
        letters=letters,
    )
    return Page(path, content.encode())


def _grouped(listed: list[Signing]) -> list[dict[str, Any]]:
    return [
        {"letter": letter, "authors": list(some)}
        for letter, some in groupby(listed, key=lambda one: one.slug[:1].upper())
    ]


newest, numbered = Listing(
    name="author",
    lists="author",
    template="press/author.html",
    folder=lambda slug: paths.author(slug).removesuffix(paths.FRONT),
    find=_find,
    addresses=_addresses,
).kinds()
index = Kind(
    name="authors",
    path=paths.authors,
    make=_roll,
    every=_beginnings,
    keys_of=_beginnings_of,
    templates=("press/authors.html",),
)
