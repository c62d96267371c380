"""Write to colleagues beside an article."""

from django.db import transaction
from django.utils.translation import gettext as _

from pamphleteer.desk.errors import Refused
from pamphleteer.desk.models import Article, Note
from pamphleteer.ground import clock
from pamphleteer.register.models import Person
from pamphleteer.register.numbers import grouped
from pamphleteer.register.verbs import journal

LONGEST = 5_000


def note(article: Article, words: str, *, by: Person | None = None) -> Note:
    """Leave a note that readers never see; without a person it is the desk's own.

    Raises `Refused` for one that says nothing, or too much.
    """
    said = words.strip()
    if not said or len(said) > LONGEST:
        told = _("A note says something, in at most {most} characters.")
        raise Refused(told.format(most=grouped(LONGEST)))
    with transaction.atomic():
        written = Note.objects.create(article=article, at=clock.now(), words=said, by=by)
        journal.write("article.noted", article, by=by)
    return written
