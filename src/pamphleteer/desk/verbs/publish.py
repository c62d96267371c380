"""Publish an article, and withdraw it."""

from django.db import transaction

from pamphleteer.desk.models import Article
from pamphleteer.register.models import Person


def publish(article: Article, *, by: Person | None = None) -> None:
    """Publish the newest version; what is published already, unchanged, stays as it is."""
    with transaction.atomic():
        article.refresh_from_db()
        if article.live and not article.has_unpublished_changes:
            return
        revision = article.latest_revision or article.save_revision(user=by)
        revision.publish(user=by, skip_permission_checks=True)
        article.refresh_from_db()


def withdraw(article: Article, *, by: Person | None = None) -> None:
    """Take an article off the site and out of later digests; a draft of it stays."""
    with transaction.atomic():
        article.refresh_from_db()
        if article.live:
            article.unpublish(user=by)
