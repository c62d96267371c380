"""Icons for programs that show no SVG."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from pamphleteer.press.verbs.press import press
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]


def test_they_lie_where_programs_look_for_them_in_the_outlets_colour(cast: Cast) -> None:
    press()
    public = Path(settings.PUBLIC)
    for name, kind, side in (("favicon.ico", "ICO", 48), ("apple-touch-icon.png", "PNG", 180)):
        held = (public / name).read_bytes()
        assert len(held) < 2_000
        with Image.open(io.BytesIO(held)) as picture:
            assert (picture.format, picture.size) == (kind, (side, side))
            shown = picture.convert("RGB")
            assert shown.getpixel((side // 2, side // 5)) == (255, 253, 248)
            assert shown.getpixel((1, 1)) != (255, 253, 248)
