"""An article is changed while its words are read."""

from collections.abc import Collection
from threading import Event, Thread

import pytest
from django.db import connections

from pamphleteer.desk.models import Article, ArticleWords
from pamphleteer.desk.verbs import indexing
from pamphleteer.desk.verbs.search import newest

pytestmark = pytest.mark.usefixtures("own_database")


def test_what_changes_while_it_is_read_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    Article.objects.bulk_create([Article(headline="The ferry is late", slug="ferry")])
    going, said = Event(), ArticleWords.said

    def change() -> None:
        going.set()
        Article.objects.update(headline="The bridge is open")
        connections.close_all()

    changing = Thread(target=change)

    def disturbed(keys: Collection[int]) -> dict[int, list[str]]:
        told = said(keys)
        if not going.is_set():
            changing.start()
            going.wait()
        return told

    monkeypatch.setattr(ArticleWords, "said", disturbed)
    indexing.round_()
    changing.join()
    indexing.round_()
    found = [
        newest(Article.objects.all(), words, ArticleWords, at_most=5)
        for words in ("bridge", "ferry")
    ]
    assert found == [[Article.objects.get().pk], []]
