"""Publishing gives an article its place and a line in the journal; withdrawing takes it back."""

from datetime import UTC, datetime

import pytest

from pamphleteer.desk.errors import Refused
from pamphleteer.desk.models import Article
from pamphleteer.desk.models.article import place_of
from pamphleteer.desk.verbs.publish import publish, withdraw
from pamphleteer.ground.clock import StoppedClock
from pamphleteer.register.models import Entry
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_a_draft_becomes_news_when_it_is_published(cast: Cast, stopped_clock: StoppedClock) -> None:
    draft = cast.draft()
    assert not draft.live

    publish(draft, by=cast.editor)

    assert draft.live
    assert draft.news_at == draft.date == stopped_clock.at
    assert draft.place == place_of(stopped_clock.at)
    assert list(draft.topics.all()) == [cast.topic]
    entry = Entry.objects.get(what="article.published")
    assert (entry.subject, entry.by) == (f"desk.Article:{draft.pk}", cast.editor)


@pytest.mark.parametrize("nothing", ["   ", "\u00a0", "\u200b\u200d\ufeff"])
def test_a_headline_that_nobody_sees_is_none(cast: Cast, nothing: str) -> None:
    draft = cast.draft(headline=nothing)

    with pytest.raises(Refused, match="no headline yet"):
        publish(draft)

    assert not Article.objects.live().exists()


def test_publishing_twice_happens_once(cast: Cast) -> None:
    article = cast.article()

    publish(article)

    assert Entry.objects.filter(what="article.published").count() == 1


def test_a_later_version_keeps_place_and_news(cast: Cast, stopped_clock: StoppedClock) -> None:
    article = cast.article()
    place, news_at = article.place, article.news_at
    stopped_clock.advance(hours=5)
    article.headline = "The river is clean, says everybody"
    article.save_revision()

    publish(article)

    assert article.headline == "The river is clean, says everybody"
    assert (article.place, article.news_at) == (place, news_at)


def test_a_version_from_before_the_first_publishing_keeps_them_too(cast: Cast) -> None:
    article = cast.article()
    first = article.revisions.order_by("pk")[0]

    first.publish()

    assert Article.objects.get().news_at == article.news_at


def test_a_withdrawn_article_is_a_draft_again(cast: Cast) -> None:
    article = cast.article()

    withdraw(article, by=cast.editor)
    withdraw(article, by=cast.editor)

    assert not article.live
    assert [e.what for e in Entry.objects.order_by("pk")] == [
        "article.published",
        "article.withdrawn",
    ]


def test_a_rescued_piece_gets_no_invented_date_and_is_no_news(cast: Cast) -> None:
    article = cast.article(rescued_from="coup.txt", place=-5)

    assert article.date is None
    assert article.news_at is None
    assert article.place == -5


def test_newest_first_puts_undated_archives_last_in_their_own_order(cast: Cast) -> None:
    second = cast.article(headline="Second on the page", rescued_from="page", place=-20)
    first = cast.article(headline="First on the page", rescued_from="page", place=-10)
    old = cast.article(headline="Old", date=datetime(1999, 1, 1, tzinfo=UTC))
    new = cast.article(headline="New")

    assert list(Article.objects.live().newest_first()) == [new, old, first, second]
