"""Subscriptions: what hubs were asked to push to us (WebSub, W3C Recommendation)."""

import hmac
import secrets
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import unquote

from django.db import models

_TELLING = 6  # letters of a secret in a row are no chance


def new_token() -> str:
    """Return 256 bits that nobody can guess, as letters that fit into an address."""
    return secrets.token_urlsafe(32)


def _hidden(words: str, *secret: str) -> set[int]:
    """Return the places at which words have so many letters of a secret, in either case."""
    low = words.lower()
    parts = {
        known[at : at + _TELLING] for one in secret for known in [one.lower()]
        for at in range(len(known) - _TELLING + 1)
    }  # fmt: skip
    found = (at for at in range(len(low) - _TELLING + 1) if low[at : at + _TELLING] in parts)
    return {place for at in found for place in range(at, at + _TELLING)}


def _shown(words: str, hidden: set[int]) -> Iterator[str]:
    for at, letter in enumerate(words):
        if at not in hidden:
            yield letter
        elif at - 1 not in hidden:
            yield "…"


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    """Finds the subscriptions that something is to be done about."""

    def living(self) -> "SubscriptionQuerySet":
        """Return those that are wanted, whether the hub knows it yet or not."""
        return self.exclude(state__in=self.model.OVER)

    def free(self, at: datetime) -> "SubscriptionQuerySet":
        """Return those that no process holds."""
        return self.filter(models.Q(held_until=None) | models.Q(held_until__lt=at))

    def due(self, at: datetime) -> "SubscriptionQuerySet":
        """Return the free ones whose time to ask the hub has come, oldest first."""
        asked = self.free(at).exclude(state=self.model.State.ENDED)
        return asked.filter(due_at__lte=at).order_by("due_at", "pk")


class Subscription(models.Model):
    """What one hub was asked to push of one source, and what it made of it."""

    class State(models.TextChoices):
        """How far it is."""

        WANTED = "wanted"
        ASKED = "asked"
        ACTIVE = "active"
        DENIED = "denied"
        LEAVING = "leaving"
        ENDED = "ended"

    OVER = (State.LEAVING, State.ENDED)

    source = models.ForeignKey(
        "collect.Source", null=True, on_delete=models.SET_NULL, related_name="subscriptions"
    )
    hub = models.CharField(max_length=2000)
    topic = models.CharField(max_length=2000, help_text="What the hub calls the source.")
    token = models.CharField(max_length=64, default=new_token, help_text="Of the callback address.")
    secret = models.CharField(
        max_length=64, default=new_token, help_text="What pushes are signed with."
    )
    state = models.CharField(max_length=10, choices=State, default=State.WANTED)

    due_at = models.DateTimeField(db_index=True, help_text="When the hub is asked next.")
    held_until = models.DateTimeField(null=True)
    held_by = models.CharField(max_length=40, blank=True)

    asked = models.CharField(
        max_length=20, blank=True, help_text="The mode that was asked for last."
    )
    asked_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    since = models.DateTimeField(null=True, help_text="When it became active.")
    leased_until = models.DateTimeField(null=True)
    pushed_at = models.DateTimeField(null=True)
    missed_at = models.DateTimeField(
        null=True, help_text="When a poll found news that had not been pushed."
    )
    resting = models.JSONField(
        default=dict, help_text="Hubs that are not asked, each with the moment until when."
    )
    failures = models.PositiveIntegerField(default=0)
    fault = models.CharField(max_length=500, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source"],
                condition=~models.Q(state__in=["leaving", "ended"]),
                name="one_living_subscription_for_each_source",
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic} at {self.hub}"

    @property
    def door(self) -> str:
        """The last part of its callback address: which row, and the token that opens it."""
        return f"{self.pk}.{self.token}"

    def unsaid(self, words: str) -> str:
        """Return words of its hub without its token and secret, or any part of them, as “…”."""
        plain = unquote(words)
        hidden = _hidden(plain, self.token, self.secret)
        return "".join(_shown(plain, hidden)) if hidden else words

    @classmethod
    def behind(cls, door: str) -> "Subscription | None":
        """Return the subscription whose callback address ends so, or None."""
        key, _, token = door.partition(".")
        if not (key.isascii() and key.isdecimal() and len(key) < 18):
            return None
        found = cls.objects.select_related("source").filter(pk=int(key)).first()
        known = found.token if found else ""
        return found if hmac.compare_digest(known.encode(), token.encode()) and found else None


class Push(models.Model):
    """What a hub pushed, signed as agreed, until it is on the wire."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="pushes")
    body = models.BinaryField()
    content_type = models.CharField(max_length=200, blank=True)
    came_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    held_until = models.DateTimeField(null=True)
    held_by = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name_plural = "pushes"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{len(bytes(self.body)):,} bytes of {self.subscription}"
