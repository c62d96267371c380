from datetime import UTC, datetime
from pathlib import Path

import pytest

from pamphleteer.desk.models import Article
from pamphleteer.desk.verbs.publish import publish, withdraw
from pamphleteer.ground import clock
from pamphleteer.register.models import Entry, Outlet, Topic
from pamphleteer.rescue.errors import RescueError
from pamphleteer.rescue.verbs.rescue import preview, rescue
from tests.cast import Cast
from tests.rescue.conftest import LEADS, html_of, text_of

pytestmark = pytest.mark.django_db


def shown(topic: str) -> list[str]:
    articles = Article.objects.live().filter(topics__slug=topic).newest_first()
    return [article.headline for article in articles]


def test_pieces_become_published_articles_in_the_order_of_the_page(page: bytes) -> None:
    done = rescue(page, name="old.txt", topic="Village")
    assert (done.topic.slug, done.added, done.known) == ("village", 4, 0)
    found = Article.objects.live().filter(topics=done.topic).newest_first()
    assert [(article.headline, article.lead) for article in found] == list(LEADS.items())


def test_the_first_real_page_is_rescued_whole(shared: Path) -> None:
    seed = shared / "seed" / "archive-page.txt"
    assert rescue(seed.read_bytes(), name=seed.name, topic="coup").added == 15
    assert rescue(seed.read_bytes(), name=seed.name, topic="coup").added == 0
    lines = [line.strip() for line in seed.read_text().split("\n") if line.strip()]
    assert shown("coup") == lines[1:31:2]


def test_a_second_run_adds_nothing_and_writes_nothing(page: bytes) -> None:
    rescue(page, name="old.txt", topic="village")
    before = Entry.objects.count()
    done = rescue(page, name="old.txt", topic="village")
    assert (done.added, done.known, done.gained) == (0, 4, 0)
    assert Entry.objects.count() == before


def test_undated_pieces_have_no_date_and_are_no_news(page: bytes) -> None:
    rescue(page, name="/somewhere/old.txt", topic="village")
    for article in Article.objects.all():
        assert article.date is None
        assert article.news_at is None
        assert article.place < 0
        assert article.rescued_from == "old.txt"


def test_dates_are_those_of_the_page_and_a_day_begins_where_the_outlet_is() -> None:
    Outlet.objects.update(zone="Europe/Lisbon")
    rescue(
        html_of(("One Piece", "2024-07-02T10:00:00+02:00"), ("Another Piece", "2024-07-01")),
        name="old.html",
        topic="village",
    )
    assert list(Article.objects.newest_first().values_list("date", flat=True)) == [
        datetime(2024, 7, 2, 8, tzinfo=UTC),
        datetime(2024, 6, 30, 23, tzinfo=UTC),
    ]


@pytest.mark.parametrize("date", ["0001-01-01", "2999-01-01T00:00:00Z"])
def test_a_date_that_cannot_be_true_is_none(date: str) -> None:
    rescue(html_of(("One Piece", date), ("Another", date)), name="old.html", topic="village")
    assert set(Article.objects.values_list("date", flat=True)) == {None}


def test_pieces_of_one_day_keep_the_order_of_the_page() -> None:
    heads = ["First Piece", "Second Piece", "Third Piece"]
    rescue(html_of(*((head, "2024-07-01") for head in heads)), name="old.html", topic="village")
    assert shown("village") == heads


def test_links_of_headlines_become_the_originals() -> None:
    rescue(html_of(("One Piece", ""), ("Another", "")), name="old.html", topic="village")
    assert Article.objects.filter(original_url="https://old.example/one-piece").exists()


def test_a_grown_page_puts_what_is_new_between_its_neighbours(page: bytes) -> None:
    rescue(page, name="old.txt", topic="village")
    first, second, *rest = LEADS
    grown = ["A New One On Top", first, "One In The Middle", second, *rest, "And One Below"]
    assert rescue(text_of(*grown), name="old.txt", topic="village").added == 3
    assert shown("village") == grown


def test_undated_pieces_stand_between_dated_neighbours() -> None:
    pieces = [("Top", "2024-07-03"), ("Undated", ""), ("Undated Too", ""), ("End", "2024-07-01")]
    rescue(html_of(*pieces), name="old.html", topic="village")
    assert shown("village") == [head for head, _ in pieces]


