"""The stylesheet and the outlet's icon, under names that change when they do."""

from collections.abc import Iterator

from pamphleteer.press import theme
from pamphleteer.press.page import Page
from pamphleteer.press.site import Site


def pages(site: Site) -> Iterator[Page]:
    """Yield the two."""
    yield Page(theme.style_path(), theme.style().encode())
    yield Page(theme.icon_path(site.outlet), theme.icon(site.outlet).encode())
