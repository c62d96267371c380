"""Authors: the people and agencies that the bylines of published articles name."""

from collections.abc import Collection, Mapping

from django.db import models
from django.utils.translation import gettext_lazy as lazy

from pamphleteer.ground import bylines
from pamphleteer.ground.text import slugify
from pamphleteer.register.models.addressing import AddressField
from pamphleteer.register.statements import ask_each

_ROOM = 100  # characters of a slug
_TRIES = 5  # to find addresses that nobody takes at the same moment
_NOW = "SELECT key, COALESCE(into_id, id) FROM desk_author WHERE key IN (KEYS)"
_SIGNED = "SELECT article_id, author_id FROM desk_byline WHERE article_id IN (KEYS)"


class AuthorQuerySet(models.QuerySet["Author"]):
    """Finds authors by their names."""

    def themselves(self) -> "AuthorQuerySet":
        """Return those who are not another one by now."""
        return self.filter(into=None)

    def named(self, names: Mapping[str, str]) -> dict[str, int]:
        """Return the numbers of authors by the keys of their names; who is new gets a row.

        Called behind the line in the journal: whoever makes authors at the same time waits there.
        """
        for _time in range(_TRIES):
            found = dict(ask_each(_NOW, names))
            new = sorted(names.keys() - found.keys())
            if not new:
                break
            self.bulk_create(self._new(names, new), ignore_conflicts=True)
        return found

    def _new(self, names: Mapping[str, str], keys: Collection[str]) -> list["Author"]:
        made: dict[str, Author] = {}
        for key in keys:
            slug = self.free_slug(names[key], made)
            made[slug] = Author(slug=slug, name=names[key], key=key)
        return list(made.values())

    def free_slug(self, name: str, taken: Collection[str] = ()) -> str:
        """Return an address for a name that no author has or had."""
        stem = slugify(name, otherwise="author")[: _ROOM - 12]
        slug, number = stem, 1
        while slug in taken or self.filter(slug=slug).exists():
            number += 1
            slug = f"{stem}-{number}"
        return slug


class Author(models.Model):
    """One person or agency: however a name is written, it is one author.

    A name that somebody had before, or whose author was merged into another one, keeps its row: bylines
    that have it mean the other one, and so does its address.
    """

    slug = AddressField(max_length=_ROOM, unique=True)
    name = models.CharField(
        lazy("name"),
        max_length=bylines.LONGEST,
        help_text="As it was written first, or at the desk.",
    )
    key = models.CharField(
        max_length=bylines.KEY, unique=True, help_text="The name without case, accents and marks."
    )
    into = models.ForeignKey(
        "self",
        null=True,
        editable=False,
        on_delete=models.CASCADE,
        related_name="others",
        help_text="Who this is by now.",
    )

    objects = AuthorQuerySet.as_manager()

    class Meta:
        verbose_name = lazy("author")
        verbose_name_plural = lazy("authors")

    def __str__(self) -> str:
        return self.name


class BylineQuerySet(models.QuerySet["Byline"]):
    """Keeps who wrote what."""

    def settle(self, lines: Mapping[int, str]) -> None:
        """Let articles be their authors', by the lines that name these; in the transaction that publishes them."""
        names = {article: bylines.names(line) for article, line in lines.items()}
        every = {key: name for found in names.values() for key, name in found.items()}
        authors = Author.objects.named(every) if every else {}
        there = set(ask_each(_SIGNED, lines))
        wanted = {(article, authors[key]) for article, found in names.items() for key in found}
        for article, author in there - wanted:
            self.filter(article=article, author=author).delete()
        made = [Byline(article_id=one, author_id=author) for one, author in sorted(wanted - there)]
        if made:
            self.bulk_create(made, ignore_conflicts=True, batch_size=300)


class Byline(models.Model):
    """One author of one article, as it was last published."""

    pk = models.CompositePrimaryKey("article_id", "author_id")
    article = models.ForeignKey(
        "desk.Article", on_delete=models.CASCADE, related_name="bylines", db_index=False
    )
    author = models.ForeignKey("desk.Author", on_delete=models.CASCADE, related_name="bylines")

    objects = BylineQuerySet.as_manager()

    def __str__(self) -> str:
        return f"article {self.article_id} by {self.author}"
