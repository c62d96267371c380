"""Articles and the rules that publish them."""

from pamphleteer.desk.models.article import Article, ArticleQuerySet
from pamphleteer.desk.models.rule import Rule

__all__ = ["Article", "ArticleQuerySet", "Rule"]
