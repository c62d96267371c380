"""Begin an article once, though a browser that keeps what is typed by itself sends it twice at a time."""

from datetime import timedelta

from django.utils import timezone

from pamphleteer.desk.models import Article
from pamphleteer.desk.verbs.write import free_slug
from pamphleteer.register.models import Person

_AT_A_TIME = timedelta(seconds=20)


def settle(article: Article, *, by: Person) -> None:
    """Make a new article, before it is saved, the draft that the same person has just begun.

    In a transaction: of two requests one waits here for the other. Its address is free then.
    """
    Person.objects.select_for_update().get(pk=by.pk)
    article.begun_by = by
    twin = _just_begun(article, by)
    if twin:
        article.pk, article.slug, article._state.adding = twin.pk, twin.slug, False
    elif Article.objects.filter(slug=article.slug).exists():
        article.slug = free_slug(article.headline)


def _just_begun(article: Article, by: Person) -> Article | None:
    # Revisions have the machine's time, whatever our clock says.
    drafts = Article.objects.begun_by(by).filter(
        headline=article.headline,
        item=None,
        submitted_at=None,
        scheduled_at=None,
        first_published_at=None,
        latest_revision__user=by,
        latest_revision__created_at__gt=timezone.now() - _AT_A_TIME,
    )
    return drafts.order_by("-pk").first()
