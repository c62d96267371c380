"""Addresses under which articles stood: whoever has one is sent on, or told that it is gone."""

from typing import TYPE_CHECKING

from django.db import models

from pamphleteer.register.models.addressing import AddressField
from pamphleteer.register.statements import tell

if TYPE_CHECKING:
    from pamphleteer.desk.models.article import Article


_ADD = """
    INSERT INTO desk_address (slug, article_id)
    SELECT slug, id FROM desk_article a WHERE id = %s
    AND NOT EXISTS (SELECT 1 FROM desk_address s WHERE s.slug = a.slug AND s.article_id = a.id)
"""


class AddressQuerySet(models.QuerySet["Address"]):
    """Keeps where articles stood."""

    def settle(self, article: "Article") -> None:
        """Keep the address at which an article is published now; raises `IntegrityError` if it is another's."""
        tell(_ADD, article.pk)


class Address(models.Model):
    """One address under which an article was published; it is never another's."""

    slug = AddressField(max_length=100, unique=True)
    article = models.ForeignKey("desk.Article", on_delete=models.CASCADE, related_name="addresses")

    objects = AddressQuerySet.as_manager()

    def __str__(self) -> str:
        return self.slug
