"""Pictures as pages show them, and the files that they need beside them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse

from pamphleteer.desk.models import Article, Picture
from pamphleteer.desk.models.picture import Rendition

TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
_ORDER = list(TYPES)  # a browser takes the first one that it can show


@dataclass(frozen=True, slots=True)
class Size:
    """One file among those that a browser may choose from."""

    href: str
    width: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its words; `base` is where its files are, nothing for the site's own folder."""

    alt: str
    credit: str
    width: int
    height: int
    sources: tuple[tuple[str, tuple[Size, ...]], ...]
    plain: Size
    base: str = ""


def path_of(rendition: Rendition) -> str:
    """Return where a file of a picture lies below `public/`."""
    return f"pictures/{rendition.name}"


def at_desk(picture: Picture) -> Figure:
    """Return a picture as it is shown before it is published: its files are served by the desk."""
    address = reverse("desk_picture_file", args=["x"]).removesuffix("x")
    return figure(picture, base=address)


def used() -> Iterator[Picture]:
    """Yield the pictures of what is live."""
    live = Article.objects.live().exclude(picture=None)
    yield from Picture.objects.filter(pk__in=live.values("picture")).order_by("pk").iterator(500)


def figure(picture: Picture, base: str = "") -> Figure:
    """Return a picture as pages show it."""
    files = sorted(picture.renditions, key=lambda one: (_ORDER.index(_ending(one)), one.width))
    sets = {
        ending: tuple(Size(one.name, one.width) for one in some)
        for ending, some in groupby(files, key=_ending)
    }
    last = files[-1]
    return Figure(
        alt=picture.alt,
        credit=picture.credit,
        width=last.width,
        height=last.height,
        sources=tuple((TYPES[ending], sizes) for ending, sizes in sets.items() if ending != "jpg"),
        plain=Size(last.name, last.width),
        base=base,
    )


def _ending(rendition: Rendition) -> str:
    return rendition.name.rpartition(".")[2]
