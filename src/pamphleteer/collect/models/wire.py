"""The wire: what came in, as found, with its provenance."""

from django.db import models
from django.utils.translation import gettext_lazy as lazy


class WireItem(models.Model):
    """One piece as a source gave it last; what it said before is kept in its versions."""

    source = models.ForeignKey(
        "collect.Source",
        verbose_name=lazy("source"),
        on_delete=models.PROTECT,
        related_name="items",
    )
    identity = models.CharField(
        max_length=500, help_text="The source's own id of the piece, else its address or a hash."
    )
    url = models.URLField(lazy("address"), max_length=2000, blank=True)
    canonical = models.CharField(
        max_length=2000, blank=True, help_text="Its address without what only counts visitors."
    )
    headline = models.CharField(lazy("headline"), max_length=500)
    lead = models.TextField(lazy("lead"), blank=True, help_text="Plain text.")
    body = models.TextField(lazy("body"), blank=True, help_text="Sanitised HTML.")
    authors = models.JSONField(lazy("authors"), default=list)
    language = models.CharField(max_length=20, blank=True)
    published = models.DateTimeField(lazy("published"), null=True)
    updated = models.DateTimeField(null=True)
    seen = models.DateTimeField(lazy("seen"), db_index=True)
    licence = models.ForeignKey(
        "register.Licence", verbose_name=lazy("licence"), on_delete=models.PROTECT, related_name="+"
    )
    credit = models.CharField(lazy("credit"), max_length=300)
    rights = models.CharField(
        lazy("rights"), max_length=500, blank=True, help_text="As the source words them."
    )
    tags = models.JSONField(default=list)
    enclosures = models.JSONField(default=list, help_text="Audio and other files, as found.")
    pictures = models.JSONField(default=list, help_text="With alt text and credit, as found.")
    origin = models.JSONField(
        default=dict, help_text="Title and address of whom a re-published piece comes from."
    )
    fingerprint = models.CharField(
        max_length=64, help_text="SHA-256 of the folded words: equal for copies."
    )

    version = models.PositiveIntegerField(default=1, editable=False)
    changed = models.DateTimeField(
        null=True,
        editable=False,
        help_text="When its present text was first seen, if not at first.",
    )
    sketch = models.BinaryField(
        default=bytes, editable=False, help_text="Its paragraphs and their sampled shingles."
    )
    story = models.ForeignKey(
        "collect.Story", null=True, editable=False, on_delete=models.PROTECT, related_name="items"
    )
    settled = models.BooleanField(
        default=False, editable=False, help_text="An editor said which story it belongs to."
    )
    kept = models.BooleanField(
        default=False, editable=False, help_text="An article came from it: it is never pruned."
    )

    class Meta:
        verbose_name = lazy("wire item")
        verbose_name_plural = lazy("wire items")
        ordering = ["-seen", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "identity"], name="one_item_for_each_identity"
            )
        ]
        indexes = [
            models.Index(fields=["source", "fingerprint"], name="wire_by_words_of_source"),
            # The story of an item stands behind its text in a row: here it is read without that.
            models.Index(fields=["id", "story"], name="wire_homes"),
        ]

    def __str__(self) -> str:
        return self.headline

    @property
    def whole_text(self) -> str:
        """How it stands with the whole of a piece that its feed cuts, to a person."""
        text = getattr(self, "text", None)
        return text.words if text else ""


class Version(models.Model):
    """What a piece said before its source changed it."""

    item = models.ForeignKey("collect.WireItem", on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    headline = models.CharField(max_length=500)
    lead = models.TextField(blank=True)
    body = models.TextField(blank=True)
    updated = models.DateTimeField(null=True)
    seen = models.DateTimeField(help_text="When it was first seen so.")
    fingerprint = models.CharField(max_length=64)

    class Meta:
        ordering = ["item", "number"]
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="each_version_once")]

    def __str__(self) -> str:
        return f"{self.headline} ({self.number})"
