"""Articles, the rules that publish them, and what was put aside."""

from pamphleteer.desk.models.article import Article, ArticleQuerySet
from pamphleteer.desk.models.rule import Rule
from pamphleteer.desk.models.skip import Skip

__all__ = ["Article", "ArticleQuerySet", "Rule", "Skip"]
