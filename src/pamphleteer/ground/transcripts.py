"""Transcripts: plain words, or captions with their times (WebVTT, SubRip), read with care."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pamphleteer.ground.text import squeeze, uncontrolled

_TIME = r"(?:(\d{1,4}):)?([0-5]?\d):([0-5]\d)[.,](\d{3})"
_TIMES = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}")
_ARROW = "-->"
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,300}>|<\d[\d:.]{0,20}>")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?\s+([^<>\n]{1,200})>")
_NOTHING_SAID = ("NOTE", "STYLE", "REGION", "WEBVTT")
_PAUSE = 2.0  # seconds of silence that begin another paragraph
_LONG = 600  # characters after which a sentence's end does


@dataclass(frozen=True, slots=True)
class Cue:
    """What is said from one second to another, and by whom if that is told."""

    start: float
    end: float
    words: str
    voice: str = ""


@dataclass(frozen=True, slots=True)
class Transcript:
    """What is said: words in paragraphs, and cues where times are known."""

    words: str
    cues: tuple[Cue, ...] = ()

    @property
    def vtt(self) -> str:
        """The cues as WebVTT, in which nothing is markup but who speaks."""
        return "WEBVTT\n\n" + "\n".join(_written(cue) for cue in self.cues)


def has_times(text: str) -> bool:
    """Tell whether a text means to be captions with times."""
    return text.lstrip("\ufeff \t\r\n").startswith("WEBVTT") or _ARROW in text


def read(text: str) -> Transcript:
    """Return what a transcript says; raises `ValueError` for captions of which no time can be read."""
    clean = uncontrolled(text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    if not has_times(clean):
        return Transcript(clean.strip())
    cues = tuple(sorted(_cues(clean), key=lambda cue: (cue.start, cue.end)))
    if not cues:
        raise ValueError("no line says from when until when")
    return Transcript(_as_words(cues), cues)


def _cues(text: str) -> Iterator[Cue]:
    for block in re.split(r"\n[ \t]*\n", text):
        lines = [line for line in block.split("\n") if line.strip()]
        for at, line in enumerate(lines[:2]):
            if found := _TIMES.match(line):
                cue = _cue(found.groups(), lines[at + 1 :])
                if cue.words and cue.end > cue.start:
                    yield cue
                break


def _cue(times: tuple[str | None, ...], lines: list[str]) -> Cue:
    said = " ".join(lines)
    voice = _VOICE.search(said)
    words = squeeze(html.unescape(_TAG.sub("", said)).replace(_ARROW, "→"))
    named = squeeze(html.unescape(voice[1])).replace(_ARROW, "→") if voice else ""
    return Cue(_seconds(times[:4]), _seconds(times[4:]), uncontrolled(words), uncontrolled(named))


def _seconds(time: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in time)
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000


def _as_words(cues: tuple[Cue, ...]) -> str:
    """Return what is said as people read it: a paragraph ends where somebody else speaks, or nobody."""
    paragraphs: list[list[str]] = []
    before: Cue | None = None
    for cue in cues:
        if before is None or _parted(before, cue, paragraphs[-1]):
            paragraphs.append([f"{cue.voice}: {cue.words}" if cue.voice else cue.words])
        elif cue.words != before.words:
            paragraphs[-1].append(cue.words)
        before = cue
    return "\n\n".join(" ".join(one) for one in paragraphs)


def _parted(before: Cue, cue: Cue, paragraph: list[str]) -> bool:
    if cue.voice != before.voice or cue.start - before.end > _PAUSE:
        return True
    return sum(map(len, paragraph)) > _LONG and before.words.endswith(
        (".", "!", "?", "…", "。", "؟")
    )


def _written(cue: Cue) -> str:
    voice = f"<v {_harmless(cue.voice)}>" if cue.voice else ""
    return f"{_clock(cue.start)} {_ARROW} {_clock(cue.end)}\n{voice}{_harmless(cue.words)}\n"


def _harmless(words: str) -> str:
    return html.escape(words, quote=False)


def _clock(seconds: float) -> str:
    thousandths = round(seconds * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}.{rest % 1000:03}"
