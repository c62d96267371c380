"""Pictures on the site: files beside the pages, in three formats, with their words and credit."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from lxml import html

from pamphleteer.desk.models import Article, Picture
from pamphleteer.desk.verbs.pictures import upload, where
from pamphleteer.desk.verbs.publish import withdraw
from pamphleteer.press.verbs.press import press
from tests.cast import Cast
from tests.chromium import chromium
from tests.drawing import drawn

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]


@pytest.fixture
def picture(db: None) -> Picture:
    sent = drawn("wide.png", "PNG", size=(900, 450))
    return upload(sent, alt='A "bridge" <at night>', credit="Ada Quay & Co")


@pytest.fixture
def article(cast: Cast, picture: Picture) -> Article:
    return cast.article(picture=picture)


def page(article: Article) -> Path:
    return Path(settings.PUBLIC) / f"articles/{article.slug}.html"


def files() -> list[str]:
    return sorted(path.name for path in Path(settings.PUBLIC).glob("pictures/*"))


def test_a_page_offers_each_format_and_width_with_words_and_credit(
    article: Article, picture: Picture
) -> None:
    press()
    seen = html.fromstring(page(article).read_text())
    figure = seen.cssselect("figure.picture")[0]
    assert [one.get("type") for one in figure.cssselect("source")] == ["image/avif", "image/webp"]
    image = figure.cssselect("img")[0]
    assert image.get("alt") == 'A "bridge" <at night>'
    assert (image.get("width"), image.get("height")) == ("900", "450")
    assert image.get("loading") == "eager"
    assert "Ada Quay & Co" in figure.text_content()
    named = [image.get("src")]
    for source in figure.cssselect("source"):
        sizes = [one.split() for one in source.get("srcset").split(", ")]
        assert [width for _, width in sizes] == ["400w", "800w", "900w"]
        named += [address for address, _ in sizes]
    assert all((page(article).parent / address).resolve().is_file() for address in named)
    assert len(files()) == len(picture.files) == 9


def test_what_is_pressed_already_is_not_read_again(article: Article, picture: Picture) -> None:
    press()
    for one in picture.renditions:
        where(one.name).unlink()
    again = press()
    assert (again.written, again.removed) == (0, 0)


def test_a_picture_that_was_changed_by_hand_comes_back(article: Article, picture: Picture) -> None:
    press()
    lying = Path(settings.PUBLIC) / "pictures" / picture.small.name
    lying.write_bytes(b"short")
    assert press().written == 1
    assert lying.read_bytes() == where(picture.small.name).read_bytes()


def test_a_picture_that_media_has_lost_stops_no_page(
    article: Article, picture: Picture, caplog: pytest.LogCaptureFixture
) -> None:
    where(picture.small.name).unlink()
    assert press().whole
    assert "is gone from media" in caplog.text
    assert page(article).is_file()


def test_pictures_of_drafts_and_of_what_was_withdrawn_are_not_on_the_site(
    cast: Cast, article: Article
) -> None:
    cast.draft(headline="Not yet", picture=cast.picture())
    press()
    assert len(files()) == 9
    withdraw(article)
    press()
    assert files() == []


def test_two_pictures_that_share_files_are_written_once(cast: Cast) -> None:
    cast.article(headline="One", picture=cast.picture())
    cast.article(headline="Two", picture=cast.picture(alt="From the south"))
    assert press().whole
    assert len(files()) == 3


@pytest.mark.browser
def test_a_browser_shows_it_from_a_folder_and_asks_nobody(article: Article) -> None:
    press()
    with chromium() as browser:
        opened = browser.new_page(viewport={"width": 390, "height": 800})
        asked: list[str] = []
        opened.on("request", lambda request: asked.append(request.url))
        opened.goto(page(article).as_uri(), wait_until="load")
        image = "document.querySelector('.picture img')"
        assert opened.evaluate(f"{image}.naturalWidth") > 0
        assert opened.evaluate(f"{image}.currentSrc").endswith(".avif")
        assert opened.evaluate("document.documentElement.scrollWidth") == 390
        assert not Axe().run(opened).response["violations"]
    assert all(url.startswith("file:") for url in asked)
