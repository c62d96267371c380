"""Several people at once begin articles of one headline, or take one piece."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from pamphleteer.desk.models import Article
from pamphleteer.desk.verbs.take import take
from pamphleteer.desk.verbs.write import write
from pamphleteer.register.models import Person
from tests.cast import Cast
from tests.desk.test_web import form

pytestmark = pytest.mark.usefixtures("own_database")
HEADLINE = "The bridge is open"


def at_once(*works: Callable[[], object]) -> list[object]:
    """Begin all of it at one moment; returns what came of each."""
    start, came = Barrier(len(works)), list[object]()

    def work(one: Callable[[], object]) -> None:
        start.wait()
        try:
            came.append(one())
        finally:
            connections.close_all()

    threads = [Thread(target=work, args=[one]) for one in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came


def test_articles_of_one_headline_have_addresses_of_their_own() -> None:
    cast = Cast()
    people = [cast.editor, cast.publisher, cast.contributor]

    def filled_in(person: Person) -> int:
        client = Client()
        client.force_login(person)
        page = reverse("wagtailsnippets_desk_article:add")
        return client.post(page, form(headline=HEADLINE)).status_code

    def written() -> Article:
        return write(headline=HEADLINE)

    came = at_once(*[lambda one=one: filled_in(one) for one in people], written, written)
    assert sorted(map(str, came))[:3] == ["302", "302", "302"]
    assert Article.objects.values("slug").distinct().count() == 5


def test_one_piece_becomes_one_article() -> None:
    item = Cast().item()
    taken = at_once(*[lambda: take(item)] * 4)
    assert len(taken) == 4
    assert len({one.pk for one in taken if isinstance(one, Article)}) == 1
