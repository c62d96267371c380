"""The page where something stood that has moved or was withdrawn."""

from typing import Any

from pamphleteer.press import paths, theme
from pamphleteer.press.errors import ThemeError
from pamphleteer.press.piece import Gone
from pamphleteer.press.site import Site

TEMPLATES = ("press/moved.html", "press/withdrawn.html")


def told(site: Site, gone: Gone, *, what: str) -> str:
    """Return the page, of the house's own template if the outlet's has a mistake.

    What was taken back is not to be read on for a mistake in a template.
    """
    template = "press/moved.html" if gone.moved_to else "press/withdrawn.html"
    shown: dict[str, Any] = {
        "path": gone.path,
        "address": None,
        "outlet": site.outlet,
        "gone": gone,
        "what": what,
        "onward": paths.link(gone.moved_to),
    }
    try:
        return theme.render_page(template, **shown)
    except ThemeError as error:
        site.flaw = error
        return theme.render_page(template, plain=True, **shown)
