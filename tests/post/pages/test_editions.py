"""Editions as pages: what was mailed, for everybody to read, and nobody's address."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from lxml import html

from pamphleteer.desk.models import Article
from pamphleteer.desk.verbs.publish import publish, withdraw
from pamphleteer.ground.clock import StoppedClock
from pamphleteer.post import editions
from pamphleteer.post.letters.variant import bodies_of
from pamphleteer.post.models import Digest, Edition, Letter, Reader
from pamphleteer.post.verbs.compose import compose
from pamphleteer.post.verbs.preview import of_next
from pamphleteer.post.wishes import Wishes
from pamphleteer.press.models import Change
from pamphleteer.press.verbs.check import check
from pamphleteer.press.verbs.press import round_
from tests.cast import Cast
from tests.press.documents import files
from tests.press.verbs.test_incremental import full_build

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]


@pytest.fixture
def post(cast: Cast, digest: Digest, readers: list[Reader], stopped_clock: StoppedClock) -> "Post":
    return Post(cast, digest, stopped_clock)


class Post:
    """An outlet that mails a letter a day."""

    def __init__(self, cast: Cast, digest: Digest, stopped: StoppedClock) -> None:
        self.cast, self.digest, self.clock = cast, digest, stopped

    def piece(self, headline: str, **fields: Any) -> Article:
        """Publish a piece."""
        self.clock.advance(minutes=1)
        return self.cast.article(headline=headline, **fields)

    def mail(self) -> Edition:
        """Compose what is new, and bring the site up to date."""
        edition = compose(self.digest)
        assert edition is not None
        self.clock.advance(days=1)
        round_()
        return edition

    def days(self, count: int) -> None:
        """Mail a letter with one piece on each of some days."""
        for _day in range(count):
            self.piece(f"Of day {Edition.objects.count() + 1}")
            self.mail()


def page(path: str) -> html.HtmlElement:
    return html.fromstring((Path(settings.PUBLIC) / path).read_text())


def headlines(path: str) -> list[str]:
    return [one.text_content() for one in page(path).cssselect(".piece h2")]


def entries(path: str) -> list[str]:
    return [one.text_content() for one in page(path).cssselect(".entry > p:not(.meta)")]


def test_an_edition_is_a_page_that_its_letter_leads_to(post: Post) -> None:
    post.piece("First", lead="It began.", partner=post.cast.partner)
    post.piece("Second")
    post.mail()
    path = "digests/daily/edition-1.html"
    letter = bodies_of(Letter.objects.get(), outlet=post.cast.outlet)
    assert headlines(path) == ["Second", "First"]
    text = page(path).cssselect("main")[0].text_content()
    assert all(
        words in text for words in ("23 November 2026", "Edition 1", "It began.", "From The")
    )
    assert f'href="https://example.org/{path}"' in letter.html
    assert f"Read on the web:\nhttps://example.org/{path}" in letter.text
    assert page(path).cssselect(".piece a")[0].get("href") == "../../articles/second.html"


def test_editions_are_found_from_every_sign_up_and_by_search_engines(post: Post) -> None:
    post.piece("Read me")
    post.mail()
    front = page("index.html").cssselect("#signup a")
    assert [one.get("href") for one in front] == ["digests/index.html"]
    newest = page("digests/index.html").cssselect(".entry .meta a")[0]
    assert newest.get("href") == "../digests/daily/edition-1.html"
    told = (Path(settings.PUBLIC) / "sitemaps/lists.xml").read_text()
    for path in ("digests/", "digests/daily/", "digests/daily/edition-1.html"):
        assert f"<loc>https://example.org/{path}</loc>" in told


def test_the_page_keeps_the_words_of_the_letter_and_follows_the_piece(post: Post) -> None:
    article = post.piece("As mailed", lead="Then.")
    post.mail()
    draft: Any = article.get_latest_revision_as_object()
    draft.headline, draft.lead, draft.slug = "As it is now", "Now.", "moved"
    draft.save_revision()
    publish(article)
    round_()
    assert headlines("digests/daily/edition-1.html") == ["As mailed"]
    (link,) = page("digests/daily/edition-1.html").cssselect(".piece a")
    assert link.get("href") == "../../articles/moved.html"


def test_what_is_withdrawn_drops_out_and_comes_back(post: Post) -> None:
    small = post.piece("Small")
    large = post.piece("Large")
    post.mail()
    assert entries("digests/daily/index.html") == entries("digests/index.html") == ["Large"]
    withdraw(large)
    round_()
    assert headlines("digests/daily/edition-1.html") == ["Small"]
    assert entries("digests/daily/index.html") == entries("digests/index.html") == ["Small"]
    withdraw(small)
    round_()
    assert (
        "was withdrawn"
        in page("digests/daily/edition-1.html").cssselect(".pieces")[0].text_content()
    )
    assert entries("digests/daily/index.html") == []
    publish(large)
    round_()
    assert entries("digests/daily/index.html") == ["Large"]
    assert not check()


def test_lists_have_pages_numbered_from_the_oldest_and_full_ones_stay(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editions, "EACH", 2)
    post.days(5)
    folder = Path(settings.PUBLIC) / "digests/daily"
    assert entries("digests/daily/index.html") == ["Of day 5", "Of day 4", "Of day 3"]
    assert entries("digests/daily/1.html") == ["Of day 2", "Of day 1"]
    full = (folder / "1.html").read_bytes()
    post.days(1)
    assert entries("digests/daily/index.html") == ["Of day 6", "Of day 5"]
    assert (folder / "1.html").read_bytes() != full  # what is newer has a number now
    full = (folder / "1.html").read_bytes()
    post.days(3)
    assert (folder / "1.html").read_bytes() == full
    assert files(settings.PUBLIC) == full_build()


def test_an_edition_changes_its_lists_the_one_before_it_and_nothing_else(post: Post) -> None:
    post.days(3)
    post.piece("The fourth")
    round_()
    last = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    post.mail()
    assert {change.path for change in Change.objects.after(last)} == {
        "digests/daily/edition-4.html", "digests/daily/edition-3.html",
        "digests/daily/index.html", "digests/index.html", "sitemaps/lists.xml",
    }  # fmt: skip


def test_no_page_holds_anything_of_a_reader(post: Post) -> None:
    post.days(1)
    held = b"".join(files(settings.PUBLIC).values())
    for reader in Reader.objects.all():
        assert reader.address.encode() not in held
        assert str(reader.key).encode() not in held
    assert b"digest/leave" not in held


def test_before_the_first_letter_the_lists_say_so(post: Post) -> None:
    round_()
    for path in ("digests/index.html", "digests/daily/index.html"):
        assert "No letter has gone out yet" in page(path).cssselect("main")[0].text_content()
    post.piece("To come")
    words = of_next(post.digest, Wishes(), at_desk=False)
    assert words is not None
    assert "digests/daily/edition-1.html" in words.text


def test_a_piece_in_another_language_runs_its_own_way(post: Post) -> None:
    post.piece("النهر نظيف", language="ar")
    post.mail()
    (piece,) = page("digests/daily/edition-1.html").cssselect(".piece")
    assert (piece.get("lang"), piece.get("dir")) == ("ar", "rtl")
    (entry,) = page("digests/daily/index.html").cssselect(".entry > p")
    assert (entry.get("lang"), entry.get("dir")) == ("ar", "rtl")


def test_the_page_has_the_note_that_stood_above_the_pieces(post: Post) -> None:
    Digest.objects.update(opening="Good morning.\n\nA <b>wet</b> day.")
    post.digest.refresh_from_db()
    post.piece("First")
    post.mail()
    (note,) = page("digests/daily/edition-1.html").cssselect(".heading .description")
    assert [one.text_content() for one in note.cssselect("p")] == [
        "Good morning.",
        "A <b>wet</b> day.",
    ]
