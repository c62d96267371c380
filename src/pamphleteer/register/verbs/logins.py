"""Know in which browsers somebody is logged in, and log them out."""

from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction

from pamphleteer.ground import clock
from pamphleteer.ground.browsers import called
from pamphleteer.register.models import Login, Person
from pamphleteer.register.verbs import journal

_EXACT = timedelta(minutes=1)


def begin(person: Person, *, agent: str) -> Login:
    """Note that somebody has logged in in a browser."""
    now = clock.now()
    return Login.objects.create(person=person, browser=called(agent), began=now, seen=now)


def seen(person: Person, key: object) -> bool:
    """Note that a browser is used; False if it was logged out."""
    login = Login.objects.filter(person=person, pk=key).first() if isinstance(key, int) else None
    if login is None:
        return False
    now = clock.now()
    if now - login.seen >= _EXACT:
        Login.objects.filter(pk=login.pk).update(seen=now)
    return True


def end(person: Person, key: int, *, by: Person | None = None) -> bool:
    """Log somebody out in one browser; False if they were not logged in there."""
    with transaction.atomic():
        ended, _ = Login.objects.filter(person=person, pk=key).delete()
        if ended:
            journal.write("person.logged_out", person, by=by, browsers=1)
    return bool(ended)


def end_all(person: Person, *, but: int = 0, by: Person | None = None) -> int:
    """Log somebody out in every browser, except for one; return in how many."""
    with transaction.atomic():
        ended, _ = Login.objects.filter(person=person).exclude(pk=but).delete()
        if ended:
            journal.write("person.logged_out", person, by=by, browsers=ended)
    return int(ended)


def left(key: object) -> None:
    """Note that somebody has logged out themselves."""
    if isinstance(key, int):
        Login.objects.filter(pk=key).delete()


def forget() -> int:
    """Remove logins and sessions that have run out."""
    now = clock.now()
    old = now - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    gone, _ = Login.objects.filter(seen__lt=old).delete()
    sessions, _ = Session.objects.filter(expire_date__lt=now).delete()
    return gone + sessions
