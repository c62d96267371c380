"""What is said in recordings, as files of their own: captions with their times, or plain words."""

from collections.abc import Iterator

from django.db.models import QuerySet

from pamphleteer.desk.models import Article
from pamphleteer.ground import transcripts
from pamphleteer.ground.text import uncontrolled
from pamphleteer.press import things
from pamphleteer.press.audio import captions_of
from pamphleteer.press.kinds import Kind, Things
from pamphleteer.press.page import Page
from pamphleteer.press.site import Site
from pamphleteer.register.statements import ask_each

_FOLDER = "transcripts/"
_SAYING = "SELECT id FROM desk_article WHERE transcript <> '' AND id IN (KEYS)"


def _with_words() -> "QuerySet[Article]":
    return Article.objects.live().exclude(transcript="").exclude(audio=None, audio_url="")


def _names(rows: "QuerySet[Article]") -> Iterator[str]:
    for key, transcript in rows.order_by("pk").values_list("pk", "transcript").iterator():
        if transcript.strip():
            yield captions_of(key, transcript).removeprefix(_FOLDER)


def _keys_of(changed: Things) -> Iterator[str]:
    keys = [key for (key,) in ask_each(_SAYING, things.keys(changed, "article"))]
    if keys:
        yield from _names(_with_words().filter(pk__in=keys))


def _make(site: Site, key: str) -> Page | None:
    number = int(key.partition(".")[0])
    site.note(things.article(number))
    transcript = _with_words().filter(pk=number).values_list("transcript", flat=True).first() or ""
    path = captions_of(number, transcript)
    if not transcript.strip() or path != _FOLDER + key:
        return None
    try:
        read = transcripts.read(transcript)
    except ValueError:  # of an article that nobody has looked at since it could be told
        return Page(path, uncontrolled(transcript).encode())
    words = read.vtt if read.cues else f"{read.words}\n"
    return Page(path, words.encode())


kind = Kind(
    name="transcript",
    path=lambda key: _FOLDER + key,
    make=_make,
    every=lambda: _names(_with_words()),
    keys_of=_keys_of,
)
