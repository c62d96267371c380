"""Rules: what the desk does with a source's pieces by itself."""

from django.db import models


class Rule(models.Model):
    """Pieces of this source are published to these topics by themselves."""

    source = models.OneToOneField("collect.Source", on_delete=models.CASCADE, related_name="rule")
    topics = models.ManyToManyField("register.Topic", blank=True, related_name="+")

    def __str__(self) -> str:
        return f"publishes what comes from {self.source}"
