"""Contrast by WCAG's formula, and the nearest shade that can be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pamphleteer.ground import colour

SHADES = st.integers(0, 0xFFFFFF).map("#{:06x}".format)
PAPER, NIGHT = ("#fcfaf5", "#f3ede0"), ("#16140f", "#211e17")


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("#000000", "#ffffff", 21), ("#ffffff", "#ffffff", 1), ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54), ("#ff0000", "#ffffff", 4.0), ("#ffff00", "#ffffff", 1.07),
    ],
)  # fmt: skip
def test_contrast_is_that_of_the_standard(one: str, other: str, found: float) -> None:
    assert colour.contrast(one, other) == pytest.approx(found, abs=0.005)
    assert colour.contrast(other, one) == colour.contrast(one, other)


@given(SHADES, st.sampled_from([PAPER, NIGHT]), st.sampled_from([4.5, 7]))
def test_any_colour_has_a_shade_that_can_be_read(
    shade: str, grounds: tuple[str, ...], at_least: float
) -> None:
    found = colour.readable(shade, grounds, at_least=at_least)
    assert colour.known(found) == found
    assert colour.least(found, grounds) >= at_least
    if colour.least(shade, grounds) >= at_least:
        assert found == shade


@pytest.mark.parametrize(
    "text", ["", "red", "#fff", "#12345g", "#1234567", "#123456;}", "#12345\n6"]
)
def test_what_is_no_colour_is_none(text: str) -> None:
    assert colour.known(text) == ""
    assert colour.known(" #8C1C13 ") == "#8c1c13"
