"""Keys that sign letters: which selectors there are, and which of them is in use."""

from django.db import models

from pamphleteer.post.dkim import Algorithm


class DkimKey(models.Model):
    """One selector of a domain, the same for all processes; the key itself is a file (`post/dkim/files.py`).

    Letters are signed with keys in use alone. A key comes into use when its record was seen in the DNS, or when
    somebody said that it is there. Whoever replaces it leaves it at rest, its record in place, until no letter that it
    signed is on its way any more.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "waits for its record"
        USED = "used", "in use"
        RESTING = "resting", "at rest"

    ALGORITHMS = [(one.value, one.short) for one in Algorithm]

    selector = models.CharField(max_length=63, unique=True)
    domain = models.CharField(max_length=253)
    algorithm = models.CharField(max_length=20, choices=ALGORITHMS)
    proof = models.CharField(max_length=64, help_text="Tells the key from any other.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    since = models.DateTimeField(help_text="When it came to be what it is.")
    seen_at = models.DateTimeField(null=True, help_text="When its record was last seen in the DNS.")
    anyway = models.BooleanField(default=False, help_text="Somebody said that its record is there.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["domain", "algorithm", "state"],
                condition=models.Q(state__in=["waiting", "used"]),
                name="one_dkim_key_of_a_kind",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="used")
                | models.Q(seen_at__isnull=False)
                | models.Q(anyway=True),
                name="dkim_key_in_use_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.selector}._domainkey.{self.domain} ({self.state})"
