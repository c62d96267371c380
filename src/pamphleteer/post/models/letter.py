"""Letters: what many readers get alike, made once."""

from django.db import models


class Letter(models.Model):
    """One variant: which pieces, in which order, in which language and form; frozen."""

    digest = models.ForeignKey("post.Digest", on_delete=models.PROTECT, related_name="letters")
    edition = models.ForeignKey(
        "post.Edition",
        null=True,
        on_delete=models.PROTECT,
        related_name="letters",
        help_text="The newest one in it; none in a letter about a piece at once.",
    )
    key = models.CharField(max_length=64, unique=True, help_text="A hash of all that it says.")
    language = models.CharField(max_length=20)
    form = models.CharField(max_length=4)
    subject = models.CharField(max_length=300)
    more = models.PositiveIntegerField(default=0, help_text="Pieces on the edition's page only.")
    made_at = models.DateTimeField()
    pieces = models.ManyToManyField("post.Piece", through="post.Enclosure", related_name="letters")

    def __str__(self) -> str:
        return self.subject


class Enclosure(models.Model):
    """A piece in a letter."""

    letter = models.ForeignKey(
        "post.Letter", on_delete=models.CASCADE, related_name="enclosures", db_index=False
    )
    piece = models.ForeignKey("post.Piece", on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveIntegerField()
    section = models.CharField(max_length=120, blank=True, help_text="The topic it stands under.")

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "piece"], name="a_piece_once_in_a_letter")
        ]

    def __str__(self) -> str:
        return f"{self.letter_id}: {self.rank}. {self.piece_id}"
