"""Recordings as pages and feeds tell of them, and the files that they need."""

import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from pamphleteer.desk.models import Article, Recording
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


def path_of(recording: Recording) -> str:
    """Return where a recording lies below `public/`."""
    return f"audio/{recording.name}"


def used() -> Iterator[Recording]:
    """Yield the recordings of what is live."""
    live = Article.objects.live().exclude(audio=None)
    yield from Recording.objects.filter(pk__in=live.values("audio")).order_by("pk").iterator(500)


def heard(
    article: Article | Written, recording: Recording | None, *, at_desk: bool = False
) -> Heard | None:
    """Return what is to be heard of an article; nothing if there is nothing."""
    words = article.transcript, paths.outward(article.transcript_url)
    if recording:
        href = (
            reverse("desk_recording_file", args=[recording.name]) if at_desk else path_of(recording)
        )
        return Heard(
            href, recording.type, recording.size, recording.length, *words, at_desk,
            recording.seconds,
        )  # fmt: skip
    if url := paths.outward(article.audio_url):
        kind = mimetypes.guess_type(url.partition("?")[0])[0] or "audio/mpeg"
        return Heard(url, kind, 0, "", *words, elsewhere=True)
    return None
