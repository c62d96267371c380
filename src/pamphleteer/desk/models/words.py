"""The words by which articles and wire items are found, beside the rows that they are of."""

from collections.abc import Collection
from typing import Any

from django.db import models
from wagtail.models import Revision

from pamphleteer.collect.models import WireItem
from pamphleteer.desk.models.article import Article

_SAID = ("headline", "lead")


class Words(models.Model):
    """The words of one row; none since the row was made or changed, until they are read anew.

    The database makes the row and forgets its words by itself: see `desk/verbs/indexing.py`.
    """

    words = models.TextField(  # noqa: DJ001 - to have no words is not to be unread
        null=True,
        help_text="Folded, each once, parted by spaces.",
    )

    class Meta:
        abstract = True

    @classmethod
    def said(cls, keys: Collection[int]) -> dict[int, list[str]]:
        """Return the texts of some rows, as they stand."""
        raise NotImplementedError


class ArticleWords(Words):
    """The words of an article, and of what is written in it and not published yet."""

    article = models.OneToOneField(
        "desk.Article", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        indexes = [
            models.Index(fields=["article"], name="unread_articles", condition=models.Q(words=None))
        ]

    def __str__(self) -> str:
        return f"words of article {self.pk}"

    @classmethod
    def said(cls, keys: Collection[int]) -> dict[int, list[str]]:
        """Return the headlines and leads of some articles, those of their newest versions too."""
        rows = Article.objects.filter(pk__in=keys).order_by("pk")
        told = {key: texts for key, *texts in rows.values_list("pk", *_SAID)}
        changed = rows.filter(has_unpublished_changes=True, latest_revision__isnull=False)
        versions = Revision.objects.filter(pk__in=changed.values("latest_revision"))
        for key, content in versions.values_list("object_id", "content"):
            told[int(key)] += [str(content.get(name) or "") for name in _SAID]
        return told


class ItemWords(Words):
    """The words of a wire item."""

    item = models.OneToOneField(
        "collect.WireItem", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        indexes = [
            models.Index(fields=["item"], name="unread_items", condition=models.Q(words=None))
        ]

    def __str__(self) -> str:
        return f"words of wire item {self.pk}"

    @classmethod
    def said(cls, keys: Collection[int]) -> dict[int, list[str]]:
        """Return the headlines and leads of some wire items."""
        rows = WireItem.objects.filter(pk__in=keys).order_by("pk")
        return {key: texts for key, *texts in rows.values_list("pk", *_SAID)}


def matched(wanted: Collection[str]) -> str:
    """Return what FTS5 is asked for: words that begin so, all of them."""
    return " AND ".join(f'"{word}" *' for word in wanted)


class Finds(models.Lookup):
    """Picks the rows that have, for each of the wanted words, one that begins so."""

    lookup_name = "finds"
    prepare_rhs = False

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Ask the index of FTS5, once for all rows."""
        del connection
        meta = self.lhs.target.model._meta
        index = f"{meta.db_table}_index"
        row = f"{compiler.quote_name_unless_alias(self.lhs.alias)}.{meta.pk.column}"
        return f"{row} IN (SELECT rowid FROM {index} WHERE {index} MATCH %s)", [matched(self.rhs)]  # noqa: S608

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Ask for the lexemes, which PostgreSQL makes of the words."""
        del connection
        rows = compiler.quote_name_unless_alias(self.lhs.alias)
        wanted = " & ".join(f"'{word}':*" for word in self.rhs)
        return f"{rows}.lexemes @@ %s::tsquery", [wanted]


ArticleWords._meta.get_field("words").register_lookup(Finds)
ItemWords._meta.get_field("words").register_lookup(Finds)
