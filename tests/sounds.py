"""Recordings for the tests, made on the spot: silence, in the kinds that are taken."""

import struct

from django.core.files.uploadedfile import SimpleUploadedFile


def mp3(name: str = "talk.mp3", *, frames: int = 500, tags: bytes = b"") -> SimpleUploadedFile:
    """Return frames of 26 milliseconds of MPEG 1 layer III at 44,100 Hz and 64 kbit/s."""
    frame = b"\xff\xfb\x50\xc0" + b"\0" * 204
    return SimpleUploadedFile(name, tags + frame * frames)


def _page(packet: bytes, place: int, stream: int = 7) -> bytes:
    sizes = bytes([255] * (len(packet) // 255) + [len(packet) % 255])
    return (
        struct.pack("<4sBBqIIIB", b"OggS", 0, 0, place, stream, 0, 0, len(sizes)) + sizes + packet
    )


def opus(name: str = "talk.opus", *, seconds: int = 90) -> SimpleUploadedFile:
    """Return the first and the last page of an Opus file."""
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 312, 48_000, 0, 0)
    return SimpleUploadedFile(name, _page(head, 0) + _page(b"\0" * 400, seconds * 48_000 + 312))


def vorbis(name: str = "talk.ogg", *, seconds: int = 90) -> SimpleUploadedFile:
    """Return the first and the last page of a Vorbis file."""
    head = b"\x01vorbis" + struct.pack("<IBIiiiBB", 0, 1, 44_100, 0, 0, 0, 0xB8, 1)
    return SimpleUploadedFile(name, _page(head, 0) + _page(b"\0" * 400, seconds * 44_100))


def _box(kind: bytes, held: bytes) -> bytes:
    return struct.pack(">I4s", len(held) + 8, kind) + held


def m4a(name: str = "talk.m4a", *, seconds: int = 90, sort: bytes = b"soun") -> SimpleUploadedFile:
    """Return the boxes of an MP4 file with one track of some sort."""
    head = _box(b"mvhd", struct.pack(">IIIII", 0, 0, 0, 1000, seconds * 1000) + b"\0" * 80)
    track = _box(b"trak", _box(b"mdia", _box(b"hdlr", b"\0" * 8 + sort + b"\0" * 13)))
    whole = (
        _box(b"ftyp", b"M4A \0\0\0\0") + _box(b"mdat", b"\0" * 500) + _box(b"moov", head + track)
    )
    return SimpleUploadedFile(name, whole)
