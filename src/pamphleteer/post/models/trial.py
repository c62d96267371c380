"""Trials: mails to people of the desk: letters that they send to themselves, and what they are told of faults."""

from typing import ClassVar

from django.db import models

from pamphleteer.post.models.sending import Condition, Sending, SendingQuerySet

_OF_PERSON = "EXISTS (SELECT 1 FROM register_person p WHERE p.id = person_id AND p.is_active = %s)"


class Trial(Sending):
    """One letter to somebody of the desk, as it would be for a choice of readers'; or an alarm."""

    person = models.ForeignKey("register.Person", on_delete=models.CASCADE, related_name="trials")
    subject = models.CharField(max_length=400)
    html = models.TextField(blank=True)
    text = models.TextField()
    alarm = models.BooleanField(default=False, help_text="It tells of a fault of mail.")

    objects: ClassVar[SendingQuerySet["Trial"]] = SendingQuerySet.as_manager()  # type: ignore[assignment]

    @property
    def address(self) -> str:
        """The address that somebody logs in with."""
        return self.person.email

    def unwanted(self) -> str:
        """Return why it is not to go any more: whoever was let out gets no letters of the house."""
        return "" if self.person.is_active else "let out"

    def still_wanted(self) -> Condition:
        """Return what holds of its row as long as its person belongs to the house."""
        return _OF_PERSON, True
