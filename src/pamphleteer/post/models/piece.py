"""Pieces: an article's place in a digest, and from the cut on the words that its letters have."""

from django.db import models


class PieceQuerySet(models.QuerySet["Piece"]):
    """Finds pieces by what became of them."""

    def open(self) -> "PieceQuerySet":
        """Return those that no edition has taken yet."""
        return self.filter(edition=None)


class Piece(models.Model):
    """An article in a digest, which never carries it twice.

    Its key is its position: it grows in the order in which the digest's pieces became news, under the turn of the
    post. The words are those of the cut.
    """

    digest = models.ForeignKey("post.Digest", on_delete=models.PROTECT, related_name="pieces")
    edition = models.ForeignKey(
        "post.Edition", null=True, on_delete=models.CASCADE, related_name="pieces"
    )
    article = models.ForeignKey("desk.Article", on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveIntegerField(null=True)
    over = models.BooleanField(
        default=False, help_text="Beyond the digest's number: on the page, in no letter."
    )
    told = models.BooleanField(default=False, help_text="Was in a letter before its edition.")
    headline = models.CharField(max_length=500)
    lead = models.TextField(blank=True)
    authors = models.CharField(max_length=300, blank=True)
    credit = models.CharField(max_length=300, blank=True)
    section = models.CharField(max_length=120, blank=True, help_text="The topic it stands under.")
    topics = models.JSONField(default=list, help_text="The numbers of its topics at the cut.")

    objects = PieceQuerySet.as_manager()

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["digest", "article"], name="one_piece_in_a_digest")
        ]
        indexes = [models.Index(fields=["digest", "id"])]

    def __str__(self) -> str:
        return f"{self.rank}. {self.article}"
