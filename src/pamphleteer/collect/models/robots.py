"""What servers ask of robots (RFC 9309), as they said it last."""

from django.db import models


class Robots(models.Model):
    """The robots.txt of one server; an empty one allows everything."""

    class Access(models.TextChoices):
        """What the server's answer means."""

        RULES = "rules"
        ALL = "all", "everything may be asked"
        NONE = "none", "nothing may be asked for now"

    server = models.CharField(
        max_length=300,
        primary_key=True,
        help_text="Scheme, host and port, as in https://a.example.",
    )
    access = models.CharField(max_length=10, choices=Access)
    rules = models.TextField(blank=True)
    fault = models.CharField(max_length=500, blank=True)
    until = models.DateTimeField(help_text="When it is to be asked again.")

    class Meta:
        verbose_name_plural = "robots"

    def __str__(self) -> str:
        return self.server
