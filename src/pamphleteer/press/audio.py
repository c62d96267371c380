"""Recordings as pages and feeds tell of them, and the files that they need."""

import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from pamphleteer.desk.models import Article, Recording
from pamphleteer.ground import transcripts
from pamphleteer.press import paths
from pamphleteer.press.written import Written


@dataclass(frozen=True, slots=True)
class Heard:
    """A recording with its words: a file of the site's, or the partner's at its own address."""

    href: str  # below the folder of the site, unless it is `elsewhere`
    type: str
    size: int  # 0 where nobody knows
    length: str
    transcript: str
    transcript_url: str
    elsewhere: bool = False
    seconds: int = 0  # 0 where nobody knows
    captions: str = ""  # the file of its transcript, below the folder of the site


def path_of(recording: Recording) -> str:
    """Return where a recording lies below `public/`."""
    return f"audio/{recording.name}"


def captions_of(article: int, transcript: str) -> str:
    """Return where the transcript of an article lies below `public/`, as a file of its own."""
    return f"transcripts/{article}.{'vtt' if transcripts.has_times(transcript) else 'txt'}"


def _words(transcript: str) -> str:
    try:
        return transcripts.read(transcript).words if transcript else ""
    except ValueError:
        return transcript


def used() -> Iterator[Recording]:
    """Yield the recordings of what is live."""
    live = Article.objects.live().exclude(audio=None)
    yield from Recording.objects.filter(pk__in=live.values("audio")).order_by("pk").iterator(500)


def heard(
    article: Article | Written, recording: Recording | None, *, at_desk: bool = False
) -> Heard | None:
    """Return what is to be heard of an article; nothing if there is nothing."""
    words = _words(article.transcript), paths.outward(article.transcript_url)
    captions = captions_of(article.pk, article.transcript) if article.transcript.strip() else ""
    if recording:
        href = (
            reverse("desk_recording_file", args=[recording.name]) if at_desk else path_of(recording)
        )
        return Heard(
            href, recording.type, recording.size, recording.length, *words, at_desk,
            recording.seconds, captions,
        )  # fmt: skip
    if url := paths.outward(article.audio_url):
        kind = mimetypes.guess_type(url.partition("?")[0])[0] or "audio/mpeg"
        return Heard(url, kind, 0, "", *words, elsewhere=True, captions=captions)
    return None
