"""Decode a picture and encode it anew: upright, in sRGB, without anything that was hidden in it."""

from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from pamphleteer.desk.darkroom.faults import Unkept, Unusable

# By what a file holds: its name says nothing.
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
WIDTHS = (400, 800, 1200)
LONGEST = 16_383  # pixels of a side: WebP holds no more
_LOSSY = {"JPEG", "WEBP", "AVIF"}
_SIXTEEN = {"I;16": slice(1, None, 2), "I;16L": slice(1, None, 2), "I;16B": slice(0, None, 2)}
# The format, its ending, and how it is written.
_WRITTEN: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("AVIF", "avif", {"quality": 60, "speed": 7}),
    ("WEBP", "webp", {"quality": 80, "method": 4}),
    ("JPEG", "jpg", {"quality": 82, "optimize": True, "progressive": True}),
)


def develop(source: Path, folder: Path, *, most: int) -> dict[str, Any]:
    """Write the picture anew into a folder, whole and in each width; returns what was made.

    `most` is in pixels, and is held against what the file says of itself before it is decoded.
    Raises `Unusable` for the picture's sake, `Unkept` for the disk's.
    """
    Image.MAX_IMAGE_PIXELS = most
    image, lossy = _read(source, most)
    master = "whole.jpg" if lossy and image.mode == "RGB" else "whole.png"
    _save(image, folder / master, quality=92)  # which a PNG has no use for
    files = [made for width in _widths(image.width) for made in _renditions(image, width, folder)]
    return {"width": image.width, "height": image.height, "master": master, "files": files}


def _read(source: Path, most: int) -> tuple[Image.Image, bool]:
    try:
        with Image.open(source, formats=FORMATS) as found:
            _check(found, most)
            found.load()
            return _clean(found), found.format in _LOSSY
    except UnidentifiedImageError as error:
        raise Unusable("unknown") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unusable("bomb", most=most) from error
    except (Unusable, MemoryError):
        raise
    except Exception as error:  # what decoders raise has no bounds
        raise Unusable("damaged") from error


def _check(image: Image.Image, most: int) -> None:
    if image.width * image.height > most:
        raise Unusable("pixels", width=image.width, height=image.height, most=most)
    if max(image.size) > LONGEST:
        raise Unusable("side", longest=LONGEST)


def _clean(found: Image.Image) -> Image.Image:
    """Return the picture upright, in 8 bits and sRGB, and nothing else of it."""
    profile = found.info.get("icc_profile")
    upright = ImageOps.exif_transpose(found)
    if cut := _SIXTEEN.get(upright.mode):
        upright = Image.frombytes("L", upright.size, upright.tobytes()[cut])
        profile = None
    mode = "RGBA" if upright.has_transparency_data else "RGB"
    if upright.mode not in {"RGB", "RGBA", "CMYK", "L"}:
        upright = upright.convert(mode)
    plain = _in_srgb(upright, profile, mode).convert(mode)
    # A new one: whatever was written beside the old one does not come along.
    bare = Image.new(mode, plain.size)
    bare.paste(plain)
    return bare


def _in_srgb(image: Image.Image, profile: bytes | None, mode: str) -> Image.Image:
    if not profile:
        return image
    try:
        own = ImageCms.ImageCmsProfile(BytesIO(profile))
        meant = ImageCms.createProfile("sRGB")
        turned = ImageCms.profileToProfile(image, own, meant, outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image  # a profile for other colours than the picture has
    return turned or image


def _widths(width: int) -> list[int]:
    """Return the widths to make; none is larger than the picture."""
    return [*(one for one in WIDTHS if one < width), *([width] if width <= WIDTHS[-1] else [])]


def _renditions(image: Image.Image, width: int, folder: Path) -> list[dict[str, Any]]:
    height = max(1, round(image.height * width / image.width))
    sized = image
    if width != image.width:
        sized = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    made = []
    for kind, ending, options in _WRITTEN:
        name = f"{width}.{ending}"
        written = _on_white(sized) if kind == "JPEG" else sized
        _save(written, folder / name, format=kind, **options)
        made.append({"name": name, "width": width, "height": height})
    return made


def _save(image: Image.Image, path: Path, **options: Any) -> None:
    try:
        image.save(path, **options)
    except OSError as error:
        raise Unkept(error.strerror or str(error)) from error


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode == "RGB":
        return image
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground
