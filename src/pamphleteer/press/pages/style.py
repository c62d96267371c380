"""The stylesheet, the outlet's icon and its logo, under names that change when they do."""

from collections.abc import Iterator

from pamphleteer.desk.verbs.pictures import where
from pamphleteer.press import theme
from pamphleteer.press.errors import ThemeError
from pamphleteer.press.frame import frame_of
from pamphleteer.press.kinds import Kind
from pamphleteer.press.page import Page, Stored
from pamphleteer.press.site import Site
from pamphleteer.register.models import Outlet


def _keys() -> Iterator[str]:
    yield from _files(Outlet.objects.the())


def _files(outlet: Outlet) -> list[str]:
    return [theme.style_path(outlet), theme.icon_path(outlet), *frame_of(outlet).files]


def _make(site: Site, key: str) -> Page | None:
    if key == theme.style_path(site.outlet):
        try:
            theme.own_style(site.outlet)
        except ThemeError as error:
            site.flaw = error
        return Page(key, theme.style(site.outlet).encode())
    if key == theme.icon_path(site.outlet):
        try:
            theme.own_icon(site.outlet)
        except ThemeError as error:
            site.flaw = error
        return Page(key, theme.icon(site.outlet).encode())
    if one := frame_of(site.outlet).files.get(key):
        return Page(key, Stored(where(one.name), one.sha256, one.size))
    return None


def _shared(site: Site) -> str:
    # What is wrong has the name of what stands in its place.
    own = theme.sources([theme.ICON, theme.STYLE, theme.MORE_STYLE])
    return " ".join([*_files(site.outlet), own])


kind = Kind(
    name="style",
    path=str,
    make=_make,
    every=_keys,
    shared=_shared,
    beside=True,
    lasting=True,
)
