"""Publish at a time ahead, to the minute."""

import logging
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from pamphleteer.desk.errors import DeskError, Refused
from pamphleteer.desk.models import Article
from pamphleteer.desk.verbs.allowed import check, told
from pamphleteer.desk.verbs.locking import hold_off_merging, theirs
from pamphleteer.desk.verbs.notes import note
from pamphleteer.ground import clock
from pamphleteer.ground.stopping import Stop, never
from pamphleteer.register.models import Person
from pamphleteer.register.verbs import journal

log = logging.getLogger(__name__)


def schedule(article: Article, *, at: datetime, by: Person | None = None) -> None:
    """Have the newest version published at a time ahead, which is its date then.

    Raises `DeskError`: `Refused` for a time that has gone by, or for what is published already.
    """
    at = at.replace(second=0, microsecond=0)
    if at <= clock.now():
        raise Refused(_("{time} has gone by: choose a time ahead.").format(time=told(at)))
    with transaction.atomic():
        held = theirs(article, by)
        if held.live:
            raise Refused(_("“{article}” is published already.").format(article=held))
        draft = held.get_latest_revision_as_object()
        draft.date = at
        revision = draft.save_revision(user=by, changed=True)
        check(revision.as_object())
        revision.publish(user=by, skip_permission_checks=True)
        article.refresh_from_db()


def unschedule(article: Article, *, by: Person | None = None) -> None:
    """Leave a scheduled article a draft; its date stays as it is. Raises `Refused` if it is none."""
    with transaction.atomic():
        held = theirs(article, by)
        if held.live or not held.scheduled_at:
            raise Refused(_("“{article}” is not scheduled.").format(article=held))
        _drop(held)
        journal.write("article.unscheduled", held, by=by, came_from="scheduled", to=held.state)
        article.refresh_from_db()


def round_(stop: Stop = never) -> int:
    """Publish what is due; returns the number of articles."""
    published = 0
    due = Article.objects.filter(scheduled_at__lte=clock.now()).order_by("scheduled_at", "pk")
    for key in list(due.values_list("pk", flat=True)):
        if stop():
            break
        published += _publish(key)
    return published


def _publish(key: int) -> bool:
    """Publish one article unless another process has; what may not be, is told beside it."""
    waits = connection.features.has_select_for_update_skip_locked
    rows = Article.objects.select_for_update(of=("self",), skip_locked=waits)
    with transaction.atomic():
        hold_off_merging()
        held = rows.filter(pk=key, scheduled_at__lte=clock.now()).first()
        if not held:
            return False
        try:
            with transaction.atomic():
                _publish_approved(held)
        except (DeskError, ValidationError, IntegrityError, DataError) as error:
            _drop(held)
            why = (
                error if isinstance(error, DeskError) else _("its version can't be read any more.")
            )
            note(held, _("It was not published at its time: {why}").format(why=why))
            log.warning("%s was not published at its time: %s", held, error)
            return False
    return True


def _publish_approved(held: Article) -> None:
    revision = held.revisions.filter(approved_go_live_at__isnull=False).first()
    if revision is None:
        raise Refused(_("the version that was to be published is gone."))
    check(revision.as_object())
    revision.publish(skip_permission_checks=True)


def _drop(article: Article) -> None:
    article.revisions.update(approved_go_live_at=None)
    article.scheduled_at = None
    article.save(update_fields=["scheduled_at"])
