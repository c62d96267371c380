"""Hold an article's row, so that of two people who do something to it one comes second."""

from pamphleteer.desk.models import Article


def locked(article: Article) -> Article:
    """Return the article's row as it is now, held until the transaction ends."""
    return Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
