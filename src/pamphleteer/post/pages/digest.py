"""The list of the editions of each digest, on pages numbered from the oldest, and the page that lists the digests."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Q

from pamphleteer.post import editions
from pamphleteer.post.models import Digest, Edition
from pamphleteer.press import paths, theme, things
from pamphleteer.press.kinds import Kind, Things
from pamphleteer.press.page import Page
from pamphleteer.press.site import Site

_LIST = "post/digest.html"


def _slugs() -> Iterator[str]:
    yield from Digest.objects.order_by("pk").values_list("slug", flat=True)


def _newest_path(slug: str) -> str:
    return editions.folder(slug) + paths.FRONT


def _newest_of(changed: Things) -> Iterator[str]:
    editions_, digests = things.keys(changed, "edition"), things.keys(changed, "digest")
    if editions_ or digests:
        rows = Digest.objects.filter(Q(editions__in=editions_) | Q(pk__in=digests))
        yield from rows.order_by("pk").values_list("slug", flat=True).distinct()


def _numbered_path(key: str) -> str:
    slug, _slash, page = key.rpartition("/")
    return f"{editions.folder(slug)}{page}.html"


def _pages_of(slugs: Iterable[str], *, only: int = 0) -> Iterator[str]:
    """Yield the keys of the numbered pages of some digests, or of the last few of them."""
    for slug in slugs:
        last = editions.last_page(Edition.objects.out().filter(digest__slug=slug).count())
        yield from (f"{slug}/{page}" for page in range(max(1, last - only) if only else 1, last))


def _make_newest(site: Site, slug: str) -> Page | None:
    return _made(site, slug, None)


def _make_numbered(site: Site, key: str) -> Page | None:
    slug, _slash, page = key.rpartition("/")
    return _made(site, slug, int(page))


def _made(site: Site, slug: str, page: int | None) -> Page | None:
    digest = Digest.objects.filter(slug=slug).first()
    if digest is None:
        return None
    site.note(f"digest:{digest.pk}")
    count = Edition.objects.out().filter(digest=digest).count()
    last = editions.last_page(count)
    if page is not None and not 0 < page < last:
        return None
    path = _numbered_path(f"{slug}/{page}") if page else _newest_path(slug)
    content = theme.render_page(
        _LIST,
        path=path,
        outlet=site.outlet,
        name=digest.name,
        editions=editions.listed(site, editions.on_page(digest, page, last)),
        number=page,
        count=count,
        **_beside(slug, page, last),
    )
    return Page(path, content.encode())


def _beside(slug: str, page: int | None, last: int) -> dict[str, Any]:
    """Return the ways to the pages beside one, as other lists have them."""
    here, first = page or last, _newest_path(slug)
    newer = _numbered_path(f"{slug}/{here + 1}") if page and here + 1 < last else first
    older = _numbered_path(f"{slug}/{here - 1}") if here > 1 else None
    return {
        "newest": paths.link(first),
        "newer": paths.link(newer) if page else None,
        "older": paths.link(older) if older else None,
    }


def _index(site: Site, _key: str) -> Page:
    site.note(things.any_of("edition"), things.any_of("digest"))
    shown: list[dict[str, Any]] = []
    for digest in Digest.objects.order_by("name", "pk"):
        last = editions.newest(digest)
        shown.append(
            {
                "name": digest.name,
                "href": paths.link(_newest_path(digest.slug)),
                "count": (last.number or 0) if last else 0,
                "newest": editions.listed(site, [last])[0] if last else None,
            }
        )
    content = theme.render_page(
        "post/digests.html", path=paths.DIGESTS, outlet=site.outlet, digests=shown
    )
    return Page(paths.DIGESTS, content.encode())


def _mapped(_site: Site) -> Iterator[str]:
    yield paths.DIGESTS
    yield from map(_newest_path, _slugs())


newest = Kind(
    name="digest",
    path=_newest_path,
    make=_make_newest,
    every=_slugs,
    keys_of=_newest_of,
    hears=("digest.made", "digest.changed"),
    version=2,
    templates=(_LIST,),
)
numbered = Kind(
    name="digest-page",
    path=_numbered_path,
    make=_make_numbered,
    every=lambda: _pages_of(_slugs()),
    keys_of=lambda changed: _pages_of(_newest_of(changed), only=2),
    version=2,
    templates=(_LIST,),
    many=True,
)
index = Kind(
    name="digests",
    path=lambda _key: paths.DIGESTS,
    make=_index,
    every=lambda: ("",),
    mapped=_mapped,
    version=2,
    templates=("post/digests.html",),
)
