"""What the outlet's own articles teach about its topics, in one language."""

from django.db import models


class Learned(models.Model):
    """The lessons of one language, made anew from time to time; nothing else stands on them."""

    language = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()
    took = models.FloatField(help_text="Seconds to learn all languages.")
    lessons = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"what articles in “{self.language}” teach"
