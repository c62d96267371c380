"""Colours on a screen, and whether letters of one can be read on another (WCAG 2.2, contrast ratio)."""

import re

_SHADE = re.compile(r"#[0-9a-f]{6}")
_STEPS = 100


def known(text: str) -> str:
    """Return a colour as `#rrggbb` in small letters, or nothing if the text is none."""
    shade = text.strip().lower()
    return shade if _SHADE.fullmatch(shade) else ""


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 (the same) to 21 (black on white)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def least(colour: str, grounds: tuple[str, ...]) -> float:
    """Return the contrast of a colour with that ground on which it is read worst."""
    return min(contrast(colour, ground) for ground in grounds)


def readable(colour: str, grounds: tuple[str, ...], *, at_least: float) -> str:
    """Return the nearest shade of a colour that can be read on all grounds: darker, or lighter if these are dark."""
    towards = 0 if _luminance(grounds[0]) > _luminance("#777777") else 255
    for step in range(_STEPS + 1):
        shade = _mixed(colour, towards, step / _STEPS)
        if least(shade, grounds) >= at_least:
            break
    return shade


def _mixed(colour: str, towards: int, share: float) -> str:
    return "#" + "".join(f"{round(one + (towards - one) * share):02x}" for one in _parts(colour))


def _parts(colour: str) -> tuple[int, int, int]:
    number = int(colour[1:], 16)
    return number >> 16, number >> 8 & 255, number & 255


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(one / 255) for one in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
