"""Stories that somebody put aside, so that nobody looks at them twice."""

from django.db import models


class Skip(models.Model):
    """One story of the wire that is not for this outlet: who said so, and when."""

    story = models.OneToOneField("collect.Story", on_delete=models.CASCADE, related_name="skip")
    by = models.ForeignKey(
        "register.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.story} was put aside"
