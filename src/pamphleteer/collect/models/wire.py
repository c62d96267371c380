"""The wire: what came in, as found, with its provenance."""

from django.db import models


class WireItem(models.Model):
    """One piece as a source gave it: never edited, only read."""

    source = models.ForeignKey("collect.Source", on_delete=models.PROTECT, related_name="items")
    identity = models.CharField(
        max_length=500, help_text="The source's own id of the piece, else its address or a hash."
    )
    url = models.URLField("address", max_length=2000, blank=True)
    headline = models.CharField(max_length=500)
    lead = models.TextField(blank=True, help_text="Plain text.")
    body = models.TextField(blank=True, help_text="Sanitised HTML.")
    authors = models.JSONField(default=list)
    language = models.CharField(max_length=20, blank=True)
    published = models.DateTimeField(null=True)
    updated = models.DateTimeField(null=True)
    seen = models.DateTimeField(db_index=True)
    licence = models.ForeignKey("register.Licence", on_delete=models.PROTECT, related_name="+")
    credit = models.CharField(max_length=300)
    rights = models.CharField(max_length=500, blank=True, help_text="As the source words them.")
    fingerprint = models.CharField(
        max_length=64, db_index=True, help_text="SHA-256 of the folded words: equal for copies."
    )

    class Meta:
        ordering = ["-seen", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "identity"], name="one_item_for_each_identity"
            )
        ]

    def __str__(self) -> str:
        return self.headline
