"""The stylesheet and the outlet's icon, under names that change when they do."""

from collections.abc import Iterator

from pamphleteer.press import theme
from pamphleteer.press.errors import ThemeError
from pamphleteer.press.kinds import Kind
from pamphleteer.press.page import Page
from pamphleteer.press.site import Site
from pamphleteer.register.models import Outlet


def _keys() -> Iterator[str]:
    yield theme.style_path()
    yield theme.icon_path(Outlet.objects.the())


def _make(site: Site, key: str) -> Page | None:
    if key == theme.style_path():
        return Page(key, theme.style().encode())
    if key == theme.icon_path(site.outlet):
        try:
            theme.own_icon(site.outlet)
        except ThemeError as error:
            site.flaw = error
        return Page(key, theme.icon(site.outlet).encode())
    return None


def _shared(site: Site) -> str:
    # An icon that is wrong has the name of the one in its place.
    return f"{theme.style_path()} {theme.icon_path(site.outlet)} {theme.sources([theme.ICON])}"


kind = Kind(
    name="style",
    path=str,
    make=_make,
    every=_keys,
    shared=_shared,
    beside=True,
    lasting=True,
)
