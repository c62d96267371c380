"""Who may change and read which article."""

from django.db import transaction

from pamphleteer.desk.models import Article
from pamphleteer.desk.models.article import ArticleQuerySet
from pamphleteer.register.models import Person
from pamphleteer.register.verbs import journal

CHANGE, VIEW = "change", "view"


def may(person: Person, deed: str, article: Article) -> bool:
    """Tell whether somebody may do this with an article: contributors have their own work alone.

    They may change it until it is published, and read it after.
    """
    if person.has_perm(f"desk.{deed}_article"):
        return True
    if deed not in {CHANGE, VIEW} or not person.has_perm("desk.add_article"):
        return False
    is_own = article.begun_by_id is not None and article.begun_by_id == person.pk
    return is_own and (deed == VIEW or not was_published(article))


def was_published(article: Article) -> bool:
    """Tell whether readers have met it, even if it was withdrawn since."""
    return bool(article.live or article.first_published_at)


def readable(person: Person) -> "ArticleQuerySet":
    """Return the articles that somebody may read at the desk."""
    if person.has_perm("desk.view_article"):
        return Article.objects.all()
    if person.has_perm("desk.add_article"):
        return Article.objects.begun_by(person)
    return Article.objects.none()


def refuse(person: Person, deed: str, article: Article, *, address: str) -> None:
    """Write in the journal that somebody asked for what is not theirs."""
    with transaction.atomic():
        journal.write("article.refused", article, by=person, deed=deed, address=address)
