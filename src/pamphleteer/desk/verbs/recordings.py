"""Take recordings in: bounded, known by what they hold, kept under a name of it."""

from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from pamphleteer.desk.errors import NoRecording
from pamphleteer.desk.models import Recording
from pamphleteer.desk.sounding import sound_of
from pamphleteer.desk.verbs.bench import bench, copied
from pamphleteer.ground import clock
from pamphleteer.ground.files import place
from pamphleteer.ground.text import one_line
from pamphleteer.register.models import Person
from pamphleteer.register.numbers import grouped
from pamphleteer.register.verbs import journal

FOLDER = "audio"


def where(name: str) -> Path:
    """Return where the file of a recording lies."""
    return Path(settings.MEDIA_ROOT) / FOLDER / name


def upload(file: File[bytes], *, by: Person | None = None) -> Recording:
    """Keep a recording; one that is here already is not kept twice.

    Raises `NoRecording` for what is none, and `NotKept`.
    """
    called = one_line(Path(file.name or "").name)[:100] or _("The file")
    size = file.size or 0
    if size > settings.DESK_MAX_AUDIO:
        raise NoRecording(
            _(
                "“{file}” is larger than the {most} MB that are taken ({option}): make it smaller, "
                "and upload it again."
            ).format(
                file=called,
                most=grouped(f"{settings.DESK_MAX_AUDIO / 1e6:g}"),
                option="desk.max_audio",
            )
        )
    with bench() as folder:
        laid = folder / "sound"
        found = copied(file, laid)
        with laid.open("rb") as opened:
            sound = sound_of(opened, size)
        if sound is None:
            raise NoRecording(
                _(
                    "“{file}” is no recording that can be read: MP3, M4A, Ogg or Opus, sound alone. "
                    "Choose another file."
                ).format(file=called)
            )
        name = f"{found[:20]}{sound.ending}"
        place(laid, where(name))
    with transaction.atomic():
        recording, new = Recording.objects.get_or_create(
            name=name,
            defaults={
                "sha256": found,
                "type": sound.type,
                "size": size,
                "seconds": sound.seconds,
                "called": called,
                "uploaded_at": clock.now(),
                "uploaded_by": by,
            },
        )
        if new:
            journal.write("recording.uploaded", recording, by=by)
    return recording