def test_a_later_page_goes_below_an_earlier_one(page: bytes) -> None:
    rescue(page, name="old.txt", topic="village")
    rescue(text_of("Older", "Oldest"), name="older.txt", topic="village")
    assert shown("village") == [*LEADS, "Older", "Oldest"]


def test_a_known_piece_on_the_page_of_another_topic_gains_the_topic(page: bytes) -> None:
    rescue(page, name="old.txt", topic="village")
    done = rescue(text_of("The Seed Library", "Only Here"), name="beans.txt", topic="Beans")
    assert (done.added, done.known, done.gained) == (1, 1, 1)
    assert shown("beans") == ["The Seed Library", "Only Here"]
    assert shown("village") == list(LEADS)


def test_gaining_a_topic_publishes_no_draft_of_an_editor(page: bytes, cast: Cast) -> None:
    rescue(page, name="old.txt", topic="village")
    article = Article.objects.get(headline="The Seed Library")
    article.headline = "Not ready"
    article.save_revision(user=cast.editor)
    rescue(text_of("The Seed Library", "Only Here"), name="beans.txt", topic="beans")
    article.refresh_from_db()
    assert article.headline == "The Seed Library"
    assert article.topics.filter(slug="beans").exists()
    draft = article.get_latest_revision_as_object()
    assert draft.headline == "Not ready"
    assert {topic.slug for topic in draft.topics.all()} == {"beans", "village"}


def test_what_an_editor_withdrew_stays_withdrawn(page: bytes) -> None:
    rescue(page, name="old.txt", topic="village")
    withdraw(Article.objects.get(headline="The Ferry Stays"))
    rescue(page, name="old.txt", topic="village")
    assert "The Ferry Stays" not in shown("village")
    rescue(page, name="old.txt", topic="other")
    assert "The Ferry Stays" not in shown("other")


def test_what_an_editor_rewrote_is_known_by_what_the_page_says(page: bytes) -> None:
    rescue(page, name="old.txt", topic="village")
    article = Article.objects.get(headline="The Ferry Stays")
    article.headline = "The Ferry Stays, For Now"
    article.save_revision()
    publish(article)
    assert rescue(page, name="old.txt", topic="village").added == 0


def test_a_piece_with_a_known_address_and_other_words_is_known() -> None:
    rescue(html_of(("One Piece", ""), ("Another", "")), name="old.html", topic="village")
    changed = html_of(("One Piece", ""), ("Another", "")).replace(b"a lead", b"a better lead")
    assert rescue(changed, name="old.html", topic="village").added == 0


def test_a_piece_that_a_page_shows_twice_is_added_once(page: bytes) -> None:
    done = rescue(text_of(*LEADS, "The Seed Library"), name="old.txt", topic="village")
    assert done.added == 4


def test_a_topic_is_found_by_its_name_whatever_its_case(page: bytes, cast: Cast) -> None:
    topic = cast.topic
    assert rescue(page, name="old.txt", topic="wATER").topic == topic
    assert rescue(page, name="old.txt", topic=topic).topic == topic


@pytest.mark.parametrize("name", ["", " ", "?!", "x" * 121])
def test_a_topic_needs_a_name(page: bytes, name: str) -> None:
    with pytest.raises(RescueError, match="is no name for a topic"):
        rescue(page, name="old.txt", topic=name)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "found no headline in odd.txt"),
        (b"Skip to content\n", "found no headline in odd.txt"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "odd.txt is no page"),
    ],
)
def test_a_page_without_a_headline_changes_nothing(content: bytes, words: str) -> None:
    with pytest.raises(RescueError, match=words):
        rescue(content, name="odd.txt", topic="village")
    assert not Article.objects.exists()
    assert not Topic.objects.filter(slug="village").exists()


def test_a_preview_says_what_is_known_and_changes_nothing(page: bytes) -> None:
    assert [known for _, known in preview(page, name="old.txt").pieces] == [False] * 4
    assert not Article.objects.exists()
    rescue(page, name="old.txt", topic="village")
    assert [known for _, known in preview(page, name="old.txt").pieces] == [True] * 4


def test_the_journal_tells_of_each_piece(page: bytes) -> None:
    begun = clock.now()
    rescue(page, name="old.txt", topic="village")
    lines = Entry.objects.filter(what="article.published", at__gte=begun)
    assert lines.count() == 4
