"""Lists: which live article stands in which, and where; and the pages on which each list is laid out."""

from django.db import models

from pamphleteer.register.statements import ask

LOWEST = -(2**63)
Place = tuple[int, int]  # as articles are ordered: `place`, then number


_TWO_SHELVES = """
    SELECT at, article FROM press_shelf WHERE list = %s AND number IN (%s, %s) ORDER BY number
"""
_WITHIN = "SELECT article FROM press_listed WHERE list = %s"


class ListedQuerySet(models.QuerySet["Listed"]):
    """Reads lists."""

    def within(self, name: str, start: Place | None, end: Place | None) -> "ListedQuerySet":
        """Return what a list holds from a place on, up to another one without it."""
        rows = self.filter(list=name)
        if start is not None:
            rows = rows.filter(at__gte=start[0]).exclude(at=start[0], article__lt=start[1])
        if end is not None:
            rows = rows.filter(at__lte=end[0]).exclude(at=end[0], article__gte=end[1])
        return rows

    def articles(self, name: str, start: Place | None, end: Place | None) -> list[int]:
        """Return the articles of a list from a place on, up to another one without it, the oldest first."""
        asked, told = _WITHIN, list[str | int]([name])
        for sign, place in ((">=", start), ("<", end)):
            if place is not None:
                asked, told = f"{asked} AND (at, article) {sign} (%s, %s)", [*told, *place]
        return [key for (key,) in ask(f"{asked} ORDER BY at, article", *told)]

    def newest_first(self) -> "ListedQuerySet":
        """Return them in the order of archive pages."""
        return self.order_by("-at", "-article")

    def oldest_first(self) -> "ListedQuerySet":
        """Return them in the order in which pages are numbered."""
        return self.order_by("at", "article")


class Listed(models.Model):
    """One live article in one list, such as `all` or `topic:3`, as the press last heard of it."""

    pk = models.CompositePrimaryKey("list", "at", "article")
    list = models.CharField(max_length=60)
    at = models.BigIntegerField(help_text="The article's place.")
    article = models.BigIntegerField(db_index=True)

    objects = ListedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.article} in {self.list}"


class ShelfQuerySet(models.QuerySet["Shelf"]):
    """Reads the pages of lists."""

    def bounds(self, name: str, number: int) -> tuple[Place | None, Place | None]:
        """Return where a numbered page of a list begins, and where the next one does."""
        two = ask(_TWO_SHELVES, name, number, number + 1)
        return (two[0] if two else None), (two[1] if len(two) > 1 else None)


class Shelf(models.Model):
    """One page of a list, numbered from the oldest: it holds what lies between its start and the next one's."""

    pk = models.CompositePrimaryKey("list", "number")
    list = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    at = models.BigIntegerField()
    article = models.BigIntegerField()
    count = models.PositiveIntegerField(default=0)

    objects = ShelfQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["list", "at", "article"], name="shelves_by_place")]

    def __str__(self) -> str:
        return f"{self.list}, page {self.number}"

    @property
    def start(self) -> Place:
        """The place of its oldest piece, when it was laid."""
        return self.at, self.article
