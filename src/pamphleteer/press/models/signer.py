"""Signers: the authors who have a piece on the site, in the order of the index of authors."""

from django.db import models


class Signer(models.Model):
    """One author with a piece, at a place in the index: of letters and digits that all databases order alike."""

    author = models.BigIntegerField(primary_key=True)
    at = models.CharField(
        max_length=120, db_index=True, help_text="The name, each character in five hex digits."
    )

    def __str__(self) -> str:
        return f"author {self.author}"
