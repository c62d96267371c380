"""Stories: wire items that are copies or versions of one piece."""

from django.db import models
from django.utils.translation import gettext as _


class StoryQuerySet(models.QuerySet["Story"]):
    """Finds stories that tell something."""

    def told(self) -> "StoryQuerySet":
        """Return the stories that have items."""
        return self.filter(into=None)


class Story(models.Model):
    """One piece, however many partners carry it."""

    first = models.ForeignKey(
        "collect.WireItem",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The item of the first publisher.",
    )
    language = models.CharField(max_length=20, blank=True)
    begun = models.DateTimeField(db_index=True)
    latest = models.DateTimeField(db_index=True)
    settled = models.BooleanField(
        default=False, help_text="An editor merged or split it: no machine joins it to another."
    )
    into = models.ForeignKey(
        "self",
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The story that its items went to: it is empty, and kept for whoever knew it.",
    )

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "stories"
        ordering = ["-latest", "-id"]

    def __str__(self) -> str:
        return str(self.first or _("story {number}").format(number=self.pk))


class Shingle(models.Model):
    """One mark of one item, by which copies are looked up: a shingle, its address or its words."""

    pk = models.CompositePrimaryKey("hash", "item")
    hash = models.BigIntegerField()
    item = models.BigIntegerField(help_text="The key of a wire item; newer ones are larger.")

    def __str__(self) -> str:
        return f"{self.hash:x} in {self.item}"


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    """Finds what an editor has not decided yet."""

    def open(self) -> "SuggestionQuerySet":
        """Return the suggestions that nobody declined, of stories that are still two."""
        return self.filter(declined=False, one__into=None, other__into=None)


class Suggestion(models.Model):
    """Two stories that may tell of the same event in other words: for an editor to decide."""

    one = models.ForeignKey("collect.Story", on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey("collect.Story", on_delete=models.CASCADE, related_name="+")
    likeness = models.FloatField(help_text="0 to 1.")
    at = models.DateTimeField(db_index=True)
    declined = models.BooleanField(default=False)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="each_pair_suggested_once")
        ]

    def __str__(self) -> str:
        return f"{self.one} and {self.other}"
