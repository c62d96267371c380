"""Make digests, change them, and choose what stands first in the next edition."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from pamphleteer.desk.models import Article
from pamphleteer.ground import clock
from pamphleteer.post.errors import Meanwhile
from pamphleteer.post.models import Digest
from pamphleteer.post.verbs.turn import turn
from pamphleteer.register.models import Person
from pamphleteer.register.verbs import journal

_TOLD = 200  # characters of a value that was changed


def make(fields: Mapping[str, Any], *, by: Person | None = None) -> Digest:
    """Make a digest, which carries what becomes news from now on; `topics` is among the fields."""
    said = dict(fields)
    topics = said.pop("topics", ())
    with turn():
        digest = Digest.objects.create(begins=clock.now(), **said)
        digest.topics.set(topics)
        journal.write("digest.made", digest, by=by)
    return digest


def change(digest: Digest, fields: Mapping[str, Any], *, by: Person | None = None) -> Digest:
    """Change some fields of a digest, and leave the others as they are by now: another may have changed those."""
    said = dict(fields)
    topics = said.pop("topics", None)
    with turn():
        row = Digest.objects.get(pk=digest.pk)
        was = {name: getattr(row, name) for name in said}
        for name, value in said.items():
            setattr(row, name, value)
        if said:
            row.save(update_fields=list(said))
        changes = {name: [_told(was[name]), _told(value)] for name, value in said.items()}
        if topics is not None:
            before = ", ".join(topic.name for topic in row.topics.all())
            row.topics.set(topics)
            changes["topics"] = [before[:_TOLD], ", ".join(one.name for one in topics)[:_TOLD]]
        journal.write("digest.changed", row, by=by, **changes)
    return row


def lead_with(digest: Digest, article: int | None, *, by: Person | None = None) -> None:
    """Let an article stand first in the next edition, or none; raises `Meanwhile` if it is not published any more."""
    with turn():
        row = Digest.objects.get(pk=digest.pk)
        if article and not Article.objects.live().filter(pk=article).exists():
            raise Meanwhile(_("This piece is not published any more: choose another one."))
        row.lead_id = article
        row.save(update_fields=["lead"])
        journal.write("digest.led", row, by=by, article=article)


def _told(value: Any) -> str:
    return "" if value is None else str(value)[:_TOLD]
