"""Pictures: uploaded once, made anew, kept in every size that pages show."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as lazy

from pamphleteer.ground.text import cut


@dataclass(frozen=True)
class Rendition:
    """One file of a picture: its name in `media/pictures/`, its size on the page and on disk."""

    name: str
    width: int
    height: int
    size: int
    sha256: str


class Picture(models.Model):
    """One picture with the words that stand for it, and whose it is."""

    alt = models.CharField(
        lazy("what it shows"),
        max_length=500,
        help_text=lazy("For those who can't see it: what there is to see, in a sentence."),
    )
    own = models.BooleanField(lazy("it is the outlet's own"), default=False)
    credit = models.CharField(
        lazy("credit"),
        max_length=300,
        blank=True,
        help_text=lazy(
            "Who made it, and under which licence: needed unless it is the outlet's own."
        ),
    )
    source = models.CharField(
        max_length=64,
        editable=False,
        db_index=True,
        help_text="SHA-256 of what was uploaded, so that the same picture is kept once.",
    )
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    master = models.CharField(max_length=80, editable=False, help_text="Whole, for later sizes.")
    files = models.JSONField(editable=False, default=list)
    uploaded_at = models.DateTimeField(lazy("uploaded"), editable=False)
    uploaded_by = models.ForeignKey(
        "register.Person",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="by",
    )

    class Meta:
        verbose_name = lazy("picture")
        verbose_name_plural = lazy("pictures")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(alt=""), name="picture_has_words"),
            models.CheckConstraint(
                condition=models.Q(own=True) | ~models.Q(credit=""), name="picture_has_credit"
            ),
        ]

    def __str__(self) -> str:
        return cut(self.alt, 80)

    @property
    def renditions(self) -> list[Rendition]:
        """Its files, the narrowest first."""
        found: list[dict[str, Any]] = self.files
        return [Rendition(**one) for one in found]

    @property
    def small(self) -> Rendition:
        """The narrowest file that every browser shows."""
        return next(one for one in self.renditions if one.name.endswith(".jpg"))
