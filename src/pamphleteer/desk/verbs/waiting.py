"""What waits for somebody at the desk."""

from django.db.models import Exists, OuterRef, Subquery

from pamphleteer.desk.models import Article, Note
from pamphleteer.desk.models.article import ArticleQuerySet
from pamphleteer.desk.verbs import reading
from pamphleteer.register.models import Person

_AT_MOST = 50


def handed_in() -> ArticleQuerySet:
    """Return what was handed in, the longest waiting first."""
    found = Article.objects.filter(submitted_at__isnull=False)
    return found.select_related("submitted_by").order_by("submitted_at", "pk")


def begun(person: Person) -> ArticleQuerySet:
    """Return somebody's own drafts that nobody has seen, the last changed first."""
    own = Article.objects.begun_by(person).filter(
        live=False, submitted_at=None, scheduled_at=None, first_published_at=None
    )
    return own.order_by("-latest_revision_id")


def sent_back(person: Person) -> list[Article]:
    """Return somebody's own drafts on which a colleague has the last word."""
    notes = Note.objects.filter(article=OuterRef("pk")).order_by("-at", "-pk")
    drafts = (
        begun(person).filter(Exists(notes)).annotate(last_word=Subquery(notes.values("by")[:1]))
    )
    theirs = drafts.filter(last_word__isnull=False).exclude(last_word=person.pk)
    return list(theirs[:_AT_MOST])


def scheduled() -> ArticleQuerySet:
    """Return what is published by itself, the next first."""
    return Article.objects.filter(scheduled_at__isnull=False).order_by("scheduled_at", "pk")


def open_stories() -> int:
    """Return how many stories of the last day nobody has taken or put aside."""
    return reading.stories(reading.Wanted()).count()
