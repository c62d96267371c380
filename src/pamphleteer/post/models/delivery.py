"""Deliveries and notices: the two kinds of mail a reader gets."""

from typing import ClassVar

from django.db import models

from pamphleteer.post.models.sending import Sending, SendingQuerySet


class Delivery(Sending):
    """One edition for one reader."""

    edition = models.ForeignKey("post.Edition", on_delete=models.PROTECT, related_name="deliveries")

    objects: ClassVar[SendingQuerySet["Delivery"]] = SendingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Sending.Meta):
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "reader"], name="one_delivery_for_each_reader"
            )
        ]


class Notice(Sending):
    """A mail about the asking itself: please confirm."""

    objects: ClassVar[SendingQuerySet["Notice"]] = SendingQuerySet.as_manager()  # type: ignore[assignment]
