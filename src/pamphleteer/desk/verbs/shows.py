"""Make a topic a podcast, change what directories are told of it, or let it be none."""

from typing import Any

from django.conf import settings

from pamphleteer.desk.models import Show
from pamphleteer.desk.models.show import guid_of
from pamphleteer.register.models import Topic


def of(topic: Topic) -> Show | None:
    """Return the show that a topic is."""
    return Show.objects.filter(topic=topic.pk).first() if topic.pk else None


def keep(topic: Topic, told: dict[str, Any] | None) -> None:
    """Keep what is told of a show, or nothing; the caller holds the topics and tells the journal."""
    if told is None:
        Show.objects.filter(topic=topic).delete()
        return
    began = f"{settings.SITE_URL}topics/{topic.slug}/podcast.xml"
    Show.objects.update_or_create(
        topic=topic, defaults=told, create_defaults=told | {"guid": guid_of(began)}
    )
