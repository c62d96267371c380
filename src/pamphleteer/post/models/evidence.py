"""Evidence: what was said of a mail after it had gone, or when a mailbox did not take it."""

from django.db import models


class Evidence(models.Model):
    """What was said of one mail to one reader: one row a mail and kind, however often it is said."""

    class Standing(models.TextChoices):
        """What is made of it."""

        NOTED = "noted", "nothing follows"
        WAITS = "waits", "to be judged with what else is said of the mailing"
        JUDGED = "judged"
        DOUBTED = "doubted", "it was said of too many at once"
        BELIEVED = "believed", "a person believes it: the reader is about to be taken off"

    reader = models.ForeignKey("post.Reader", on_delete=models.CASCADE, related_name="evidence")
    delivery = models.ForeignKey(
        "post.Delivery", null=True, on_delete=models.CASCADE, related_name="evidence"
    )
    notice = models.ForeignKey(
        "post.Notice", null=True, on_delete=models.CASCADE, related_name="evidence"
    )
    kind = models.CharField(max_length=12, help_text="One of bounces.results.Kind.")
    at = models.DateTimeField()
    scope = models.CharField(max_length=8)
    clear = models.BooleanField(help_text="There is no such mailbox, by who must know.")
    reason = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=12, blank=True)
    said = models.CharField(max_length=500, blank=True)
    standing = models.CharField(max_length=8, choices=Standing, default=Standing.NOTED)

    class Meta:
        verbose_name_plural = "evidence"
        indexes = [models.Index(fields=["standing", "at"])]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "kind"], name="said_once_of_a_delivery"),
            models.UniqueConstraint(fields=["notice", "kind"], name="said_once_of_a_notice"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} at {self.at}: {self.reason}"
