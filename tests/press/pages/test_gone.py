"""Where pieces stood that moved or were withdrawn, a page says so; corrections stand under pieces."""

from pathlib import Path

import pytest
from django.conf import settings

from pamphleteer.desk.models import Article
from pamphleteer.desk.verbs.correct import correct
from pamphleteer.desk.verbs.publish import publish, withdraw
from pamphleteer.ground.clock import StoppedClock
from pamphleteer.press.verbs.press import press, round_
from tests.cast import Cast
from tests.press import documents
from tests.press.documents import words

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]
OLD = "articles/the-river-is-clean-again.html"


def pages() -> dict[str, object]:
    press()
    return documents.pages(Path(settings.PUBLIC))


def moved(article: Article, slug: str) -> None:
    draft = article.get_latest_revision_as_object()
    draft.slug = slug
    draft.save_revision()
    publish(article)


def test_an_old_address_leads_to_the_new_one_for_good(cast: Cast) -> None:
    article = cast.article()
    moved(article, "the-river")
    moved(article, "rivers")

    site = pages()
    for old in (OLD, "articles/the-river.html"):
        (refresh,) = site[old].xpath("//meta[@http-equiv='refresh']/@content")
        assert refresh == "0; url=../articles/rivers.html"
        assert site[old].xpath("//main//a/@href") == ["../articles/rivers.html"]
    assert words(site["articles/rivers.html"].xpath("//h1")[0]) == "The river is clean again"

    moved(article, "the-river-is-clean-again")
    assert words(pages()[OLD].xpath("//h1")[0]) == "The river is clean again"


def test_where_a_piece_was_withdrawn_a_page_says_so_when_and_why(
    cast: Cast, stopped_clock: StoppedClock
) -> None:
    article = cast.article()
    assert round_(lambda: False)
    withdraw(article, why="We had the wrong river. <script>alert(1)</script>")
    assert round_(lambda: False)

    page = pages()[OLD]
    told = words(page.xpath("//main")[0])
    assert "This piece was withdrawn" in told
    assert "23 November 2026" in told
    assert "We had the wrong river. <script>" in told
    assert "The river is clean again" not in told
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert "clean" not in (Path(settings.PUBLIC) / "feed.xml").read_text()

    publish(article)
    assert words(pages()[OLD].xpath("//h1")[0]) == "The river is clean again"


def test_what_was_never_published_leaves_no_page(cast: Cast) -> None:
    cast.draft()
    assert OLD not in pages()


def test_corrections_stand_under_the_piece_with_their_dates(
    cast: Cast, stopped_clock: StoppedClock
) -> None:
    article = cast.article()
    round_(lambda: False)
    correct(article, "It took fifty years.\n\nWe are sorry.")
    stopped_clock.advance(days=1)
    correct(article, "And four thousand people.")
    assert round_(lambda: False)

    found = pages()[OLD].xpath("//section[@class='corrections']//div[@class='correction']")
    assert [words(one) for one in found] == [
        "23 November 2026 It took fifty years. We are sorry.",
        "24 November 2026 And four thousand people.",
    ]
