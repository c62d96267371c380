"""Editions: one day's frozen instance of a digest."""

from django.db import models


class Edition(models.Model):
    """A digest as it stood at its cut: subject and bodies, with slots for what is each reader's own."""

    digest = models.ForeignKey("post.Digest", on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    cut_at = models.DateTimeField()
    subject = models.CharField(max_length=300)
    html = models.TextField()
    text = models.TextField()
    articles = models.ManyToManyField("desk.Article", through="post.Piece", related_name="+")

    class Meta:
        ordering = ["-cut_at"]
        constraints = [
            models.UniqueConstraint(fields=["digest", "number"], name="one_edition_for_each_number")
        ]

    def __str__(self) -> str:
        return f"{self.digest} {self.number}"


class Piece(models.Model):
    """An article's place in an edition, with the words that the letter had; a digest never carries it twice."""

    digest = models.ForeignKey("post.Digest", on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey("post.Edition", on_delete=models.CASCADE, related_name="pieces")
    article = models.ForeignKey("desk.Article", on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveIntegerField()
    headline = models.CharField(max_length=500)
    lead = models.TextField(blank=True)

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["digest", "article"], name="one_piece_in_a_digest")
        ]

    def __str__(self) -> str:
        return f"{self.rank}. {self.article}"
