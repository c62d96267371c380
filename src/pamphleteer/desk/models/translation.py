"""Translations: articles that say the same, each in a language of its own."""

from typing import TYPE_CHECKING

from django.db import connection, models

from pamphleteer.register.models import Outlet
from pamphleteer.register.statements import ask

if TYPE_CHECKING:
    from pamphleteer.desk.models.article import Article

_LOCK = 7_403_112_905  # whoever links articles waits for those who publish
_SETS = "SELECT set_id FROM desk_translation WHERE article_id = %s"


def spoken(article: "Article") -> str:
    """Return the language of an article, as languages are compared."""
    own = article.language.strip() or Outlet.objects.the().language
    return own.lower().replace("_", "-")[:20]


def hold(*, alone: bool) -> None:
    """Let nobody link articles until the transaction ends; nobody publish any either, if `alone`.

    To be held after the rows of articles, and before the journal.
    """
    if connection.vendor == "postgresql":
        asks = f"SELECT pg_advisory_xact_lock{'' if alone else '_shared'}(%s)"
        with connection.cursor() as cursor:
            cursor.execute(asks, [_LOCK])


def sets_of(article: "Article") -> list[int]:
    """Return the set in which an article is; nothing for most, which are nobody's translation."""
    return [key for (key,) in ask(_SETS, article.pk)]


class TranslationSet(models.Model):
    """A set of articles that are translations of each other."""

    def __str__(self) -> str:
        return f"translations {self.pk}"


class TranslationQuerySet(models.QuerySet["Translation"]):
    """Finds the translations of articles, and keeps which are live."""

    def beside(self, article: "Article") -> "TranslationQuerySet":
        """Return the others of an article's set."""
        sets = self.filter(article=article.pk).values("set")
        return self.filter(set__in=sets).exclude(article=article.pk)

    def settle(self, article: "Article") -> None:
        """Keep in which language an article is live, if it has translations, as it goes on or off the site."""
        hold(alone=False)
        if sets_of(article):
            row = self.filter(article=article.pk)
            row.update(live_in=spoken(article) if article.live else None)


class Translation(models.Model):
    """One article of a set, and the language in which it is live."""

    # Without a constraint: it would wait for the row of the other article, which may wait for us.
    article = models.OneToOneField(
        "desk.Article",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="translation",
        db_constraint=False,
    )
    set = models.ForeignKey(
        "desk.TranslationSet", on_delete=models.CASCADE, related_name="translations"
    )
    live_in = models.CharField(max_length=20, null=True, editable=False)  # noqa: DJ001

    objects = TranslationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["set", "live_in"], name="one_live_in_a_language")
        ]

    def __str__(self) -> str:
        return f"{self.article} in {self.set}"
