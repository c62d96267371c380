"""Lay the sources of an equal site for Hugo, from the outlet that the environment names.

A program of its own, for it needs the outlet's settings: `FOLDER` is where they go. What the press looks
up, such as whose a piece is and what its licence allows, stands ready in each piece's front matter.
"""

import json
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import django

if __name__ == "__main__":
    django.setup()

from django.conf import settings

from pamphleteer.desk.models import Article, Author
from pamphleteer.press import authors, channels, days, entries, paths, theme, things
from pamphleteer.press.piece import Piece
from pamphleteer.press.site import Site
from pamphleteer.register.models import Partner, Topic

LAYOUTS = Path(__file__).parent / "hugo_site"
_TOGETHER = 500
_NOT_SHOWN = {"_build": {"render": "never"}}
_WITHOUT_FEEDS = {"cascade": [{"_target": {"kind": "term"}, "outputs": ["html", "older"]}]}
_DAYS = {
    "outputs": ["html", "older", "map"],
    "cascade": [{"_target": {"kind": "term"}, "outputs": ["html"]}],
}
_PARTNERS = {"title": "Partners", "outputs": ["html", "opml"]}
_YEARS = {**_NOT_SHOWN, "cascade": [{"_target": {"kind": "term"}, "outputs": ["html"]}]}


def lay(folder: Path) -> None:
    """Write the site's sources into a folder that is not there yet."""
    shutil.copytree(LAYOUTS, folder)
    site = Site()
    _write(folder / "outlet.json", _outlet(site))
    _assets(folder / "static", site)
    for name, told in _lists(site):
        _write(folder / "content" / name / "_index.html", told)
    _lay_articles(folder / "content" / "articles", site)


def _outlet(site: Site) -> dict[str, Any]:
    """Return what all pages say of the outlet, as a part of Hugo's configuration."""
    params = {
        "id": channels.lasting_id(site.outlet, f"feed:{things.ALL}"),
        "style": theme.style_path(site.outlet),
        "icon": theme.icon_path(site.outlet),
        "policy": theme.policy(style="'self' file:"),
        "signup": settings.SIGNUP_URL,
        "search": settings.SEARCH_URL,
        "first": min(_years()),
        "desk": f"{settings.DESK_URL}desk/",
    }
    return {"baseURL": settings.SITE_URL, "title": site.outlet.name, "params": params}


def _years() -> list[int]:
    return [at.year for at in Article.objects.filter(live=True).dates("date", "year")]


def _assets(folder: Path, site: Site) -> None:
    for path, held in (
        (theme.style_path(site.outlet), theme.style(site.outlet)),
        (theme.icon_path(site.outlet), theme.icon(site.outlet)),
    ):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(held)


def _lists(site: Site) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from (("authors", {"title": "Authors", **_WITHOUT_FEEDS}), ("archive", _DAYS))
    yield from (("years", _YEARS), ("articles", _NOT_SHOWN))
    yield from (("feeds", {"title": "Feeds"}), ("digests", {"title": "Past editions"}))
    yield from (("topics", {"title": "Topics"}), ("partners", _PARTNERS))
    for topic in Topic.objects.all():
        lasting = channels.lasting_id(site.outlet, f"feed:{things.topic(topic.pk)}")
        yield f"topics/{topic.slug}", {"title": topic.name, "key": topic.pk, "id": lasting}
    for partner in Partner.objects.select_related("licence"):
        yield f"partners/{partner.slug}", _partner(site, partner)
    for author in Author.objects.all():
        yield f"authors/{author.slug}", {"title": author.name}


def _partner(site: Site, partner: Partner) -> dict[str, Any]:
    return {
        "title": partner.name,
        "id": channels.lasting_id(site.outlet, f"feed:{things.partner(partner.pk)}"),
        "site": partner.url,
        "licence": partner.licence.name,
        "licence_url": paths.outward(partner.licence.url),
        "feed": partner.sources.values_list("url", flat=True)[0],
    }


def _lay_articles(folder: Path, site: Site) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    keys = list(Article.objects.filter(live=True).order_by("pk").values_list("pk", flat=True))
    for some in (keys[start : start + _TOGETHER] for start in range(0, len(keys), _TOGETHER)):
        signed, slugs = authors.of(some), _partners(some)
        for piece in site.pieces(some):
            front = {
                **_told(site, piece),
                "authors": [one.slug for one in signed[piece.pk].values()],
                "partners": slugs[piece.pk],
            }
            place = folder / Path(piece.path).name
            place.write_text(f"{json.dumps(front, ensure_ascii=False)}\n{site.body(piece.pk)}")


def _partners(keys: list[int]) -> dict[int, list[str]]:
    rows = Article.objects.filter(pk__in=keys).values_list("pk", "partner__slug")
    return {key: [slug] if slug else [] for key, slug in rows}


def _told(site: Site, piece: Piece) -> dict[str, Any]:
    """Return the front matter of a piece, without what is empty."""
    assert piece.date is not None
    told, day = entries.entry(site, piece, whole=False), days.of(piece.date, site.outlet.tz)
    front = {
        "title": piece.headline,
        "date": piece.date.isoformat(timespec="seconds"),
        "lastmod": entries.changed(piece).isoformat(timespec="seconds"),
        "topics": [topic.slug for topic in piece.topics],
        "archive": [day.isoformat()],
        "years": [str(day.year)],
        "id": told.id,
        "lead": piece.lead,
        "tongue": piece.language,
        "runs": piece.direction,
        "names": list(told.authors),
        "publisher": piece.publisher,
        "source": told.source,
        "original": told.original,
        "credit": piece.credit,
        "licence": piece.licence.name if piece.licence else "",
        "licence_url": told.licence,
        "full": piece.full_text,
    }
    return {name: value for name, value in front.items() if value}


def _write(place: Path, told: Mapping[str, Any]) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps(told, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    lay(Path(sys.argv[1]))
    print("{}")
