"""Proofs: what providers have signed reports with, so that none counts twice."""

from django.db import models


class Proof(models.Model):
    """A proof that does not cover what its report says, and has been used; kept as long as it would be believed."""

    digest = models.CharField(max_length=64, primary_key=True, help_text="SHA-256 of it, in hex.")
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.digest[:8]} at {self.at}"
