"""Recordings: audio that was uploaded, to be heard beside an article."""

from django.db import models
from django.utils.translation import gettext_lazy as lazy


class Recording(models.Model):
    """One file of audio: its name in `media/audio/`, what it is, and how long it lasts."""

    name = models.CharField(max_length=80, unique=True)
    sha256 = models.CharField(max_length=64)
    type = models.CharField(max_length=40)
    size = models.PositiveBigIntegerField(help_text="In bytes.")
    seconds = models.PositiveIntegerField()
    called = models.CharField(max_length=120, help_text="As the file was called.")
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(
        "register.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = lazy("recording")
        verbose_name_plural = lazy("recordings")
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.called} ({self.length})"

    @property
    def length(self) -> str:
        """How long it lasts, as players say it."""
        minutes, seconds = divmod(self.seconds, 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
