"""Needs: what each file was made from."""

from django.db import models


class Need(models.Model):
    """One thing that a file was made from: when that changes, the file is due."""

    pk = models.CompositePrimaryKey("thing", "file_id")
    thing = models.CharField(max_length=100, help_text="As in press/things.py.")
    file = models.ForeignKey("press.File", on_delete=models.CASCADE, related_name="needs")

    def __str__(self) -> str:
        return f"{self.file} needs {self.thing}"
