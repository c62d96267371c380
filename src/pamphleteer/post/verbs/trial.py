"""Send a letter to oneself, as readers would get it."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from pamphleteer.ground import clock
from pamphleteer.post.errors import TooMany
from pamphleteer.post.letters.mime import Bodies
from pamphleteer.post.models import State, Trial
from pamphleteer.post.verbs.planning import new_message_id
from pamphleteer.register.models import Person

MOST = 20  # in an hour
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


def send_to_oneself(bodies: Bodies, *, to: Person) -> Trial:
    """Plan a letter to somebody of the desk; older ones are forgotten. Raises `TooMany`."""
    now = clock.now()
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=to.pk)
        over = [State.DONE, State.REFUSED, State.DOUBT]
        Trial.objects.filter(state__in=over, dated__lt=now - _DAY).delete()
        sent = Trial.objects.filter(person=to, alarm=False, dated__gt=now - _HOUR)
        if sent.count() >= MOST:
            raise TooMany(
                _("You have sent yourself {number} letters within an hour: wait a while.").format(
                    number=MOST
                ),
                wait=_HOUR,
            )
        return Trial.objects.create(
            person=to,
            subject=_("Test: {subject}").format(subject=bodies.subject),
            html=bodies.html,
            text=bodies.text,
            message_id=new_message_id(),
            dated=now,
            due_at=now,
        )
