"""Correct a published article, and say so to its readers."""

from django.db import transaction
from django.utils.translation import gettext as _

from pamphleteer.desk.errors import Refused
from pamphleteer.desk.models import Article, Correction
from pamphleteer.desk.verbs.locking import locked
from pamphleteer.desk.verbs.publish import publish
from pamphleteer.ground import clock
from pamphleteer.register.models import Person
from pamphleteer.register.numbers import grouped
from pamphleteer.register.verbs import journal

LONGEST = 2_000


def correct(article: Article, words: str, *, by: Person | None = None) -> Correction:
    """Publish the newest version with a dated notice of what was wrong.

    Raises `Refused` for what is not published, or for a notice that says nothing; `DeskError` as
    publishing does.
    """
    said = words.strip()
    if not said or len(said) > LONGEST:
        told = _("A correction says what was wrong, in at most {most} characters.")
        raise Refused(told.format(most=grouped(LONGEST)))
    with transaction.atomic():
        if not locked(article).live:
            told = _("“{article}” is not published: there is nobody to tell of a correction.")
            raise Refused(told.format(article=article))
        made = Correction.objects.create(article=article, at=clock.now(), words=said, by=by)
        publish(article, by=by)
        journal.write("article.corrected", article, by=by, words=said)
    return made
