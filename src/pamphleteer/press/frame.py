"""What stands around every page besides the outlet's own words: its dress, its logo, its fixed pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse

from pamphleteer.desk.models import FixedPage, Look, Picture
from pamphleteer.desk.models.picture import Rendition
from pamphleteer.press import dress as dresses
from pamphleteer.press import paths
from pamphleteer.press.dress import Dress, Scheme
from pamphleteer.press.languages import tag
from pamphleteer.register.models import Outlet

_TYPES = {"avif": "image/avif", "webp": "image/webp"}
_ORDER = ("avif", "webp", "jpg")  # a browser takes the first one that it can show
_WIDEST = 560  # pixels of the page
_DENSE = 2  # pixels of a screen for one of the page
_SQUARE = 1.25  # how much longer than the other a side of an icon may be


@dataclass(frozen=True, slots=True)
class FootLink:
    """A fixed page as the foot of each page names it."""

    title: str
    path: str
    language: str  # "" where it is the outlet's

    @property
    def href(self) -> str:
        """The way to it from the folder of the site."""
        return paths.link(self.path)


@dataclass(frozen=True, slots=True)
class Logo:
    """The logo as the head of each page shows it; `base` is where its files are, nothing for the site's own folder."""

    alt: str
    width: int
    height: int
    alone: bool
    ground: bool
    files: tuple[Rendition, ...]
    base: str = ""

    @property
    def plain(self) -> str:
        """The file that every browser shows."""
        return self.files[-1].name

    @property
    def others(self) -> list[dict[str, str]]:
        """The files that a browser takes in place of it if it can."""
        return [{"type": _TYPES[_ending(one)], "name": one.name} for one in self.files[:-1]]


@dataclass(frozen=True, slots=True)
class Frame:
    """What all pages share: a change makes all of them stale."""

    pages: tuple[FootLink, ...]
    dress: Dress
    logo: Logo | None

    @property
    def files(self) -> Mapping[str, Rendition]:
        """The files of the logo by their paths below `public/`."""
        return {f"assets/{one.name}": one for one in self.logo.files} if self.logo else {}

    @property
    def icon(self) -> str:
        """The path of a logo that is about square; nothing where there is none, for a letter stands in."""
        if self.logo is None:
            return ""
        plain = self.logo.files[-1]
        is_square = max(plain.width, plain.height) <= _SQUARE * min(plain.width, plain.height)
        return f"assets/{plain.name}" if is_square else ""

    def logo_for(self, path: str | None) -> Logo | None:
        """Return the logo, unless a page may be shown anywhere and would ask the site for it."""
        return self.logo if self.logo and (path is not None or self.logo.base) else None


def frame_of(outlet: Outlet) -> Frame:
    """Return the frame of an outlet: read once for each time that the outlet is."""
    # On the row itself, for thousands of pages are made with one that was read once.
    known = vars(outlet)
    found: Frame | None = known.get("_frame")
    if found is None:
        found = known["_frame"] = _read(Look.objects.the())
    return found


def try_on(outlet: Outlet, look: Look, scheme: Scheme) -> None:
    """Let an outlet wear a look that nobody has saved, at the desk."""
    base = reverse("desk_picture_file", args=["x"]).removesuffix("x")
    vars(outlet)["_frame"] = _read(look, scheme, base)


def _read(look: Look, scheme: Scheme = "", base: str = "") -> Frame:
    rows = FixedPage.objects.at_the_foot().values_list("title", "slug", "language")
    pages = tuple(
        FootLink(title, paths.fixed_page(slug), tag(language)) for title, slug, language in rows
    )
    logo = _logo(look, look.picture, base) if look.picture else None
    return Frame(pages, dresses.of(look, scheme), logo)


def _logo(look: Look, picture: Picture, base: str) -> Logo:
    height = max(1, look.logo_height)
    width = round(picture.width * height / picture.height)
    if width > _WIDEST:
        width, height = _WIDEST, max(1, round(picture.height * _WIDEST / picture.width))
    every = sorted(picture.renditions, key=lambda one: (_ORDER.index(_ending(one)), one.width))
    files = tuple(
        _enough(list(some), width * _DENSE) for _ending_of, some in groupby(every, key=_ending)
    )
    return Logo(
        picture.alt, max(1, width), height, look.logo_alone, look.logo_ground, files, base
    )  # fmt: skip


def _enough(files: list[Rendition], width: int) -> Rendition:
    """Return the smallest file that is wide enough, or the widest."""
    return next((one for one in files if one.width >= width), files[-1])


def _ending(rendition: Rendition) -> str:
    return rendition.name.rpartition(".")[2]
