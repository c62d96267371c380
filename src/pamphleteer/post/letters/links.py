"""Addresses in letters: always absolute, since a letter is read far from the site."""

from django.conf import settings

from pamphleteer.desk.models import Article
from pamphleteer.press import paths


def absolute(path: str = "") -> str:
    """Return the address of a file of the site, or of the site itself."""
    return f"{settings.SITE_URL}{paths.link(path)}"


def article_url(article: Article) -> str:
    """Return the address of an article's page."""
    return absolute(paths.article(article.slug))
