"""Make a topic a podcast, change what directories are told of it, or let it be none."""

from typing import Any

from django.conf import settings
from django.core.files import File
from django.utils.translation import gettext as _

from pamphleteer.desk.errors import Refused
from pamphleteer.desk.models import Picture, Show
from pamphleteer.desk.models.show import guid_of
from pamphleteer.desk.verbs import pictures
from pamphleteer.register.models import Person, Topic
from pamphleteer.register.numbers import grouped

# Of a side, in pixels (podcasters.apple.com, "Artwork requirements").
SMALLEST, LARGEST = 1400, 3000


def of(topic: Topic) -> Show | None:
    """Return the show that a topic is."""
    return Show.objects.filter(topic=topic.pk).first() if topic.pk else None


def cover(file: File[bytes], *, of: str, credit: str, by: Person | None) -> Picture:
    """Keep the cover of a podcast. Raises `NoPicture`, and `Refused` for one that directories refuse."""
    done = pictures.developed(file)
    if done.width != done.height or not SMALLEST <= done.width <= LARGEST:
        raise Refused(
            _(
                "A cover is square, with sides of {least} to {most} pixels: this picture has "
                "{width} × {height}. Cut it to a square, and save it in one of these sizes."
            ).format(
                least=grouped(SMALLEST),
                most=grouped(LARGEST),
                width=grouped(done.width),
                height=grouped(done.height),
            )
        )
    alt = _("Cover of the podcast “{name}”").format(name=of)
    return pictures.keep(done, alt=alt, credit=credit, own=not credit, by=by)


def keep(topic: Topic, told: dict[str, Any] | None) -> None:
    """Keep what is told of a show, or nothing; the caller holds the topics and tells the journal."""
    if told is None:
        Show.objects.filter(topic=topic).delete()
        return
    began = f"{settings.SITE_URL}topics/{topic.slug}/podcast.xml"
    Show.objects.update_or_create(
        topic=topic, defaults=told, create_defaults=told | {"guid": guid_of(began)}
    )
