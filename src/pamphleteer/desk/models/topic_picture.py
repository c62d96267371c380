"""The picture of a topic: a row beside it, for a topic knows of no pictures."""

from django.db import models


class TopicPicture(models.Model):
    """Which picture stands at the head of a topic's page."""

    topic = models.OneToOneField(
        "register.Topic", on_delete=models.CASCADE, related_name="shown_with"
    )
    picture = models.ForeignKey("desk.Picture", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.topic}: {self.picture}"
