"""The words by which readers find what is published."""

from django.db import models

RULES = 2  # how words are told from texts: another way has another number, and all are read anew


class PieceWords(models.Model):
    """The words of one article as it is published; none while it is not.

    The database makes the row, and forgets by which rules its words were read when the article, its
    topics or its partner change: see `press/verbs/indexing.py`.
    """

    article = models.OneToOneField(
        "desk.Article", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    rules = models.PositiveSmallIntegerField(
        null=True, help_text="By which its words were read; none if they are to be read anew."
    )
    spot = models.BigIntegerField(
        null=True,
        unique=True,
        help_text="Orders what is found, by its place: a million to the second, none while unpublished.",
    )
    headline = models.TextField(blank=True, help_text="Words, folded, in their order.")
    lead = models.TextField(blank=True)
    names = models.TextField(blank=True, help_text="Of authors, partner and topics.")
    body = models.TextField(blank=True)
    marks = models.TextField(blank=True, help_text="Its topics and its partner, by their keys.")

    class Meta:
        # In full: SQLite would rather look through all rows than use an index of some of them.
        indexes = [models.Index(fields=["rules", "article"], name="unread_pieces")]

    def __str__(self) -> str:
        return f"words of piece {self.pk}"
