"""Pictures for the tests, drawn on the spot."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def drawn(
    name: str = "bridge.jpg",
    kind: str = "JPEG",
    *,
    size: tuple[int, int] = (60, 40),
    mode: str = "RGB",
    colour: Any = "teal",
    **options: Any,
) -> SimpleUploadedFile:
    """Return an upload of a picture in one colour."""
    written = BytesIO()
    Image.new(mode, size, colour).save(written, kind, **options)
    return SimpleUploadedFile(name, written.getvalue())
