"""Hold an article's row, so that of two people who do something to it one comes second."""

from django.db import connection

from pamphleteer.desk.models import Article


def locked(article: Article) -> Article:
    """Return the article's row as it is now, held until the transaction ends."""
    hold_off_merging()
    return Article.objects.select_for_update(of=("self",)).get(pk=article.pk)


def hold_off_merging() -> None:
    """Let no topics be merged until the transaction ends: what is read of them stays true.

    Who merges waits for this lock; those who only publish do not wait for one another.
    """
    if connection.vendor == "postgresql":
        table = connection.ops.quote_name(Article.topics.through._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN ROW EXCLUSIVE MODE")
