"""What a recording is and how long it lasts, by what its file holds: MP3, M4A, Ogg Vorbis, Opus."""

import mmap
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

_PAGE = 65_307  # bytes of the largest page of Ogg (RFC 3533, section 6)
_DEEPEST = 8  # boxes in boxes of MP4
_MOST_BOXES = 10_000
_SLOWEST = 4  # bytes a second: of less, no sound is made, whatever a file says of its length
_MOST_FRAMES = 2_000_000  # of MP3: half a day, and some seconds to add them up
_FEWEST_FRAMES = 3  # of MP3, one behind the other: less may be chance
_JUNK = 65_536  # bytes that may lie between frames and behind the last one, all in all
# ISO/IEC 11172-3 and 13818-3: kilobits a second of layer III, samples a second, samples a frame.
_RATES = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_SAMPLES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_HOLDING = {b"moov", b"trak", b"mdia"}


@dataclass(frozen=True)
class Sound:
    """A kind of file as HTTP names it, its usual ending, and its length in seconds."""

    type: str
    ending: str
    seconds: int


def sound_of(file: BinaryIO, size: int) -> Sound | None:
    """Return what a file is, or nothing if it is no recording of these kinds."""
    file.seek(0)
    head = file.read(64)
    try:
        if head.startswith(b"OggS"):
            sound = _ogg(file, size)
        elif head[4:8] == b"ftyp":
            sound = _mp4(file, size)
        else:
            sound = _mp3(file, size)
    except (struct.error, IndexError, ZeroDivisionError, ValueError):
        return None
    return sound if sound and sound.seconds * _SLOWEST <= max(size, _SLOWEST) else None


def _ogg(file: BinaryIO, size: int) -> Sound | None:
    """Read the rate of the first page and the place of the last one (RFC 3533, RFC 7845)."""
    file.seek(0)
    head = file.read(_PAGE)
    stream = head[14:18]
    packet = head[27 + head[26] :]
    file.seek(max(0, size - 2 * _PAGE))
    tail = file.read()
    last = -1
    at = tail.find(b"OggS")
    while at >= 0:
        if tail[at + 14 : at + 18] == stream:
            (place,) = struct.unpack_from("<q", tail, at + 6)
            last = max(last, place)
        at = tail.find(b"OggS", at + 4)
    if packet.startswith(b"OpusHead"):
        (skip,) = struct.unpack_from("<H", packet, 10)
        return _told("audio/ogg", ".opus", (last - skip) / 48_000)
    if packet.startswith(b"\x01vorbis"):
        (rate,) = struct.unpack_from("<I", packet, 12)
        return _told("audio/ogg", ".ogg", last / rate)
    return None


def _mp4(file: BinaryIO, size: int) -> Sound | None:
    """Read the length from the head of the film, which must have sound and nothing to see."""
    seconds, kinds = -1.0, set()
    for kind, begins, ends in _boxes(file, 0, size, iter(range(_MOST_BOXES))):
        file.seek(begins)
        held = file.read(min(ends - begins, 64))
        if kind == b"mvhd":
            layout, at = (">IQ", 20) if held[0] == 1 else (">II", 12)
            scale, length = struct.unpack_from(layout, held, at)
            seconds = length / scale
        elif kind == b"hdlr":
            kinds.add(held[8:12])
    if b"soun" not in kinds or b"vide" in kinds:
        return None
    return _told("audio/mp4", ".m4a", seconds)


def _boxes(
    file: BinaryIO, at: int, end: int, left: Iterator[int], depth: int = 0
) -> Iterator[tuple[bytes, int, int]]:
    """Yield the boxes that hold no others, as many as are left to look at (ISO/IEC 14496-12, section 4.2)."""
    for _ in left:
        if at + 8 > end or depth > _DEEPEST:
            return
        file.seek(at)
        length, kind = struct.unpack(">I4s", file.read(8))
        begins = at + 8
        if length == 1:
            (length,) = struct.unpack(">Q", file.read(8))
            begins += 8
        ends = at + length if length else end
        if ends <= at or ends > end or ends < begins:
            return
        if kind in _HOLDING:
            yield from _boxes(file, begins, ends, left, depth + 1)
        else:
            yield kind, begins, ends
        at = ends


def _mp3(file: BinaryIO, size: int) -> Sound | None:
    """Add up its frames, one by one: what a file says of its own length is often wrong."""
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as held:
        return _added_up(held, _behind_tags(held), size)


def _behind_tags(held: mmap.mmap) -> int:
    """Return where sound begins behind the words about it (ID3v2, section 3.1)."""
    if held[:3] != b"ID3":
        return 0
    length = 0
    for byte in held[6:10]:
        length = length << 7 | byte & 0x7F
    return 10 + length + (10 if held[5] & 0x10 else 0)


def _added_up(held: mmap.mmap, at: int, size: int) -> Sound | None:
    seconds, frames, lost = 0.0, 0, 0
    while at + 4 <= size and lost <= _JUNK and frames < _MOST_FRAMES:
        frame = _frame(held, at)
        if frame is None:
            at, lost = at + 1, lost + 1
            continue
        length, lasts = frame
        at, seconds, frames = at + length, seconds + lasts, frames + 1
    whole = frames >= _FEWEST_FRAMES and at + 4 > size
    return _told("audio/mpeg", ".mp3", seconds) if whole else None


def _frame(held: mmap.mmap, at: int) -> tuple[int, float] | None:
    """Return the bytes and seconds of the frame that begins here, or nothing if none does."""
    if held[at] != 0xFF or held[at + 1] & 0xE0 != 0xE0:
        return None
    version, layer = held[at + 1] >> 3 & 3, held[at + 1] >> 1 & 3
    rate, sample, padding = held[at + 2] >> 4, held[at + 2] >> 2 & 3, held[at + 2] >> 1 & 1
    if version == 1 or layer != 1 or rate in {0, 15} or sample == 3:
        return None
    bits = _RATES[3 if version == 3 else 2][rate] * 1000
    samples = 1152 if version == 3 else 576
    frequency = _SAMPLES[version][sample]
    return samples // 8 * bits // frequency + padding, samples / frequency


def _told(kind: str, ending: str, seconds: float) -> Sound | None:
    return Sound(kind, ending, max(1, round(seconds))) if 0 < seconds < 10**6 else None
