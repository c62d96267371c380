"""Begin an article once, though one form comes several times, or at one moment with its draft."""

from uuid import UUID

from pamphleteer.desk.models import Article
from pamphleteer.desk.verbs.write import free_slug
from pamphleteer.register.models import Person


def begun_as(form: UUID | None, *, by: Person) -> Article | None:
    """Return the article that somebody has begun with a form already, by the form's own mark."""
    if form is None:
        return None
    return Article.objects.filter(begun_as=form, begun_by=by).first()


def settle(article: Article, *, by: Person, form: UUID | None = None) -> Article | None:
    """Make a new article ready to be saved, or return the one that its form has become already.

    In a transaction: of two requests one waits here for the other. Its address is free then.
    """
    Person.objects.select_for_update().get(pk=by.pk)
    known = begun_as(form, by=by)
    is_anothers = known is None and Article.objects.filter(begun_as=form).exists()
    article.begun_by, article.begun_as = by, None if is_anothers else form
    if known is None and Article.objects.filter(slug=article.slug).exists():
        article.slug = free_slug(article.headline)
    return known
