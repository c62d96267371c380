"""The outlet's look as letters wear it: colours that can be read on both schemes, type, and the logo."""

from dataclasses import dataclass

from django.conf import settings

from pamphleteer.desk.models.look import DARK, LIGHT, READABLE
from pamphleteer.ground import colour
from pamphleteer.press.frame import Frame, frame_of
from pamphleteer.register.models import Outlet

# Fonts that devices have, without quotes: a style attribute stands in quotes itself. Few, for they stand on each
# piece; for letters that none of them has, as those of Arabic, devices take another by themselves.
_FAMILIES = {
    "serif": "Charter,Georgia,serif",
    "sans": "system-ui,Segoe UI,Roboto,Arial,sans-serif",
}
_WIDEST = 320  # pixels of a logo in a letter
_HIGHEST = 96


@dataclass(frozen=True, slots=True)
class Shades:
    """The colours of one scheme, each as `#rrggbb`."""

    paper: str
    panel: str
    ink: str
    soft: str
    line: str
    rule: str
    accent: str
    on_accent: str


@dataclass(frozen=True, slots=True)
class LogoImage:
    """The logo at its absolute address; sizes in pixels of the letter."""

    url: str
    alt: str
    width: int
    height: int
    alone: bool
    ground: bool


@dataclass(frozen=True, slots=True)
class Look:
    """Colours for light and for dark screens, families of headlines, texts and all else, and the logo."""

    light: Shades
    dark: Shades
    head: str
    text: str
    sans: str
    logo: LogoImage | None = None


def look_of(outlet: Outlet) -> Look:
    """Return the look that was chosen for an outlet; colours that nobody could read are moved until they can."""
    frame = frame_of(outlet)
    return Look(
        light=_light(frame.dress.light),
        dark=_dark(frame.dress.dark),
        head=_FAMILIES[frame.dress.head],
        text=_FAMILIES[frame.dress.text],
        sans=_FAMILIES["sans"],
        logo=_logo(frame, outlet),
    )


def _light(accent: str) -> Shades:
    return Shades(
        *LIGHT,
        ink="#1d1b16",
        soft="#5c564b",
        line="#d9d2c3",
        rule="#1d1b16",
        accent=colour.readable(accent, LIGHT, at_least=READABLE),
        on_accent="#fffdf8",
    )


def _dark(accent: str) -> Shades:
    return Shades(
        *DARK,
        ink="#ebe5d8",
        soft="#b0a797",
        line="#3b362c",
        rule="#857c6b",
        accent=colour.readable(accent, DARK, at_least=READABLE),
        on_accent="#1d0f0b",
    )


def _logo(frame: Frame, outlet: Outlet) -> LogoImage | None:
    logo = frame.logo
    if logo is None:
        return None
    base = logo.base or f"{settings.SITE_URL}assets/"
    scale = min(1.0, _WIDEST / logo.width, _HIGHEST / logo.height)
    return LogoImage(
        url=f"{base}{logo.plain}",
        alt=outlet.name if logo.alone else logo.alt,
        width=max(1, round(logo.width * scale)),
        height=max(1, round(logo.height * scale)),
        alone=logo.alone,
        ground=logo.ground,
    )
