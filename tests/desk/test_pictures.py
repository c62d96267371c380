"""Pictures are taken in made anew: upright, small, without what was hidden in them, or refused in words."""

import os
import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageCms
from pytest_django import Settings

from pamphleteer.desk.errors import NoPicture, Refused
from pamphleteer.desk.models import Picture
from pamphleteer.desk.verbs.pictures import upload, where
from tests.cast import Cast
from tests.drawing import drawn

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]

GPS = 0x8825
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">Home, Hidden Lane 7</x:xmpmeta>'


def kept() -> list[Path]:
    folder = Path(settings.MEDIA_ROOT)
    return sorted(path for path in folder.rglob("*") if path.is_file())


def opened(name: str) -> Image.Image:
    with Image.open(where(name)) as found:
        return found.copy()


def refused(content: bytes, name: str = "bridge.jpg") -> str:
    with pytest.raises(NoPicture) as caught:
        upload(SimpleUploadedFile(name, content), alt="A bridge", own=True)
    assert kept() == []
    assert not Picture.objects.exists()
    return str(caught.value)


def png(width: int, height: int, rows: bytes) -> bytes:
    def chunk(kind: bytes, held: bytes) -> bytes:
        return (
            struct.pack(">I", len(held)) + kind + held + struct.pack(">I", zlib.crc32(kind + held))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_a_picture_is_kept_in_three_formats_and_no_width_is_larger_than_it(cast: Cast) -> None:
    picture = cast.picture()
    picture = upload(drawn(size=(1000, 500)), alt="A bridge", own=True, by=cast.editor)
    made = {(one.name.rpartition(".")[2], one.width, one.height) for one in picture.renditions}
    sizes = [(400, 200), (800, 400), (1000, 500)]
    assert made == {(kind, *size) for kind in ("avif", "webp", "jpg") for size in sizes}
    for one in picture.renditions:
        assert opened(one.name).size == (one.width, one.height)
        assert where(one.name).stat().st_size == one.size
    assert picture.uploaded_by == cast.editor


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_where_and_with_what_it_was_taken_is_gone(kind: str, db: None) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera of Ada Quay"
    exif.get_ifd(GPS).update({1: "N", 2: (51.0, 30.0, 0.0)})
    options = {"exif": exif} if kind == "PNG" else {"exif": exif, "xmp": XMP}
    sent = drawn("b", kind, **options)
    assert b"Ada Quay" in sent.read()
    sent.seek(0)
    upload(sent, alt="A bridge", own=True)
    for path in kept():
        content = path.read_bytes()
        assert b"Ada Quay" not in content
        assert b"Hidden Lane" not in content
        with Image.open(path) as found:
            assert not found.getexif()
            assert not {"exif", "xmp", "icc_profile", "comment"} & set(found.info)


def test_a_picture_taken_on_its_side_stands_upright(db: None) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = upload(drawn(size=(60, 40), exif=exif), alt="A bridge", own=True)
    assert (picture.width, picture.height) == (40, 60)
    assert opened(picture.small.name).size == (40, 60)


def test_colours_of_another_profile_become_those_of_the_web(db: None) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    wrong = upload(drawn(icc_profile=profile), alt="A wrong profile", own=True)
    good = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    right = upload(drawn(icc_profile=good), alt="A good profile", own=True)
    for picture in (wrong, right):
        found = opened(picture.small.name)
        assert found.mode == "RGB"
        assert found.getpixel((5, 5)) == pytest.approx((0, 128, 128), abs=6)


@pytest.mark.parametrize(
    ("kind", "mode", "colour"),
    [
        ("PNG", "RGBA", (255, 0, 0, 0)),
        ("PNG", "I;16", 65535),
        ("PNG", "1", 1),
        ("PNG", "LA", (0, 0)),
        ("GIF", "P", 0),
        ("JPEG", "CMYK", (0, 0, 0, 0)),
        ("JPEG", "L", 255),
    ],
)
def test_all_sorts_of_colours_are_read_and_jpeg_has_a_white_ground(
    kind: str, mode: str, colour: object, db: None
) -> None:
    picture = upload(drawn("x", kind, mode=mode, colour=colour), alt="White", own=True)
    seen = opened(picture.small.name).getpixel((5, 5))
    if mode != "P":
        assert seen == pytest.approx((255, 255, 255), abs=4)


def test_the_same_picture_twice_is_one_file_and_with_the_same_words_one_row(cast: Cast) -> None:
    first, files = cast.picture(), kept()
    assert cast.picture() == first
    other = cast.picture(alt="The bridge from the south")
    assert other != first
    assert other.files == first.files
    assert kept() == files


def test_a_file_that_was_lost_is_made_again(cast: Cast) -> None:
    first = cast.picture()
    files = kept()
    where(first.small.name).unlink()
    cast.picture()
    assert kept() == files


def test_a_picture_needs_words_and_a_credit(cast: Cast) -> None:
    with pytest.raises(Refused, match="who can't see it"):
        cast.picture(alt=" \n ")
    with pytest.raises(Refused, match="the outlet's own"):
        cast.picture(credit=" ")
    assert cast.picture(credit="", own=True).pk


def test_what_is_no_picture_is_told_whatever_its_name(db: None) -> None:
    words = "“bridge.jpg” is no picture that can be read: JPEG, PNG, WebP, GIF or AVIF."
    assert words in refused(b"<html><script>alert(1)</script>")
    assert words in refused(b"")
    tiff = BytesIO()
    Image.new("RGB", (9, 9)).save(tiff, "TIFF")
    assert words in refused(tiff.getvalue())


@pytest.mark.parametrize("head", [b"", b"\xef\xbb\xbf \n", b'<?xml version="1.0"?>\n<!-- x -->'])
def test_a_drawing_that_may_hold_scripts_is_told_what_it_is(head: bytes, db: None) -> None:
    assert "is an SVG drawing" in refused(head + b"<svg onload='alert(1)'/>", "logo.png")


def test_a_picture_that_stops_in_the_middle_is_damaged(db: None) -> None:
    whole = drawn(size=(400, 400), mode="L", colour=7).read()
    assert "is damaged" in refused(whole[: len(whole) // 2])


def test_a_small_file_that_unpacks_to_gigabytes_is_not_unpacked(db: None) -> None:
    bomb = png(30_000, 30_000, zlib.compress(b"\0" * 10_000_000, 9))
    assert len(bomb) < 20_000
    assert "million" in refused(bomb)
    assert "has 9,000 × 5,000 pixels" in refused(png(9_000, 5_000, zlib.compress(b"\0" * 10**7, 9)))
    # One that says little of itself is not read beyond what it says.
    upload(SimpleUploadedFile("x.png", png(2, 1, zlib.compress(b"\0" * 10**8))), alt="x", own=True)


def test_a_picture_longer_than_formats_hold_is_refused(db: None) -> None:
    assert "16,383 pixels" in refused(drawn("x", "PNG", size=(20, 20_000)).read())


def test_a_file_that_is_too_large_is_refused_unread(settings: Settings, db: None) -> None:
    settings.DESK_MAX_PICTURE = 1000
    assert "larger than the 0.001 MB" in refused(b"x" * 1001)


def test_half_made_pictures_of_a_process_that_was_killed_are_cleared_away(cast: Cast) -> None:
    bench = Path(settings.MEDIA_ROOT) / ".developing-old"
    bench.mkdir(parents=True)
    (bench / "source").write_bytes(b"x")
    os.utime(bench, (0, 0))
    cast.picture()
    assert not bench.exists()


def test_an_upload_at_the_desk_is_listed_and_shown(client: Client, cast: Cast) -> None:
    client.force_login(cast.contributor)
    address = reverse("wagtailsnippets_desk_picture:add")
    assert "multipart/form-data" in client.get(address).content.decode()
    sent = {"file": drawn(), "alt": "A bridge", "credit": "Ada Quay"}
    answer = client.post(address, sent, follow=True)
    assert "A bridge" in answer.content.decode()
    picture = Picture.objects.get()
    assert picture.uploaded_by == cast.contributor
    small = reverse("desk_picture_file", args=[picture.small.name])
    assert small in answer.content.decode()
    shown = client.get(small)
    assert b"".join(shown.streaming_content)
    assert shown.headers["Content-Type"] == "image/jpeg"
    for name in ("0" * 20 + ".jpg", "..jpg", "x.html"):
        assert client.get(reverse("desk_picture_file", args=[name])).status_code == 404


def test_what_is_wrong_with_an_upload_stands_at_its_field(client: Client, cast: Cast) -> None:
    client.force_login(cast.editor)
    address = reverse("wagtailsnippets_desk_picture:add")
    page = client.post(address, {"file": drawn(), "alt": "A bridge"}).content.decode()
    assert "Say who made it" in page
    other = SimpleUploadedFile("x.png", b"<svg/>")
    page = client.post(address, {"file": other, "alt": "A bridge", "own": "on"}).content.decode()
    assert "is an SVG drawing" in page
    assert kept() == []


def test_an_upload_over_the_limit_is_cut_off_on_its_way(
    client: Client, cast: Cast, settings: Settings
) -> None:
    settings.DESK_MAX_PICTURE = 100_000
    client.force_login(cast.editor)
    sent = {"file": SimpleUploadedFile("x.jpg", b"x" * 5_000_000), "alt": "A", "own": "on"}
    page = client.post(reverse("wagtailsnippets_desk_picture:add"), sent).content.decode()
    assert "is larger than the 0.1 MB" in page


def test_words_are_changed_and_the_file_stays(client: Client, cast: Cast) -> None:
    picture = cast.picture()
    client.force_login(cast.editor)
    address = reverse("wagtailsnippets_desk_picture:edit", args=[picture.pk])
    assert 'type="file"' not in client.get(address).content.decode()
    client.post(address, {"alt": "A bridge at night", "credit": "Ada Quay"})
    picture.refresh_from_db()
    assert picture.alt == "A bridge at night"
    assert picture.files
