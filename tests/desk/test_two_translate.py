"""Two people at once: both link articles, or one publishes what the other links."""

from threading import Barrier, Thread

import pytest
from django.db import connections, transaction

from pamphleteer.desk.errors import DeskError
from pamphleteer.desk.models import Article, Translation
from pamphleteer.desk.verbs import translating
from pamphleteer.desk.verbs.locking import locked
from pamphleteer.desk.verbs.publish import publish
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("own_database")


def at_once(*deeds: tuple[object, ...]) -> list[str]:
    """Do several things at the same moment, and return what was refused."""
    start, refused = Barrier(len(deeds)), []

    def work(deed: object, *about: Article) -> None:
        start.wait()
        try:
            deed(*about)  # type: ignore[operator]
        except DeskError as error:
            refused.append(str(error))
        finally:
            connections.close_all()

    threads = [Thread(target=work, args=deed) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def linked(article: Article, other: Article) -> None:
    """Link as the form does: with the row of the article in hand."""
    with transaction.atomic():
        locked(article)
        translating.link(article, other)


def test_whatever_two_people_do_at_once_a_set_is_whole_and_one_is_live_in_a_language() -> None:
    cast = Cast()
    for number in range(4):
        one = cast.draft(headline=f"River {number}", language="es")
        two = cast.draft(headline=f"Río {number}", language="es")
        # Each to the other: one set, whoever was first.
        assert not at_once((linked, one, two), (linked, two, one))
        assert translating.others(one) == [two]
        # Of two that go on the site in one language one is told.
        assert len(at_once((publish, one), (publish, two))) == 1
        live = Article.objects.live().filter(pk__in=(one.pk, two.pk))
        assert live.count() == 1
        # A third one is published while it is linked: one of the two is told, or it was linked before.
        third = cast.draft(headline=f"Third {number}", language="es")
        assert len(at_once((publish, third), (linked, third, one))) == 1
        third.refresh_from_db()
        row = Translation.objects.filter(article=third).first()
        assert (row is None) == third.live
