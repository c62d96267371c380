"""Give a topic a picture, another one, or none."""

from pamphleteer.desk.models import Picture, TopicPicture
from pamphleteer.register.models import Topic


def of(topic: Topic) -> Picture | None:
    """Return the picture of a topic."""
    found = TopicPicture.objects.filter(topic=topic.pk).select_related("picture").first()
    return found.picture if found else None


def show(topic: Topic, picture: Picture | None) -> None:
    """Put a picture at the head of a topic's page; the caller holds the topics and tells the journal."""
    if picture is None:
        TopicPicture.objects.filter(topic=topic).delete()
    else:
        TopicPicture.objects.update_or_create(topic=topic, defaults={"picture": picture})
