"""Digests: the regular letters."""

from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

if TYPE_CHECKING:
    from pamphleteer.post.models.reader import Reader


class DigestQuerySet(models.QuerySet["Digest"]):
    """Finds digests by who may have them."""

    def offered(self) -> "DigestQuerySet":
        """Return those that whoever asks for mail may have."""
        return self.filter(active=True, audience=Digest.Audience.EVERYBODY)

    def open_to(self, reader: "Reader") -> "DigestQuerySet":
        """Return those that a reader may choose, or has."""
        mine = self.filter(active=True, subscriptions__reader=reader)
        return self.filter(models.Q(pk__in=self.offered()) | models.Q(pk__in=mine))


class Digest(models.Model):
    """The regular letter, such as "Daily": what it carries, when it is cut, and who lets it go."""

    class Order(models.TextChoices):
        """What stands above what."""

        NEWEST = "newest"
        TOPIC = "topic"

    class Audience(models.TextChoices):
        """Who may have it."""

        EVERYBODY = "everybody", "whoever asks for it"
        LISTED = "listed", "readers whom a list brings that names it"

    class Approval(models.TextChoices):
        """What happens to an edition at its cut."""

        NONE = "none", "it goes by itself"
        GOES = "goes", "it waits for an editor, and goes after a time"
        DROPS = "drops", "it waits for an editor, and is dropped after a time"

    name = models.CharField(max_length=120)
    slug = models.SlugField("address", max_length=80, unique=True, allow_unicode=True)
    hour = models.PositiveSmallIntegerField(
        default=7,
        validators=[MaxValueValidator(23)],
        help_text="When it is composed, 0 to 23, in the outlet's time zone.",
    )
    active = models.BooleanField(default=True)
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.EVERYBODY)
    begins = models.DateTimeField(help_text="Carries what became news from here on.")
    every_topic = models.BooleanField(default=True, help_text="If not, only the topics chosen.")
    topics = models.ManyToManyField("register.Topic", blank=True, related_name="+")
    order = models.CharField(max_length=10, choices=Order, default=Order.NEWEST)
    lead = models.ForeignKey(
        "desk.Article",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Stands first in the next edition.",
    )
    most = models.PositiveSmallIntegerField(
        default=60,
        validators=[MinValueValidator(1)],
        help_text="Pieces in a letter; the others are on the edition's page.",
    )
    opening = models.TextField(blank=True, help_text="A note above the pieces; plain text.")
    subject = models.CharField(
        max_length=200,
        blank=True,
        help_text="A template: {headline}, {digest}, {day}, {count}; empty for the first headline.",
    )
    approval = models.CharField(max_length=10, choices=Approval, default=Approval.NONE)
    approval_hours = models.PositiveSmallIntegerField(
        default=4, help_text="How long an edition waits for an editor."
    )
    looked_at = models.DateTimeField(
        null=True,
        editable=False,
        help_text="When the hour last came; without news nothing is made.",
    )

    objects = DigestQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
