"""Icons where programs look for them unasked: for those that show no SVG, and for the screens of phones."""

from pamphleteer.press import mark
from pamphleteer.press.frame import frame_of
from pamphleteer.press.kinds import Kind
from pamphleteer.press.page import Page
from pamphleteer.press.site import Site

ICO, TOUCH = "favicon.ico", "apple-touch-icon.png"
_SIDES = {ICO: 48, TOUCH: 180}  # pixels


def _make(site: Site, key: str) -> Page | None:
    colour = frame_of(site.outlet).dress.light
    if key == ICO:
        return Page(key, mark.ico(_SIDES[key], colour))
    return Page(key, mark.png(_SIDES[key], colour)) if key == TOUCH else None


kind = Kind(
    name="mark",
    path=str,
    make=_make,
    every=lambda: (ICO, TOUCH),
    shared=lambda site: frame_of(site.outlet).dress.light,
)
