"""Hold an article's row, so that of two people who do something to it one comes second."""

from django.db import connection
from django.utils.translation import gettext as _

from pamphleteer.desk.errors import Refused
from pamphleteer.desk.models import Article
from pamphleteer.register import rows
from pamphleteer.register.models import Person


def locked(article: Article) -> Article:
    """Return the article's row as it is now, held until the transaction ends."""
    hold_off_merging()
    return rows.held(Article, article.pk)


def theirs(article: Article, by: Person | None) -> Article:
    """Return the article's row, held, for somebody who wants to change it; the house always may.

    Raises `Refused` if a colleague has locked it.
    """
    held = locked(article)
    if held.locked and by is not None and held.locked_by_id != by.pk:
        raise Refused(
            _(
                "“{article}” is locked by {person}: ask, or unlock it beside its status first."
            ).format(article=held, person=held.locked_by or _("a colleague"))
        )
    return held


def hold_off_merging() -> None:
    """Let no topics be merged until the transaction ends: what is read of them stays true.

    Who merges waits for this lock; those who only publish do not wait for one another.
    """
    if connection.vendor == "postgresql":
        table = connection.ops.quote_name(Article.topics.through._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN ROW EXCLUSIVE MODE")
