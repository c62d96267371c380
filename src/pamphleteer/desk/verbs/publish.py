"""Publish an article, and withdraw it."""

from django.db import transaction
from wagtail.models import Revision

from pamphleteer.desk.models import Article
from pamphleteer.desk.verbs.allowed import check
from pamphleteer.desk.verbs.locking import theirs
from pamphleteer.ground.text import one_line
from pamphleteer.register import rows
from pamphleteer.register.models import Person


def publish(article: Article, *, by: Person | None = None) -> None:
    """Publish the newest version, at its date if that lies ahead; what is published stays as it is.

    Raises `DeskError` where its licence, an embargo or its address is in the way.
    """
    with transaction.atomic():
        held = theirs(article, by)
        if not held.live or held.has_unpublished_changes:
            revision = _newest(held) or held.save_revision(user=by)
            version = held.with_content_json(revision.content)
            check(version)
            held.become(version, revision, user=by)
            if version.live:
                _be(article, version)
                return
        article.refresh_from_db()


def _newest(held: Article) -> Revision | None:
    """Return the newest version of an article, as its own."""
    for revision in rows.find(Revision, "WHERE id = %s", held.latest_revision_id):
        held.latest_revision = revision
        revision.content_object = held
        return revision
    return None


def _be(article: Article, saved: Article) -> None:
    """Let an article be what was just saved of it: to read it again would take as long as to save it."""
    for field in saved._meta.concrete_fields:
        setattr(article, field.attname, getattr(saved, field.attname))
    article._state.fields_cache.clear()
    article.__dict__.pop("_prefetched_objects_cache", None)


def withdraw(article: Article, *, by: Person | None = None, why: str = "") -> None:
    """Take an article off the site and out of later digests; a draft of it stays.

    Where it stood, a page says that it was withdrawn, when, and `why` if anything is said.
    """
    with transaction.atomic():
        held = theirs(article, by)
        if held.live:
            held.withdrawn_why = one_line(why)[:500]
            held.unpublish(user=by)
        article.refresh_from_db()
