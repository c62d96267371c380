"""Flaws: mistakes in templates, as long as they keep a page as it was."""

from django.db import models


class Flaw(models.Model):
    """One place in a template at which pages break off; the files say which."""

    template = models.CharField(max_length=300)
    line = models.PositiveIntegerField(help_text="0 where it is not known.")
    what = models.TextField()
    since = models.DateTimeField()

    class Meta:
        ordering = ["template", "line"]
        constraints = [
            models.UniqueConstraint(fields=["template", "line"], name="one_flaw_of_a_line")
        ]

    def __str__(self) -> str:
        return f"{self.template}, line {self.line}" if self.line else self.template
